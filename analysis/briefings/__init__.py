"""The kinds of briefing: each a parameter model and a list of sections."""
