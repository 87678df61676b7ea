"""What is due next: effects, terms that end, meetings, with the days to go."""
