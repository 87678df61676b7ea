"""How the numbers were made, what is not known, how to make the briefing again."""
