"""Council spending and unmet need by deprivation fifth."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from simulation.figures.canvas import Drawn, colour, dash, frame, head, headroom, interval_note, key_of, marker
from simulation.figures.data import FigureData, told
from simulation.figures.style import Size
from simulation.measures.series import GROUPS

FIFTHS = GROUPS[3:]
APART = 0.06
"""Of the way from one fifth to the next: how far strategies stand apart."""
SPAN = 0.5
"""And all of them together at most."""
PANELS = {
    "spend.council.per_adult": ("Council spending", "£ per adult a year"),
    "unmet.hours": ("Hours of help missing", "a week per 1,000 adults"),
}


def draw(data: FigureData, size: Size) -> Drawn:
    """One panel each: mean of the run by fifth, one line a strategy, with 95 % intervals."""
    heading = "Poorer and richer neighbourhoods"
    note = (
        f"Fifths of neighbourhoods by deprivation, mean of all years; {data.about.prices}. "
        f"{interval_note(data.about, 'Bars')}"
    )
    canvas = frame(size, len(PANELS), heading, note, _key(data))
    middle = (len(data.about.strategies) - 1) / 2
    for axes, (measure, (words, unit)) in zip(canvas.panels, PANELS.items(), strict=True):
        for k, strategy in enumerate(data.about.strategies):
            mean, low, high = (_by_fifth(data, strategy, measure, name) for name in ("mean", "low", "high"))
            x = np.arange(len(FIFTHS)) + min(APART, SPAN / len(data.about.strategies)) * (k - middle)
            axes.vlines(x, low, high, color=colour(k), alpha=0.5, linewidth=size.font / 2.5)
            axes.plot(x, mean, marker(k), color=colour(k), linestyle=dash(k))
        axes.set_xticks(range(len(FIFTHS)), ["most\ndeprived", "2", "3", "4", "least\ndeprived"])
        headroom(axes)
        head(axes, size, words, unit)
    table = pa.concat_tables([data.rows(measure, "run", group) for measure in PANELS for group in FIFTHS])
    return Drawn("equity", heading, _alt(data, heading), note, table, canvas.figure)


def _key(data: FigureData) -> list[Line2D]:
    """Strategies by colour, dash and mark."""
    lines = key_of(data.about.strategies, data.names)
    for k, line in enumerate(lines):
        line.set_marker(marker(k))
    return lines


def _by_fifth(data: FigureData, strategy: str, measure: str, name: str) -> NDArray[np.float64]:
    return np.array([getattr(data.line(strategy, measure, "run", group), name)[0] for group in FIFTHS])


def _alt(data: FigureData, heading: str) -> str:
    parts = []
    for measure, (words, unit) in PANELS.items():
        for strategy in data.about.strategies:
            mean = _by_fifth(data, strategy, measure, "mean")
            parts.append(
                f"{words}, {data.name(strategy)}: {told(mean[0])} in the most deprived fifth, "
                f"{told(mean[-1])} in the least ({unit})."
            )
    return f"{heading}. {' '.join(parts)}"
