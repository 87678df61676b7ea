"""The words of the field, one record each, and days as people give them."""
