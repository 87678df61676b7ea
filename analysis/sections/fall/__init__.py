"""How far participation lies below its peak, and how fast it fell."""
