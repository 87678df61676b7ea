"""What a briefing is about, and the facts already computed for it."""
