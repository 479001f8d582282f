"""The cost-effectiveness plane: each draw's cost and what there is fewer of, one panel an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

from simulation.figures.appraisal_key import axis_scale, marks
from simulation.figures.canvas import Drawn, colour, frame, head, marker
from simulation.figures.style import GREY, Size
from simulation.measures.appraisal_data import outcomes
from simulation.measures.wording import number, pounds, scaled

if TYPE_CHECKING:
    from simulation.figures.appraisal import AppraisalTables

PURSE = "all_payers"
COLUMNS = 3


def draw(data: AppraisalTables, size: Size) -> Drawn:
    """Small marks: draws (or replicates); large ones: means. Up is dearer, right is better."""
    heading = f"Cost and outcome of each draw, less {data.base}"
    note = (
        f"Cost of all payers (schedule {data.about['schedule']}, prices of {data.about['price_year']}) against what is "
        "fewer, discounted alike; a small mark is a draw of the evidence (a replicate, luck alone, where it was not "
        "drawn), a large one the mean. "
        "Right of the line is better, above it dearer. Outcomes are never added up."
    )
    there = {row["outcome"] for row in data.rows("plane_points")}
    shown = [outcome for outcome in outcomes() if outcome.id in there]
    note += data.left_out
    canvas = frame(size._replace(columns=COLUMNS), len(shown), heading, note, marks(data))
    told = []
    for axes, outcome in zip(canvas.panels, shown, strict=True):
        points = data.rows("plane_points", outcome=outcome.id, purse=PURSE)
        each, many = scaled([row["gain"] for row in points])
        pound, money_in = axis_scale([row["cost"] for row in points])
        for strategy in data.others:
            rows = data.rows("plane_points", outcome=outcome.id, purse=PURSE, strategy=strategy)
            k = data.shade(strategy)
            gain, cost = [row["gain"] / each for row in rows], [row["cost"] / pound for row in rows]
            axes.plot(gain, cost, marker(k), color=colour(k), alpha=0.4, markersize=2.5)
            mean = sum(gain) / len(gain), sum(cost) / len(cost)
            axes.plot(*mean, marker(k), color=colour(k), markeredgecolor="white", markersize=size.font)
            money = f"{pounds(mean[1] * pound)} {'less' if mean[1] < 0 else 'more'}"
            change = f"{number(mean[0] * each)} {'fewer' if mean[0] > 0 else 'more'}"
            told.append(f"{data.name(strategy)}, {outcome.label}: {money}, {change}")
        axes.axhline(0, color=GREY, linewidth=axes.spines["left"].get_linewidth())
        axes.axvline(0, color=GREY, linewidth=axes.spines["left"].get_linewidth())
        axes.xaxis.set_major_locator(MaxNLocator(4))
        axes.set_xlabel(f"{many}{outcome.unit} fewer")
        head(axes, size, outcome.label[:1].upper() + outcome.label[1:], money_in)
    return Drawn("plane", heading, f"{heading}. {'; '.join(told)}.", note, data.table("plane_points"), canvas.figure)
