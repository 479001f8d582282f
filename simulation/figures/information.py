"""What knowing would be worth: everything, and each family of the evidence that stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.figures.canvas import Drawn, frame, head
from simulation.figures.style import GREY, PALETTE, Size
from simulation.measures.registry import in_words
from simulation.measures.wording import THOUSAND, pounds

if TYPE_CHECKING:
    from simulation.figures.appraisal import AppraisalTables

MOST = 8
"""Families shown of each purse."""


def draw(data: AppraisalTables, size: Size) -> Drawn:
    """One panel a purse: bars with Monte Carlo error, and the floor that shuffled values reach."""
    heading = "What knowing more would be worth, choosing the cheapest strategy"
    purses = list(dict.fromkeys(row["purse"] for row in data.rows("information")))
    note = (
        "Expected value of perfect information on everything, and on one family of the evidence (regression on the "
        "draws), with twice the Monte Carlo error. Dotted: the most that values without meaning gave; below it nothing "
        "is found. Present pounds of this place over the whole comparison."
    )
    canvas = frame(size._replace(columns=1), len(purses), heading, note, ())
    told = []
    for axes, purse in zip(canvas.panels, purses, strict=True):
        rows = data.rows("information", purse=purse)[: MOST + 1]
        for k, row in enumerate(rows):
            shade = PALETTE[0] if k == 0 else PALETTE[1] if row["told"] == "yes" else GREY
            value, error = row["value_of_information"] / THOUSAND, 2 * (row["mcse"] or 0.0) / THOUSAND
            axes.barh(-k, value, 0.7, color=shade)
            axes.plot([max(0.0, value - error), value + error], [-k, -k], color=PALETTE[4])
        floors = [row["floor"] for row in rows if row["floor"] is not None]
        if floors:
            axes.axvline(floors[0] / THOUSAND, color=PALETTE[4], linestyle=":")
        axes.set_yticks([-k for k in range(len(rows))], [row["family"] for row in rows])
        axes.grid(axis="y", visible=False)
        axes.grid(axis="x")
        head(axes, size, in_words(purse)[:1].upper() + in_words(purse)[1:], "£ thousand")
        told += [f"{in_words(purse)}, {row['family']}: {pounds(row['value_of_information'])}" for row in rows]
    return Drawn(
        "information", heading, f"{heading}. {'; '.join(told)}.", note, data.table("information"), canvas.figure
    )
