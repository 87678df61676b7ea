"""The dated acts of one state: its way out, or its way in."""
