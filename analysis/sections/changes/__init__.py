"""What happened since another day, and what is pending or disputed."""
