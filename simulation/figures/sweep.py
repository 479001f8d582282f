"""What draws of the evidence do to the headline differences: one dot a draw, by measure."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow.compute as pc
from matplotlib import rc_context
from matplotlib.ticker import MaxNLocator

from simulation.figures.canvas import Drawn, colour, frame, head, key_of
from simulation.figures.saving import save
from simulation.figures.style import GREY, SIZES, Size, settings
from simulation.measures import about
from simulation.measures.files import read_csv
from simulation.measures.registry import describe
from simulation.measures.summary import long_words, names_of
from simulation.measures.uncertainty import DRAWS, TOLD, UNCERTAINTY, told
from simulation.measures.wording import MILLION

NAME: Final = "sweep"
TICKS: Final = 4
COLUMNS: Final = 3


def draw_sweep(folder: Path, size: str = "double") -> list[Path]:
    """Draw the figure of a sweep's folder into ``folder/figures``; returns its files."""
    shape = SIZES[size]._replace(columns=COLUMNS, row=SIZES[size].row * 0.8)
    with rc_context(settings(shape)):
        return save(draw(folder, shape), folder / "figures")


def draw(folder: Path, size: Size) -> Drawn:
    """A panel a measure: each draw's difference from the comparator, and the mean with 95 % of draws."""
    facts, table = about.read(folder), read_csv(folder / DRAWS)
    names = names_of(facts)
    rows = [row for row in read_csv(folder / UNCERTAINTY).to_pylist() if row["measure"] in TOLD]
    heading = f"How unsure the evidence leaves each difference from {names[facts.comparator]}"
    note = (
        "One dot a draw of the evidence (mean of its replicates); line: 95 % of draws. Draws are within the ranges of "
        f"the evidence table; each has a past of its own and the same luck. {facts.prices}."
    )
    places = [(row["point"], row["strategy"]) for row in rows if row["measure"] == TOLD[0]]
    canvas = frame(size, len(TOLD), heading, note, key_of(facts.strategies, names)[1:])
    for axes, measure in zip(canvas.panels, TOLD, strict=True):
        scale = 1 / MILLION if describe(measure).unit == "gbp" else 1.0
        for row in (row for row in rows if row["measure"] == measure):
            height = -places.index((row["point"], row["strategy"]))
            shade = colour(facts.strategies.index(row["strategy"]))
            dots = _dots(table, measure, row) * scale
            if row["low_draws"] is not None:
                axes.plot([row["low_draws"] * scale, row["high_draws"] * scale], [height] * 2, color=shade, alpha=0.5)
            axes.plot(
                dots, height + 0.3 * np.sin(7.0 * np.arange(len(dots))), ".", color=shade, alpha=0.6, markersize=3
            )
            axes.plot(row["mean"] * scale, height, "D", color=shade, markeredgecolor="white")
        axes.axvline(0, color=GREY, linewidth=axes.spines["left"].get_linewidth(), zorder=1.5)
        axes.set_yticks([])
        axes.set_ylim(-len(places) + 0.3, 0.7)
        axes.spines["left"].set_visible(False)
        axes.xaxis.set_major_locator(MaxNLocator(TICKS))
        axes.grid(axis="x")
        head(
            axes,
            size,
            describe(measure).label,
            f"£ million over {long_words(facts)}" if scale != 1 else describe(measure).unit,
        )
    return Drawn(NAME, heading, _alt(heading, rows, names, f"over {long_words(facts)}"), note, table, canvas.figure)


def _dots(table: Any, measure: str, row: dict[str, Any]) -> Any:
    mine = pc.equal(table["measure"], measure)
    for name in ("point", "strategy"):
        mine = pc.and_(mine, pc.equal(table[name], row[name]))
    values = table.filter(mine)["difference"].to_numpy().astype(np.float64)
    return values[np.isfinite(values)]


def _alt(heading: str, rows: list[dict[str, Any]], names: dict[str, str], over: str) -> str:
    parts = [
        f"{describe(row['measure']).label}, {names[row['strategy']]}{' ' + row['options'] if row['options'] else ''}: "
        f"{told(row, over)}."
        for row in rows
    ]
    return f"{heading}. {' '.join(parts)}"
