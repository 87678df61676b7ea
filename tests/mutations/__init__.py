"""Broken copies of the data, and how well ``rollback check`` answers each of them.

A mutation is a small named function: it takes a copy of the data, breaks one thing in it and
returns what a good answer must name. :mod:`tests.mutations.score` sorts the answers;
``python -m tests.mutations`` prints them, and tests/test_mutations.py holds the score.
"""
