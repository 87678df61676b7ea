"""Who stands where on the day, and since when."""
