"""What to watch: how far states have come short of a notice, and what came of such before."""
