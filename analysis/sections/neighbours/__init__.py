"""Where the neighbours of a state stand under the treaties that tell them apart."""
