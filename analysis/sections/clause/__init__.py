"""What the treaty asks for: to enter into force, to leave, to suspend."""
