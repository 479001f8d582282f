"""Small panels of yearly measures, one line a strategy: the pattern that several figures share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
from matplotlib.axes import Axes
from numpy.typing import NDArray

from simulation.figures.canvas import (
    Drawn,
    Label,
    band_note,
    colour,
    draw_line,
    end_labels,
    frame,
    head,
    headroom,
    key_of,
    labels_fit,
    years_axis,
)
from simulation.figures.data import FigureData, Line, told
from simulation.figures.style import Size
from simulation.measures.periods import YEAR

NARROW: Final = 2
"""Columns of panels in a size too narrow for labels beside them."""


PAIRED: Final = (
    "Strategies share their luck, so a difference may be sure where bands overlap: see the table of differences."
)


class Panel(NamedTuple):
    """One measure in one panel; values are multiplied by ``factor`` and named ``unit``."""

    measure: str
    heading: str
    unit: str
    factor: float = 1.0


def trends(data: FigureData, size: Size, name: str, heading: str, remark: str, panels: Sequence[Panel]) -> Drawn:
    """Yearly values of some measures: every strategy, from the last year before the comparison (year 0)."""
    note = f"{remark} Year 0 is the last year before the strategies part. {band_note(data.about)} {PAIRED}"
    canvas = frame(size, len(panels), heading, note, key_of(data.about.strategies, data.names))
    for axes, panel in zip(canvas.panels, panels, strict=True):
        _fill(axes, data, panel, size)
    table = pa.concat_tables([data.rows(panel.measure, period) for panel in panels for period in ("before", "year")])
    alt = " ".join([f"{heading}.", *(sentence(data, panel) for panel in panels)])
    return Drawn(name, heading, alt, note, table, canvas.figure)


def _fill(axes: Axes, data: FigureData, panel: Panel, size: Size) -> None:
    labels = []
    for k, strategy in enumerate(data.about.strategies):
        years, line = yearly(data, strategy, panel.measure)
        draw_line(axes, years, line.times(panel.factor).not_below_zero(), k)
        labels.append(Label(line.mean[-1] * panel.factor, data.name(strategy), colour(k)))
    head(axes, size, panel.heading, panel.unit)
    headroom(axes)
    years_axis(axes, data.about.months / YEAR)
    place = axes.get_subplotspec()
    if place is None or place.is_last_row():
        axes.set_xlabel("Year")
    beside = place is not None and place.is_last_col() and size.columns > NARROW
    if beside and labels_fit([label.text for label in labels], size, _rows(axes)):
        end_labels(axes, size, labels)


def _rows(axes: Axes) -> int:
    """Rows of panels in a panel's figure."""
    place = axes.get_subplotspec()
    return 1 if place is None else place.get_gridspec().nrows


def yearly(data: FigureData, strategy: str, measure: str) -> tuple[NDArray[np.float64], Line]:
    """Years (0 is the year before) and values of a yearly measure."""
    before, after = data.line(strategy, measure, "before"), data.line(strategy, measure, "year")
    joined = Line(*(np.concatenate([one, two]) for one, two in zip(before, after, strict=True)))
    first = 0 if len(before.month) else 1
    return np.arange(first, first + len(joined.month), dtype=np.float64), joined


def sentence(data: FigureData, panel: Panel) -> str:
    """What a panel shows, in words: first and last year of each strategy."""
    parts = []
    for strategy in data.about.strategies:
        line = data.line(strategy, panel.measure, "year").times(panel.factor)
        first, last = line.mean[0], line.mean[-1]
        parts.append(f"{data.name(strategy)} from {told(first)} in year 1 to {told(last)} in year {len(line.mean)}")
    return f"{panel.heading} ({panel.unit}): {'; '.join(parts)}."
