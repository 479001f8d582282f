"""How long ties last, by kind: Kaplan-Meier curves."""

from __future__ import annotations

import pyarrow as pa

from simulation.figures.canvas import Drawn, band_note, draw_line, frame, head, key_of, years_axis
from simulation.figures.data import FigureData
from simulation.figures.style import Size
from simulation.measures.periods import YEAR
from simulation.measures.tables import AGES
from simulation.measures.wording import title
from simulation.state.codes import TIE_NAMES

TOLD = (12, 60)


def draw(data: FigureData, size: Size) -> Drawn:
    """A panel a kind of tie: share still open by age of the tie."""
    heading = "How long ties last"
    note = (
        "Share of ties still open (Kaplan-Meier; ties that were open at the start enter at the age they had). "
        f"Ends of every kind count, death too. {band_note(data.about)}"
    )
    canvas = frame(size, len(TIE_NAMES), heading, note, key_of(data.about.strategies), share_y=True)
    for axes, kind in zip(canvas.panels, TIE_NAMES, strict=True):
        for k, strategy in enumerate(data.about.strategies):
            line = data.line(strategy, f"ties.survival.{kind}", "age").times(100)
            draw_line(axes, line.month / YEAR, line, k)
        head(axes, size, title(kind), "% still open")
        axes.set_ylim(0, 100)
        years_axis(axes, AGES / YEAR)
        axes.set_xlabel("Age of tie, years")
        axes.label_outer()
    measures = [f"ties.{what}.{kind}" for kind in TIE_NAMES for what in ("survival", "at_risk")]
    table = pa.concat_tables([data.rows(measure, "age") for measure in measures])
    return Drawn("tie-survival", heading, _alt(data, heading), note, table, canvas.figure)


def _alt(data: FigureData, heading: str) -> str:
    parts = []
    for kind in TIE_NAMES:
        for strategy in data.about.strategies:
            share = data.line(strategy, f"ties.survival.{kind}", "age").mean * 100
            after = " and ".join(f"{share[age]:.0f} % after {age // YEAR} year{'s' * (age > YEAR)}" for age in TOLD)
            parts.append(f"{title(kind)}, {title(strategy)}: {after}.")
    return f"{heading}. {' '.join(parts)}"
