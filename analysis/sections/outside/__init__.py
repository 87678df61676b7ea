"""Who is outside: states that have not consented, by whether they signed."""
