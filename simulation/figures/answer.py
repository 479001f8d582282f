"""The figure of an answered question, from its tidy table: lines over x, or marks by label, one panel a subject."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from simulation.figures.canvas import Drawn, colour, dash, frame, head, marker
from simulation.figures.saving import save
from simulation.figures.style import GREY, SIZES, Size, settings
from simulation.measures.periods import YEAR
from simulation.measures.wording import number

ROOM: Final = {3: 12, 2: 24}
"""Letters that labels of marks may have, by panels side by side."""
FEW: Final = 6
"""Labels of marks that a panel of usual height has room for."""
MOST_LETTERS: Final = 24
"""Longest line of a label of marks; longer ones are broken between words."""
SLACK: Final = 0.05
"""Beyond 0 and 1, what the axis of a share shows."""
TICKS: Final = 4
"""Steps of the axis of a panel of marks: numbers such as -0.125 need room."""
MOST_TOLD: Final = 40
"""Marks told in the description in words; the table has all."""

Row = dict[str, Any]


def draw_answer(
    folder: Path,
    name: str,
    heading: str,
    note: str,
    rows: list[Row],
    across: str = "",
    size: str = "double",
    *,
    starts: bool = False,
) -> list[Path]:
    """Draw ``rows`` (panel, unit, series, x, label, mean, low, high) into ``folder``; returns the files.

    ``across`` says what x is; where that is no time, ``starts`` marks where lines start.
    """
    panels = list(dict.fromkeys(row["panel"] for row in rows))
    tallest = max(_label_lines(row["label"] for row in rows if row["panel"] == panel) for panel in panels)
    longest = max(len(line) for row in rows for line in _broken(row["label"]).split("\n"))
    shape = SIZES[size]._replace(columns=next((c for c, most in ROOM.items() if longest <= most), 1))
    shape = shape._replace(row=max(shape.row, 4.5 * tallest + 20) if tallest > FEW else shape.row)
    with rc_context(settings(shape)):
        return save(draw(name, heading, note, rows, across, shape, starts=starts), folder)


def _broken(label: str) -> str:
    """A label in lines that leave room to the panel."""
    return textwrap.fill(label, MOST_LETTERS)


def _label_lines(labels: Iterable[str]) -> int:
    """Lines that the labels of a panel take, one under the other."""
    return sum(_broken(label).count("\n") + 1 for label in set(labels))


def draw(
    name: str, heading: str, note: str, rows: list[Row], across: str, size: Size, *, starts: bool = False
) -> Drawn:
    """One panel a subject; series keep their colour in every panel."""
    series = list(dict.fromkeys(row["series"] for row in rows if row["series"]))
    panels = list(dict.fromkeys(row["panel"] for row in rows))
    key = [
        Line2D([], [], color=colour(k), linestyle=dash(k), marker=marker(k), label=text)
        for k, text in enumerate(series)
    ]
    canvas = frame(size, len(panels), heading, note, key if len(series) > 1 else ())
    for axes, panel in zip(canvas.panels, panels, strict=True):
        mine = [row for row in rows if row["panel"] == panel]
        if any(row["label"] for row in mine):
            _marks(axes, mine, series)
        else:
            _lines(axes, mine, series, starts=starts)
            axes.set_xlabel(across)
        head(axes, size, panel if len(panel) < 48 else f"{panel[:46]}…", mine[0]["unit"])
    told = "; ".join(_told(row) for row in rows[:MOST_TOLD])
    more = f"; {len(rows) - MOST_TOLD} more in the table" if len(rows) > MOST_TOLD else ""
    return Drawn(name, heading, f"{heading}. {told}{more}.", note, pa.Table.from_pylist(rows), canvas.figure)


def _lines(axes: Axes, rows: list[Row], series: list[str], *, starts: bool) -> None:
    for text in dict.fromkeys(row["series"] for row in rows):
        mine = [row for row in rows if row["series"] == text]
        k = series.index(text) if text in series else 0
        x, mean, low, high = (np.array([row[c] for row in mine], np.float64) for c in ("x", "mean", "low", "high"))
        axes.fill_between(x, low, high, color=colour(k), alpha=0.18, linewidth=0)
        axes.plot(x, mean, color=colour(k), linestyle=dash(k))
        if starts:
            axes.plot(x[:1], mean[:1], marker(k), color=colour(k))
    _horizontal(axes, [row["x"] for row in rows])
    _vertical(axes, rows)
    axes.axhline(0, color=GREY, linewidth=axes.spines["left"].get_linewidth(), zorder=1.5)


def _horizontal(axes: Axes, x: list[float]) -> None:
    """Whole numbers only where all there is stands at whole numbers, or at months of years."""
    months = np.array(x) * YEAR
    if np.allclose(months, np.rint(months)):
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))


def _vertical(axes: Axes, rows: list[Row]) -> None:
    """A panel without a value says so; a share ends at all."""
    known = [row["mean"] for row in rows if row["mean"] is not None]
    if not known:
        axes.set_yticks([])
        axes.text(0.5, 0.5, "not defined", transform=axes.transAxes, ha="center", va="center", color=GREY)
    if not known or rows[0]["unit"].startswith("share"):
        axes.set_ylim(-SLACK, 1 + SLACK)


def _marks(axes: Axes, rows: list[Row], series: list[str]) -> None:
    labels = list(dict.fromkeys(row["label"] for row in rows))
    for row in rows:
        k = series.index(row["series"]) if row["series"] in series else 0
        shift = (k - (len(series) - 1) / 2) * 0.6 / max(1, len(series)) if len(labels) < len(rows) else 0.0
        y = -labels.index(row["label"]) - shift
        if row["low"] is not None:
            axes.plot([row["low"], row["high"]], [y, y], color=colour(k), alpha=0.5, linewidth=2.5)
        if row["mean"] is not None:
            axes.plot(row["mean"], y, marker(k), color=colour(k), markeredgecolor="white")
    axes.axvline(0, color=GREY, linewidth=axes.spines["left"].get_linewidth(), zorder=1.5)
    axes.xaxis.set_major_locator(MaxNLocator(TICKS))
    axes.set_yticks([-k for k in range(len(labels))], [_broken(label) for label in labels])
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x")


def _told(row: Row) -> str:
    where = " ".join(text for text in (row["series"], row["label"] or f"at {row['x']:g}") if text)
    value = "undefined" if row["mean"] is None else f"{'-' if row['mean'] < 0 else ''}{number(row['mean'])}"
    return f"{row['panel']}, {where}: {value} {row['unit']}"
