"""Every number of the model, where it came from, and the arrays built from it."""
