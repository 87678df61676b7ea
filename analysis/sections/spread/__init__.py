"""How a treaty spreads: where each region stands under it, and whether that is worth a page."""
