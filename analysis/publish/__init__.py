"""From the catalogue to finished briefings in a folder."""
