"""What a strategy changes in each of several places, against how deprived the place is."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from simulation.figures.canvas import Drawn, colour, frame, head, key_of_marks, marker, zero_line
from simulation.figures.data import FigureData, told
from simulation.figures.style import Size

PANELS = {
    "spend.council.per_adult": ("Council spending", "£ per adult a year"),
    "crises": ("Crises", "per 1,000 adults a year"),
    "unmet.hours": ("Hours of help missing", "a week per 1,000 adults"),
}
DOT = 3.0
"""Area of the dot of the largest place, in squares of the font size."""

MARGIN = 0.12
"""Of an axis, what is left free at either end, so that no dot is cut."""


def applies(data: FigureData) -> bool:
    """Whether there are several places."""
    return data.about.places > 0


def draw(data: FigureData, size: Size) -> Drawn:
    """One panel a measure, one dot a place and strategy, as large as the place has adults."""
    base = data.base
    heading = f"Places one by one: difference from {base}"
    note = (
        f"Each dot is one of {data.about.places} places, its area in proportion to its adults; mean of the run and of "
        f"{_replicates(data)}; {data.about.prices}. Dots of small places are mostly luck: read the cloud, not a dot."
    )
    canvas = frame(size, len(PANELS), heading, note, _key(data))
    for axes, (measure, (words, unit)) in zip(canvas.panels, PANELS.items(), strict=True):
        zero_line(axes)
        for k, strategy in enumerate(data.about.others, start=1):
            share, adults, mean = _columns(_rows(data, measure, strategy))
            area = DOT * size.font**2 * adults / adults.max()
            axes.scatter(share, mean, area, color=colour(k), marker=_dot(k), alpha=0.6, linewidths=0)
        axes.margins(MARGIN)
        axes.set_xlabel("% of people in the most\ndeprived fifth of neighbourhoods")
        head(axes, size, words, unit)
    table = pa.concat_tables([_rows(data, measure, other) for measure in PANELS for other in data.about.others])
    return Drawn("places", heading, _alt(data, heading), note, table, canvas.figure)


def _dot(k: int) -> str:
    """Mark of the k-th strategy: a round dot for the first beside the comparator, which has none here."""
    return marker(k - 1)


def _key(data: FigureData) -> list[Line2D]:
    """Strategies other than the comparator, by colour and dot."""
    marks = key_of_marks(data.about.others, data.names, first=1)
    for k, mark in enumerate(marks, start=1):
        mark.set_marker(_dot(k))
    return marks


def _rows(data: FigureData, measure: str, strategy: str) -> pa.Table:
    table = data.comparison("by_place")
    chosen = pc.and_(pc.equal(table["measure"], measure), pc.equal(table["strategy"], strategy))
    return table.filter(chosen)


def _columns(table: pa.Table) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Per cent in the most deprived fifth, adults, and mean difference of each place."""
    share, adults, mean = (
        table[name].to_numpy().astype(np.float64) for name in ("most_deprived_share", "adults", "mean")
    )
    return 100 * share, adults, mean


def _replicates(data: FigureData) -> str:
    return "one replicate" if data.about.replicates == 1 else f"{data.about.replicates} replicates"


def _alt(data: FigureData, heading: str) -> str:
    parts = []
    for measure, (words, unit) in PANELS.items():
        for strategy in data.about.others:
            share, adults, mean = _columns(_rows(data, measure, strategy))
            lower = int((mean < 0).sum())
            said = (
                f"{words}, {data.name(strategy)}: lower in {lower} of {len(mean)} places, from {told(mean.min())} to "
            )
            said += f"{told(mean.max())} ({unit}); mean by adults {told(np.average(mean, weights=adults))}"
            if len(mean) > 2 and share.std() > 0 and mean.std() > 0:
                said += f"; correlation with deprivation {np.corrcoef(share, mean)[0, 1]:.2f}"
            parts.append(f"{said}.")
    return f"{heading}. {' '.join(parts)}"
