"""The figures of a briefing."""
