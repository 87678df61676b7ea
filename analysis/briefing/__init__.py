"""Briefings: from a notebook and its parameters to HTML, PDF and a manifest."""
