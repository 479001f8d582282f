"""How often ties end without a plan, by kind."""

from __future__ import annotations

import pyarrow as pa
from matplotlib.axes import Axes

from simulation.figures.canvas import Drawn, colour, frame, interval_note, key_of_marks, mark_size, marker
from simulation.figures.data import FigureData, told
from simulation.figures.domains import LOWEST, SHARE_OF_ROW, STRATEGIES_A_ROW
from simulation.figures.style import Size
from simulation.measures.wording import title
from simulation.state.codes import TIE_NAMES


def draw(data: FigureData, size: Size) -> Drawn:
    """A row a kind of tie: ends without a plan per 100 years of a tie, over the whole run."""
    heading = "Ties that end without a plan"
    note = (
        "Rupture, worker left, or support broke, per 100 years of a tie at risk; not death, moving away, fading or a "
        f"planned change. Whole run. {interval_note(data.about, 'Bars')}"
    )
    tall = size._replace(row=size.row * max(LOWEST, len(data.about.strategies) / STRATEGIES_A_ROW))
    canvas = frame(tall, 1, heading, note, key_of_marks(data.about.strategies, data.names))
    axes, points = canvas.panels[0], mark_size(size, len(data.about.strategies))
    for row, kind in enumerate(TIE_NAMES):
        _row(axes, data, f"ties.unplanned.{kind}", len(TIE_NAMES) - 1 - row, points)
    axes.set_yticks(range(len(TIE_NAMES)), [title(kind) for kind in reversed(TIE_NAMES)])
    axes.set_ylim(-0.6, len(TIE_NAMES) - 0.4)
    axes.set_xlim(left=0)
    axes.grid(axis="x")
    axes.set_xlabel("Ends per 100 tie-years")
    table = pa.concat_tables([data.rows(f"ties.unplanned.{kind}", "run") for kind in TIE_NAMES])
    return Drawn("unplanned-endings", heading, _alt(data, heading), note, table, canvas.figure)


def _row(axes: Axes, data: FigureData, measure: str, height: float, points: float) -> None:
    strategies = data.about.strategies
    step = SHARE_OF_ROW / max(1, len(strategies))
    for k, strategy in enumerate(strategies):
        place = height + ((len(strategies) - 1) / 2 - k) * step
        line = data.line(strategy, measure, "run").not_below_zero()
        axes.plot([line.low[0], line.high[0]], [place, place], color=colour(k), linewidth=2.5, alpha=0.5)
        axes.plot(line.mean[0], place, marker(k), color=colour(k), markersize=points, clip_on=False)


def _alt(data: FigureData, heading: str) -> str:
    parts = []
    for kind in TIE_NAMES:
        rates = [(s, data.line(s, f"ties.unplanned.{kind}", "run").mean[0]) for s in data.about.strategies]
        parts.append(f"{title(kind)}: {', '.join(f'{data.name(s)} {told(rate)}' for s, rate in rates)}.")
    return f"{heading}, per 100 tie-years. {' '.join(parts)}"
