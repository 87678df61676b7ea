"""A story checked: each of its claims, the verdict, and what the register holds."""
