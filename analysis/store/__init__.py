"""From CSV files to typed tables."""
