"""Figures of a results folder, one figure a file."""

from simulation.figures.drawing import draw_all

__all__ = ["draw_all"]
