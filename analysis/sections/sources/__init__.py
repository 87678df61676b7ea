"""The numbered sources that the pages before it cite."""
