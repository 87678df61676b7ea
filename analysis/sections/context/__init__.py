"""What the treaty is about: whom mines hurt, what became of stocks, how the Assembly votes."""
