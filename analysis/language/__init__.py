"""How numbers, days, lists, plurals and names are written: one writer each."""
