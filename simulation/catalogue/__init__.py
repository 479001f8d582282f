"""Support models, prevention programmes and strategies: typed rows, and the columns built from them."""
