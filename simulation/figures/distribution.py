"""By deprivation fifth: money and outcomes, strategy less comparator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.figures.appraisal_key import RANGE, marks, range_of
from simulation.figures.canvas import Drawn, colour, frame, head, marker, zero_line
from simulation.figures.style import Size
from simulation.measures.appraisal_data import FIFTHS, outcomes
from simulation.measures.wording import THOUSAND, number

if TYPE_CHECKING:
    from simulation.figures.appraisal import AppraisalTables

LINES = {
    "council_support": "Council spending on people there",
    "own_payments": "What they pay",
    "unpaid_care": "Value of their unpaid care",
}
COLUMNS = 3


def draw(data: AppraisalTables, size: Size) -> Drawn:
    """One panel a money line or outcome; lines: how sure each is."""
    heading = f"Who gains, by deprivation: difference from {data.base}"
    found = {row["what"] for row in data.rows("distribution")}
    known = [outcome for outcome in outcomes() if outcome.id in found]
    panels = {**{line: (words, "£ thousand", float(THOUSAND)) for line, words in LINES.items()},
              **{o.id: (o.label[:1].upper() + o.label[1:], f"{o.unit} fewer", 1.0) for o in known}}  # fmt: skip
    note = (
        f"Fifths of neighbourhoods, money by schedule {data.about['schedule']}, prices of {data.about['price_year']}; "
        f"lines: {RANGE}. Unweighted; distribution.csv has both."
    )
    note += data.left_out
    canvas = frame(size._replace(columns=COLUMNS), len(panels), heading, note, marks(data))
    told = []
    for axes, (what, (words, unit, scale)) in zip(canvas.panels, panels.items(), strict=True):
        for strategy in data.others:
            rows = data.rows("distribution", what=what, strategy=strategy, weighting="unweighted")
            by = {row["group"]: row for row in rows}
            k = data.shade(strategy)
            x = np.arange(len(FIFTHS)) + 0.12 * (k - len(data.others) / 2)
            mean = [by[fifth]["mean"] / scale for fifth in FIFTHS]
            for at, fifth in zip(x, FIFTHS, strict=True):
                between = range_of(by[fifth], scale)
                if between:
                    axes.vlines(at, *between, color=colour(k), alpha=0.5, linewidth=size.font / 3)
            axes.plot(x, mean, marker(k), color=colour(k))
            told.append(
                f"{words}, {data.name(strategy)}: most deprived {_signed(mean[0])}, least {_signed(mean[-1])} ({unit})"
            )
        zero_line(axes)
        axes.set_xticks(range(len(FIFTHS)), ["most\ndeprived", "2", "3", "4", "least\ndeprived"])
        head(axes, size, words, unit)
    return Drawn("distribution", heading, f"{heading}. {'; '.join(told)}.", note, data.table("distribution"),
                 canvas.figure)  # fmt: skip


def _signed(value: float) -> str:
    return ("-" if value < 0 else "+") + number(value)
