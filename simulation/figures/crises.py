"""Crises, emergency placements and hospital use over the years."""

from __future__ import annotations

from simulation.figures.canvas import Drawn
from simulation.figures.data import FigureData
from simulation.figures.style import Size
from simulation.figures.trends import Panel, trends

UNIT = "per 1,000 adults a year"


def draw(data: FigureData, size: Size) -> Drawn:
    """One panel each: crises, emergency placements, A&E attendances, emergency admissions."""
    panels = [
        Panel("crises", "Crises", UNIT),
        Panel("emergency_placements", "Emergency placements", UNIT),
        Panel("ae_attendances", "A&E attendances", UNIT),
        Panel("emergency_admissions", "Emergency admissions", UNIT),
    ]
    remark = "A crisis is a breakdown of support at home that needs help at once; scales differ."
    return trends(data, size, "crises", "Crises and hospital use", remark, panels)
