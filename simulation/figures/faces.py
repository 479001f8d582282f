"""How many paid faces a person sees, and how steady they are, over the years."""

from __future__ import annotations

from simulation.figures.canvas import Drawn
from simulation.figures.data import FigureData
from simulation.figures.style import Size
from simulation.figures.trends import Panel, trends


def draw(data: FigureData, size: Size) -> Drawn:
    """One panel each: distinct paid workers a month, and the Bice-Boxerman continuity index."""
    panels = [
        Panel("stability.faces", "Distinct paid faces", "workers per person a month"),
        Panel("stability.continuity", "Continuity of care", "Bice-Boxerman index, 0 to 1"),
    ]
    remark = "Of people whom paid workers visit."
    return trends(data, size, "faces", "How many faces, and how steady", remark, panels)
