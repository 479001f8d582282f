"""The figure of an answered question, from its tidy table: lines over x, or marks by label, one panel a subject."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from simulation.figures.canvas import Drawn, colour, frame, head
from simulation.figures.saving import save
from simulation.figures.style import DASHES, GREY, MARKERS, SIZES, Size, settings
from simulation.measures.wording import number

ROOM: Final = {3: 12, 2: 24}
"""Letters that labels of marks may have, by panels side by side."""
TICKS: Final = 4
"""Steps of the axis of a panel of marks: numbers such as -0.125 need room."""
MOST_TOLD: Final = 40
"""Marks told in the description in words; the table has all."""

Row = dict[str, Any]


def draw_answer(
    folder: Path, name: str, heading: str, note: str, rows: list[Row], across: str = "", size: str = "double"
) -> list[Path]:
    """Draw ``rows`` (panel, unit, series, x, label, mean, low, high) into ``folder``; returns the files.

    ``across`` says what x is.
    """
    panels = list(dict.fromkeys(row["panel"] for row in rows))
    tallest = max(len({row["label"] for row in rows if row["panel"] == panel}) for panel in panels)
    longest = max(len(row["label"]) for row in rows)
    shape = SIZES[size]._replace(columns=next((c for c, most in ROOM.items() if longest <= most), 1))
    shape = shape._replace(row=max(shape.row, 4.5 * tallest + 20) if tallest > len(MARKERS) else shape.row)
    with rc_context(settings(shape)):
        return save(draw(name, heading, note, rows, across, shape), folder)


def draw(name: str, heading: str, note: str, rows: list[Row], across: str, size: Size) -> Drawn:
    """One panel a subject; series keep their colour in every panel."""
    series = list(dict.fromkeys(row["series"] for row in rows if row["series"]))
    panels = list(dict.fromkeys(row["panel"] for row in rows))
    key = [
        Line2D([], [], color=colour(k), linestyle=DASHES[k % len(DASHES)], marker=MARKERS[k % len(MARKERS)], label=text)
        for k, text in enumerate(series)
    ]
    canvas = frame(size, len(panels), heading, note, key if len(series) > 1 else ())
    for axes, panel in zip(canvas.panels, panels, strict=True):
        mine = [row for row in rows if row["panel"] == panel]
        if any(row["label"] for row in mine):
            _marks(axes, mine, series)
        else:
            _lines(axes, mine, series)
            axes.set_xlabel(across)
        head(axes, size, panel if len(panel) < 48 else f"{panel[:46]}…", mine[0]["unit"])
    told = "; ".join(_told(row) for row in rows[:MOST_TOLD])
    more = f"; {len(rows) - MOST_TOLD} more in the table" if len(rows) > MOST_TOLD else ""
    return Drawn(name, heading, f"{heading}. {told}{more}.", note, pa.Table.from_pylist(rows), canvas.figure)


def _lines(axes: Axes, rows: list[Row], series: list[str]) -> None:
    for text in dict.fromkeys(row["series"] for row in rows):
        mine = [row for row in rows if row["series"] == text]
        k = series.index(text) if text in series else 0
        x, mean, low, high = (np.array([row[c] for row in mine], np.float64) for c in ("x", "mean", "low", "high"))
        axes.fill_between(x, low, high, color=colour(k), alpha=0.18, linewidth=0)
        axes.plot(x, mean, color=colour(k), linestyle=DASHES[k % len(DASHES)])
    axes.axhline(0, color=GREY, linewidth=axes.spines["left"].get_linewidth(), zorder=1.5)


def _marks(axes: Axes, rows: list[Row], series: list[str]) -> None:
    labels = list(dict.fromkeys(row["label"] for row in rows))
    for row in rows:
        k = series.index(row["series"]) if row["series"] in series else 0
        shift = (k - (len(series) - 1) / 2) * 0.6 / max(1, len(series)) if len(labels) < len(rows) else 0.0
        y = -labels.index(row["label"]) - shift
        if row["low"] is not None:
            axes.plot([row["low"], row["high"]], [y, y], color=colour(k), alpha=0.5, linewidth=2.5)
        if row["mean"] is not None:
            axes.plot(row["mean"], y, MARKERS[k % len(MARKERS)], color=colour(k), markeredgecolor="white")
    axes.axvline(0, color=GREY, linewidth=axes.spines["left"].get_linewidth(), zorder=1.5)
    axes.xaxis.set_major_locator(MaxNLocator(TICKS))
    axes.set_yticks([-k for k in range(len(labels))], labels)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x")


def _told(row: Row) -> str:
    where = " ".join(text for text in (row["series"], row["label"] or f"at {row['x']:g}") if text)
    value = "undefined" if row["mean"] is None else f"{'-' if row['mean'] < 0 else ''}{number(row['mean'])}"
    return f"{row['panel']}, {where}: {value} {row['unit']}"
