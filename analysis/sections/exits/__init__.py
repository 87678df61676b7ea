"""Who is on the way out: steps, notices, effects, ends."""
