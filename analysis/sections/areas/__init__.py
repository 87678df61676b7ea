"""The parts of the world: how many states the treaty binds in each, over time."""
