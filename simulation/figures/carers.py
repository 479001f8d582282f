"""Unmet need and what lands on carers, over the years."""

from __future__ import annotations

from simulation.figures.canvas import Drawn
from simulation.figures.data import FigureData
from simulation.figures.style import Size
from simulation.figures.trends import Panel, trends


def draw(data: FigureData, size: Size) -> Drawn:
    """One panel each: unmet hours, people with unmet need, carers breaking down, caring that costs work."""
    panels = [
        Panel("unmet.hours", "Hours of help missing", "a week per 1,000 adults"),
        Panel("unmet.people", "People with unmet need", "per 1,000 adults"),
        Panel("carers.breaking_down", "Carers breaking down", "per 1,000 carers a year"),
        Panel("carers.losing_work", "Caring that costs paid work", "% of carers", 100),
    ]
    remark = "Unmet need is help needed and given by nobody."
    return trends(data, size, "carers", "Unmet need and unpaid carers", remark, panels)
