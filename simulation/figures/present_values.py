"""Present value of the difference by purse: mean, and how sure it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

from simulation.figures.appraisal_key import RANGE, marks, range_of
from simulation.figures.canvas import Drawn, colour, frame, head, marker
from simulation.figures.style import GREY, Size
from simulation.measures.registry import in_words
from simulation.measures.wording import MILLION, pounds

if TYPE_CHECKING:
    from simulation.figures.appraisal import AppraisalTables

TOLD = ("council", "nhs", "person", "family", "community", "all_payers", "unpaid_care")


def draw(data: AppraisalTables, size: Size) -> Drawn:
    """One row a purse; left as modelled, right with optimism bias."""
    heading = f"Present value by payer: more or less than {data.base}"
    note = (
        f"Schedule {data.about['schedule']}, prices of {data.about['price_year']}; mean, and line: {RANGE}. "
        "Unpaid care is valued, and nobody pays it. "
        "Right: the council's cost lines with optimism bias (optimism_bias.csv)."
    )
    note += data.left_out
    canvas = frame(size, 2, heading, note, marks(data))
    for axes, line in zip(canvas.panels, ("as modelled", "with optimism bias"), strict=True):
        for row in data.rows("present_values", discounting=data.about["schedule"], cost_line=line):
            if row["purse"] in TOLD:
                others = data.others
                shift = (others.index(row["strategy"]) - (len(others) - 1) / 2) * 0.6 / len(others)
                height, k = -TOLD.index(row["purse"]) - shift, data.shade(row["strategy"])
                between = range_of(row, MILLION)
                if between:
                    axes.plot(between, [height] * 2, color=colour(k), alpha=0.5, linewidth=3)
                axes.plot(row["mean"] / MILLION, height, marker(k), color=colour(k), markeredgecolor="white")
        axes.axvline(0, color=GREY, linewidth=axes.spines["left"].get_linewidth())
        names = [in_words(name)[:1].upper() + in_words(name)[1:] for name in TOLD]
        axes.set_yticks([-k for k in range(len(TOLD))], names if axes is canvas.panels[0] else [""] * len(TOLD))
        axes.grid(axis="y", visible=False)
        axes.grid(axis="x")
        axes.xaxis.set_major_locator(MaxNLocator(4))
        head(axes, size, line[:1].upper() + line[1:], "£ million")
    rows = data.rows("present_values", discounting=data.about["schedule"], cost_line="as modelled")
    told = [
        f"{in_words(row['purse'])}, {data.name(row['strategy'])}: {pounds(row['mean'])} "
        f"{'less' if row['mean'] < 0 else 'more'}"
        for row in rows
        if row["purse"] in TOLD
    ]
    return Drawn("present-values", heading, f"{heading}. {'; '.join(told)}.", note, data.table("present_values"),
                 canvas.figure)  # fmt: skip
