"""How much of a region’s land border a treaty covers."""
