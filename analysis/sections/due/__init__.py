"""What is due: effects that the law has scheduled, terms that end, meetings."""
