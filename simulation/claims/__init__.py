"""Claims that can be run: a switch, its null, what it should move and which way, and a verdict that is computed."""
