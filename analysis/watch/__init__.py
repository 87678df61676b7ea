"""What was tried and what is due: numbers and tables alone."""
