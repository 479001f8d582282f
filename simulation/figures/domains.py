"""Seven domains of a good life, before the strategies part and in the last year."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from simulation.figures.canvas import Drawn, colour, frame, interval_note, key_of_marks, mark_size, marker
from simulation.figures.data import FigureData
from simulation.figures.style import GREY, MARKERS, Size
from simulation.measures.wording import title
from simulation.state.codes import DOMAIN_NAMES

LOWEST = 1.5
"""Rows of panels that the figure is high at least."""
STRATEGIES_A_ROW = 4
"""Strategies whose marks keep apart in the height of a row of panels."""
SHARE_OF_ROW = 0.8
"""Of a domain's height, what its marks take."""


def draw(data: FigureData, size: Size) -> Drawn:
    """A row a domain: the year before (ring) and the last year of each strategy (filled, with its 95 % interval)."""
    heading = "Seven domains of a good life, before and after"
    scale = "People with moderate or higher need; 0 is nothing of what they want, 1 is all of it. Last year of the run."
    note = f"{scale} {interval_note(data.about, 'Bars')}"
    tall = size._replace(row=size.row * max(LOWEST, len(data.about.strategies) / STRATEGIES_A_ROW))
    canvas = frame(tall, 1, heading, note, _key(data))
    axes, points = canvas.panels[0], mark_size(size, len(data.about.strategies))
    for row, name in enumerate(DOMAIN_NAMES):
        _row(axes, data, f"domain.{name}", len(DOMAIN_NAMES) - 1 - row, points)
    axes.set_yticks(range(len(DOMAIN_NAMES)), [title(name) for name in reversed(DOMAIN_NAMES)])
    axes.set_ylim(-0.6, len(DOMAIN_NAMES) - 0.4)
    axes.grid(axis="x")
    axes.set_xlabel("Mean, 0 to 1")
    periods = ("before", "year")
    table = pa.concat_tables([data.rows(f"domain.{name}", period) for name in DOMAIN_NAMES for period in periods])
    return Drawn("domains", heading, _alt(data, heading), note, table, canvas.figure)


def _row(axes: Axes, data: FigureData, measure: str, height: float, points: float) -> None:
    strategies = data.about.strategies
    step = SHARE_OF_ROW / max(1, len(strategies))
    before = data.line(data.about.comparator, measure, "before")
    start = before.mean[-1] if len(before.mean) else np.nan
    axes.plot([start, start], [height - SHARE_OF_ROW / 2, height + SHARE_OF_ROW / 2], color=GREY, linewidth=0.8)
    for k, strategy in enumerate(strategies):
        place = height + ((len(strategies) - 1) / 2 - k) * step
        after = data.line(strategy, measure, "year")
        axes.plot([start, after.mean[-1]], [place, place], color=colour(k), linewidth=0.8)
        axes.plot([after.low[-1], after.high[-1]], [place, place], color=colour(k), linewidth=2.5, alpha=0.5)
        axes.plot(after.mean[-1], place, marker(k), color=colour(k), markersize=points)
    axes.plot(start, height, MARKERS[0], markerfacecolor="white", markeredgecolor=GREY)


def _key(data: FigureData) -> list[Line2D]:
    marks = [Line2D([], [], marker=MARKERS[0], linestyle="", markerfacecolor="white", markeredgecolor=GREY)]
    marks[0].set_label("Year before")
    return [*marks, *key_of_marks(data.about.strategies, data.names)]


def _alt(data: FigureData, heading: str) -> str:
    parts = []
    for name in DOMAIN_NAMES:
        ends = [f"{data.name(s)} {data.line(s, f'domain.{name}', 'year').mean[-1]:.3f}" for s in data.about.strategies]
        before = data.line(data.about.comparator, f"domain.{name}", "before").mean
        start = f"{before[-1]:.3f} before, then " if len(before) else ""
        parts.append(f"{title(name)}: {start}{', '.join(ends)}.")
    return f"{heading}. {' '.join(parts)}"
