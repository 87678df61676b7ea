"""From blocks to pages: HTML, PDF, and what a notebook shows."""
