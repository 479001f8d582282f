"""Who pays: a year's spending by payer, and what each pays more or less than under the comparator."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from simulation.figures.canvas import Drawn, colour, frame, head, interval_note, key_of_marks, marker
from simulation.figures.data import FigureData, more_or_less
from simulation.figures.style import GREY, Size
from simulation.measures.periods import YEAR
from simulation.measures.wording import MILLION, title
from simulation.state.codes import PAYER_NAMES

TICKS = 4
LOWEST = 1.15
"""Rows of panels that the figure is high at least."""
STRATEGIES_A_ROW = 6
"""Strategies whose marks keep apart in the height of a row of panels."""


def draw(data: FigureData, size: Size) -> Drawn:
    """Left: mean spending a year by payer. Right: difference from the comparator with its 95 % interval."""
    heading = "Who pays"
    note = (
        f"Mean of all years, cash only, {data.about.prices}; unpaid care is not in it. Person: contributions to "
        "council-funded support, and support of their own. Right: more or less than "
        f"{data.base}. {interval_note(data.about, 'Bars on the right')}"
    )
    canvas = frame(
        size._replace(row=size.row * _tall(data)), 2, heading, note, key_of_marks(data.about.strategies, data.names)
    )
    spending, change = canvas.panels
    _spending(spending, data)
    _change(change, data)
    head(spending, size, "Spending", "£ million a year")
    head(change, size, "Difference", "£ million a year")
    for axes in canvas.panels:
        axes.set_yticks(range(len(PAYER_NAMES)), [title(name) for name in reversed(PAYER_NAMES)])
        axes.set_ylim(-0.6, len(PAYER_NAMES) - 0.4)
        axes.grid(axis="y", visible=False)
        axes.grid(axis="x")
        axes.xaxis.set_major_locator(MaxNLocator(TICKS))
    change.set_yticklabels([])
    return Drawn("who-pays", heading, _alt(data, heading), note, _differences(data), canvas.figure)


def _tall(data: FigureData) -> float:
    """Height in rows of panels: marks of many strategies need room."""
    return max(LOWEST, len(data.about.strategies) / STRATEGIES_A_ROW)


def _spending(axes: Axes, data: FigureData) -> None:
    strategies = data.about.strategies
    width = 0.8 / len(strategies)
    for k, strategy in enumerate(strategies):
        a_year = [
            data.line(strategy, f"spend.payer.{payer}", "run").mean[0] * YEAR / data.about.months / MILLION
            for payer in reversed(PAYER_NAMES)
        ]
        place = np.arange(len(PAYER_NAMES)) + (0.4 - width / 2) - k * width
        axes.barh(place, a_year, width * 0.9, color=colour(k))


def _differences(data: FigureData) -> pa.Table:
    table = data.comparison("differences")
    payers = pc.is_in(table["measure"], pa.array([f"spend.payer.{payer}" for payer in PAYER_NAMES]))
    return table.filter(pc.and_(payers, pc.and_(pc.equal(table["group"], "all"), pc.equal(table["period"], "run"))))


def _change(axes: Axes, data: FigureData) -> None:
    others = data.about.others
    for row in _differences(data).to_pylist():
        k = data.about.strategies.index(row["strategy"])
        payer = row["measure"].removeprefix("spend.payer.")
        shift = (others.index(row["strategy"]) - (len(others) - 1) / 2) / (len(others) + 1)
        place = len(PAYER_NAMES) - 1 - PAYER_NAMES.index(payer) - shift
        scale = YEAR / data.about.months / MILLION
        if row["low"] is not None:
            axes.plot([row["low"] * scale, row["high"] * scale], [place] * 2, color=colour(k), alpha=0.5, linewidth=4)
        axes.plot(row["mean"] * scale, place, marker(k), color=colour(k))
    axes.axvline(0, color=GREY, linewidth=axes.spines["left"].get_linewidth())


def _alt(data: FigureData, heading: str) -> str:
    parts = []
    for row in _differences(data).to_pylist():
        a_year = row["mean"] * YEAR / data.about.months
        payer = title(row["measure"].removeprefix("spend.payer."))
        parts.append(f"{payer}, {data.name(row['strategy'])}: {more_or_less(a_year, ' a year')}.")
    return f"{heading}, compared with {data.base}. {' '.join(parts)}"
