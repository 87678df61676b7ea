"""Every obligation of one state, treaty by treaty, over time."""
