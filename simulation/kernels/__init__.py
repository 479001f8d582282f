"""The processes of the month, one a file, compiled; NumPy and numba only."""
