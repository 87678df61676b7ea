"""What came and went, year by year."""
