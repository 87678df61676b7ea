"""Where the states of a region stand, on the map."""
