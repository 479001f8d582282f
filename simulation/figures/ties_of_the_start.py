"""What becomes of the ties of the first day, by kind: the same ties under every strategy."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from simulation.figures.canvas import Drawn, band_note, draw_line, frame, head, key_of, years_axis
from simulation.figures.data import FigureData, Line
from simulation.figures.style import GREY, Size
from simulation.figures.tie_survival import LEAST
from simulation.measures.periods import YEAR
from simulation.measures.wording import title
from simulation.state.codes import TIE_NAMES


def draw(data: FigureData, size: Size) -> Drawn:
    """A panel a kind of tie: share of the ties of the first day that are still open, month by month."""
    heading = "What becomes of the ties of the first day"
    note = (
        "Share of the ties open when the strategies part that are still open; the same ties under every strategy. "
        f"Ends of every kind count, by death or moving away too. Shown where there are at least {LEAST} such ties in "
        f"the mean replicate. {band_note(data.about)}"
    )
    canvas = frame(size, len(TIE_NAMES), heading, note, key_of(data.about.strategies, data.names), share_y=True)
    for axes, kind in zip(canvas.panels, TIE_NAMES, strict=True):
        enough = _at_first(data, kind) >= LEAST
        if not enough:
            axes.text(data.about.months / YEAR / 2, 50, "too few ties", ha="center", va="center", color=GREY)
        for k, strategy in enumerate(data.about.strategies if enough else ()):
            line = _from_the_first_day(data.line(strategy, f"ties.still_open.{kind}", "month")).times(100)
            draw_line(axes, line.month / YEAR, line, k)
        head(axes, size, title(kind), "% still open")
        axes.set_ylim(0, 100)
        years_axis(axes, data.about.months / YEAR)
        axes.set_xlabel("Year")
        axes.label_outer()
    table = pa.concat_tables([data.rows(f"ties.still_open.{kind}", "month") for kind in TIE_NAMES])
    return Drawn("ties-of-the-start", heading, _alt(data, heading), note, table, canvas.figure)


def _at_first(data: FigureData, kind: str) -> float:
    """Ties open at the end of the first month, under the comparator."""
    return float(data.line(data.about.comparator, f"ties.open.{kind}", "month").mean[0])


def _from_the_first_day(line: Line) -> Line:
    """All ties at the start, then the share at the end of each month."""
    whole = np.ones(1)
    return Line(np.append([0], line.month + 1), *(np.concatenate([whole, column]) for column in line[1:]))


def _alt(data: FigureData, heading: str) -> str:
    parts = []
    for kind in TIE_NAMES:
        ends = [(s, data.line(s, f"ties.still_open.{kind}", "month").mean[-1]) for s in data.about.strategies]
        told = [f"{data.name(s)} {'none there' if np.isnan(share) else f'{share:.0%}'}" for s, share in ends]
        parts.append(f"{title(kind)}: {', '.join(told)} at the end.")
    return f"{heading}. {' '.join(parts)}"
