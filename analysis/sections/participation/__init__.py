"""How many states the treaty binds, over time."""
