"""How a briefing on several treaties was made, and how to make it again."""
