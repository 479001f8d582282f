"""Council spending by class over the years."""

from __future__ import annotations

from simulation.figures.canvas import Drawn
from simulation.figures.data import FigureData
from simulation.figures.style import Size
from simulation.figures.trends import Panel, trends
from simulation.measures.registry import CASH_CLASSES
from simulation.measures.wording import MILLION, title


def draw(data: FigureData, size: Size) -> Drawn:
    """One panel a class: crisis, maintenance, prevention, assessment."""
    unit = "£ million a year"
    panels = [Panel(f"spend.council.class.{name}", title(name), unit, 1 / MILLION) for name in CASH_CLASSES]
    remark = f"Spending by the council, {data.about.prices}; scales differ."
    return trends(data, size, "spend-by-class", "What the council spends, by kind of spending", remark, panels)
