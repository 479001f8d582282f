"""Acceptability curves and their frontier: how sure a choice is, by what one outcome averted is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from simulation.figures.appraisal_key import axis_scale
from simulation.figures.canvas import Drawn, colour, frame, head, key_of
from simulation.figures.style import DASHES, GREY, Size
from simulation.measures.appraisal_data import outcomes
from simulation.measures.wording import pounds

if TYPE_CHECKING:
    from simulation.figures.appraisal import AppraisalTables

PURSE = "all_payers"
COLUMNS = 3


def draw(data: AppraisalTables, size: Size) -> Drawn:
    """One panel an outcome; thick: the frontier, the strategy that is best on average."""
    heading = "How often each strategy is the best, by what one outcome averted is worth"
    note = (
        f"Share of draws of the evidence, cost of all payers (schedule {data.about['schedule']}). Thick grey: the "
        "frontier, which follows the strategy that is best on average. What an outcome is worth is not for the model "
        "to say."
    )
    frontier = Line2D([], [], color=GREY, alpha=0.4, linewidth=5, label="Frontier")
    key = [*key_of(data.about["strategies"], data.about["names"]), frontier]
    shown = [outcome for outcome in outcomes() if data.rows("acceptability", outcome=outcome.id, purse=PURSE)]
    note += data.left_out
    canvas = frame(size._replace(columns=COLUMNS), max(1, len(shown)), heading, note, key)
    told = []
    for axes, outcome in zip(canvas.panels, shown, strict=False):
        edge: dict[float, float] = {}
        every = data.rows("acceptability", outcome=outcome.id, purse=PURSE)
        pound, money = axis_scale([row["worth"] for row in every])
        for strategy in data.about["strategies"]:
            rows = data.rows("acceptability", outcome=outcome.id, purse=PURSE, strategy=strategy)
            worth, share = np.array([row["worth"] for row in rows]), np.array([row["share_best"] for row in rows]) * 100
            k = data.shade(strategy)
            axes.plot(worth / pound, share, color=colour(k), linestyle=DASHES[k % len(DASHES)])
            edge |= {row["worth"] / pound: row["share_best"] * 100 for row in rows if row["on_frontier"] == "yes"}
            told.append(
                f"{outcome.label}, {data.name(strategy)}: best in {share[0]:.0f} % at nothing, "
                f"{share[-1]:.0f} % at {pounds(worth[-1])}"
            )
        axes.plot(sorted(edge), [edge[at] for at in sorted(edge)], color=GREY, alpha=0.4, linewidth=5, zorder=1)
        axes.set_ylim(0, 100)
        axes.xaxis.set_major_locator(MaxNLocator(3))
        axes.set_xlabel(f"{money} for each {outcome.one} fewer")
        head(axes, size, outcome.label[:1].upper() + outcome.label[1:], "% of draws")
    return Drawn("acceptability", heading, f"{heading}. {'; '.join(told)}.", note, data.table("acceptability"),
                 canvas.figure)  # fmt: skip
