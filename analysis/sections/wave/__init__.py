"""Whether the exits are a wave: the tests."""
