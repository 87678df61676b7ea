"""Who stands where, and when: clauses, disputes, spells, regions, status, counts, the border."""
