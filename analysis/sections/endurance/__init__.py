"""How long memberships of a treaty last."""
