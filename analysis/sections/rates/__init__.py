"""How often states leave, by time at risk."""
