"""Cumulative net cost of a strategy over the comparator, to the council and to all payers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

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
    zero_line,
)
from simulation.figures.data import FigureData, Line, more_or_less
from simulation.figures.style import GREY, Size
from simulation.measures.discounting import SCHEDULE, UNDISCOUNTED
from simulation.measures.periods import YEAR
from simulation.measures.wording import MILLION, pounds

PURSES = {"council": "The council", "all_payers": "All payers"}


def draw(data: FigureData, size: Size) -> Drawn:
    """A fan by purse; a thin line follows the same mean discounted."""
    base = data.base
    heading = f"Cumulative net cost compared with {base}"
    note = (
        f"Above 0: the strategy has cost more so far. {data.about.prices}, not discounted; the dotted line is the mean "
        f"discounted by {SCHEDULE}. All payers: cash only, unpaid care is not in it. {band_note(data.about)}"
    )
    beside = labels_fit([f"{base}: 0", *map(data.name, data.about.others)], size)
    canvas = frame(size, len(PURSES), heading, note, () if beside else _key(data))
    for axes, (purse, words) in zip(canvas.panels, PURSES.items(), strict=True):
        labels = _fans(axes, data, purse, size)
        zero_line(axes)
        head(axes, size, words, "£ million")
        axes.set_xlabel("Year")
        years_axis(axes, data.about.months / YEAR)
        headroom(axes)
        if beside and axes is canvas.panels[-1]:
            end_labels(axes, size, [Label(0, f"{base}: 0", GREY), *labels])
    return Drawn("net-cost", heading, _alt(data, heading), note, _table(data), canvas.figure)


def _key(data: FigureData) -> list[Line2D]:
    """Strategies by colour and dash; the comparator is the line at 0."""
    zero, *others = key_of(data.about.strategies, data.names)
    zero.set(color=GREY, linestyle="solid", label=f"{data.base}: 0")
    return [zero, *others]


def _fans(axes: Axes, data: FigureData, purse: str, size: Size) -> list[Label]:
    labels = []
    for strategy in data.about.others:
        k = data.about.strategies.index(strategy)
        line = _with_start(data.fan(strategy, purse, UNDISCOUNTED)).times(1 / MILLION)
        draw_line(axes, line.month / YEAR, line, k)
        discounted = _with_start(data.fan(strategy, purse, SCHEDULE)).times(1 / MILLION)
        axes.plot(discounted.month / YEAR, discounted.mean, color=colour(k), linestyle=":", linewidth=size.font / 8)
        labels.append(Label(float(line.mean[-1]), data.name(strategy), colour(k)))
    return labels


def _with_start(line: Line) -> Line:
    """From nothing at the start to the end of each month."""
    zero = np.zeros(1)
    return Line(np.append([0], line.month + 1), *(np.concatenate([zero, column]) for column in line[1:]))


def _table(data: FigureData) -> pa.Table:
    table = data.comparison("net_cost")
    return table.filter(pc.is_in(table["purse"], pa.array(list(PURSES))))


def _alt(data: FigureData, heading: str) -> str:
    parts = []
    for strategy in data.about.others:
        for purse, words in PURSES.items():
            line = data.fan(strategy, purse, UNDISCOUNTED)
            peak = int(line.mean.argmax())
            end = line.mean[-1]
            parts.append(
                f"{words}, {data.name(strategy)}: at most {pounds(max(0.0, line.mean[peak]))} by month {peak + 1}; "
                f"at the end {more_or_less(end)}."
            )
    return f"{heading}. {' '.join(parts)}"
