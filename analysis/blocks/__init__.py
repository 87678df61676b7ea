"""What a briefing is made of: text, tables, figures and numbered sources: pure data."""
