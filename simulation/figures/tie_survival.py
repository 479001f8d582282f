"""How long ties last, by kind: Kaplan-Meier curves."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from simulation.figures.canvas import Drawn, band_note, draw_line, frame, head, key_of, years_axis
from simulation.figures.data import FigureData, Line
from simulation.figures.style import GREY, Size
from simulation.measures.periods import YEAR
from simulation.measures.sums import AGES
from simulation.measures.wording import title
from simulation.state.codes import TIE_NAMES

TOLD = (12, 60)
LEAST = 10
"""Ties at risk below which a curve says nothing."""


def draw(data: FigureData, size: Size) -> Drawn:
    """A panel a kind of tie: share still open by age of the tie."""
    heading = "How long ties last"
    note = (
        "Share of ties still open (Kaplan-Meier; ties that were open at the start enter at the age they had). "
        f"Ends of every kind count, by death or moving away too. Shown while at least {LEAST} ties of the "
        f"age are watched in the mean replicate. {band_note(data.about)}"
    )
    canvas = frame(size, len(TIE_NAMES), heading, note, key_of(data.about.strategies, data.names), share_y=True)
    for axes, kind in zip(canvas.panels, TIE_NAMES, strict=True):
        for k, strategy in enumerate(data.about.strategies):
            line = _told(data, strategy, kind)
            draw_line(axes, line.month / YEAR, line.times(100), k)
        head(axes, size, title(kind), "% still open")
        axes.set_ylim(0, 100)
        if axes.dataLim.width == 0:
            axes.text(AGES / YEAR / 2, 50, "too few began\nwhile watched", ha="center", va="center", color=GREY)
        years_axis(axes, AGES / YEAR)
        axes.set_xlabel("Age of tie, years")
        axes.label_outer()
    measures = [f"ties.{what}.{kind}" for kind in TIE_NAMES for what in ("survival", "at_risk")]
    table = pa.concat_tables([data.rows(measure, "age") for measure in measures])
    return Drawn("tie-survival", heading, _alt(data, heading), note, table, canvas.figure)


def _told(data: FigureData, strategy: str, kind: str) -> Line:
    """Survival to the last age of which enough ties are watched, in every replicate."""
    line = data.line(strategy, f"ties.survival.{kind}", "age")
    watched = data.line(strategy, f"ties.at_risk.{kind}", "age").mean
    counts = data.rows(f"ties.survival.{kind}", "age")
    n = counts.filter(pc.equal(counts["strategy"], strategy)).sort_by("month")["n"].to_numpy()
    enough = np.append([True], watched >= LEAST) & (n == data.about.replicates)
    return line.only(np.logical_and.accumulate(enough))


def _alt(data: FigureData, heading: str) -> str:
    parts = []
    for kind in TIE_NAMES:
        for strategy in data.about.strategies:
            share = _told(data, strategy, kind).mean * 100
            told = [
                f"{share[age]:.0f} % after {age // YEAR} year{'s' * (age > YEAR)}" for age in TOLD if age < len(share)
            ]
            parts.append(f"{title(kind)}, {data.name(strategy)}: {' and '.join(told) or 'too few began'}.")
    return f"{heading}. {' '.join(parts)}"
