"""Page one: the finding and what supports it."""
