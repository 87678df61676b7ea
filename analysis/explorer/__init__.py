"""Exploring: a question asked with sliders and lists, in a notebook and on a page of its own."""
