"""Replicates: lived over worker processes, saved one file each, verified, and opened again."""
