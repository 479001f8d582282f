"""A claim that was tried: each measure's difference with its interval, and where the claim puts it."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from simulation.figures.canvas import Drawn, frame, head
from simulation.figures.saving import save
from simulation.figures.style import GREY, PALETTE, SIZES, Size, settings
from simulation.measures.files import read_csv
from simulation.measures.wording import MILLION, THOUSAND

NAME: Final = "claim"
COLUMNS: Final = 2
"""Panels side by side: their headings are long."""
TICKS: Final = 5
MARK: Final = 7
"""Points across a mark."""
NUMBERS: Final = ("low", "difference", "high", "claimed_low", "claimed_high")
HEADING_LETTERS: Final = 50
ROOM: Final = 0.15
"""Of the width of what is shown, left free at either side."""

VERDICT_COLOURS: Final = {"supported": PALETTE[1], "not supported": PALETTE[2]}
VERDICT_MARKERS: Final = {"supported": "o", "not supported": "X"}


class Scale(NamedTuple):
    """What a panel's values are multiplied by, and the unit that gives."""

    factor: float
    unit: str


def draw_claim(folder: Path, size: str = "double") -> list[Path]:
    """Draw the figure of a claim's results folder into ``folder/figures``; returns its files.

    Reads ``verdict.json`` and ``results.csv``. Raises OSError where they are missing, KeyError for an unknown size.
    """
    shape = SIZES[size]._replace(columns=COLUMNS, row=SIZES[size].row * 0.6)
    facts = json.loads((folder / "verdict.json").read_text(encoding="utf-8"))
    with rc_context(settings(shape)):
        drawn = draw(facts, shape)._replace(data=read_csv(folder / "results.csv"))
        return save(drawn, folder / "figures")


def draw(facts: Mapping[str, Any], size: Size) -> Drawn:
    """One panel a measure, from the facts of ``verdict.json``."""
    rows = facts["measures"]
    heading = f"{facts['id']} {facts['title']}: {facts['verdict']}"
    note = (
        f"{facts['claim']} Switch on less switch off, the same people with the same luck; mean and interval over "
        f"{facts['replicates']} replicates, all intervals of the claim true at once in 95 of 100 (luck after the start "
        "only; uncertainty of the evidence is not in them). Shaded: where the claim puts the difference."
    )
    canvas = frame(size, len(rows), heading, note, _key())
    for axes, row in zip(canvas.panels, rows, strict=True):
        _fill(axes, row, size)
    return Drawn(NAME, heading, _alt(facts), note, None, canvas.figure)


def _key() -> list[Any]:
    marks: list[Any] = [
        Line2D([], [], marker=VERDICT_MARKERS[name], color=VERDICT_COLOURS[name], label=name)
        for name in VERDICT_COLOURS
    ]
    undecided = Line2D([], [], marker="D", color=PALETTE[4], label="undecided")
    return [*marks, undecided, Patch(color=PALETTE[0], alpha=0.15, label="claimed")]


def _fill(axes: Axes, row: Mapping[str, Any], size: Size) -> None:
    scale = _scale(row)
    low, mean, high = (_scaled(row[name], scale) for name in ("low", "difference", "high"))
    shown = [0.0, *(value for value in (low, mean, high) if value is not None)]
    shown += [end for name in ("claimed_low", "claimed_high") if (end := _scaled(row[name], scale)) is not None]
    width = max(shown) - min(shown) or 1.0
    left, right = min(shown) - ROOM * width, max(shown) + ROOM * width
    claimed = (_scaled(row["claimed_low"], scale), _scaled(row["claimed_high"], scale))
    axes.axvspan(_or(claimed[0], left), _or(claimed[1], right), color=PALETTE[0], alpha=0.15, linewidth=0)
    colour = VERDICT_COLOURS.get(row["verdict"], PALETTE[4])
    if low is not None and high is not None:
        axes.plot([low, high], [0, 0], color=colour, linewidth=2.5)
    if mean is not None:
        axes.plot(
            mean, 0, VERDICT_MARKERS.get(row["verdict"], "D"), color=colour, markersize=MARK, markeredgecolor="white"
        )
    axes.axvline(0, color=GREY, linewidth=axes.spines["left"].get_linewidth(), zorder=1.5)
    axes.set_xlim(left, right)
    axes.set_ylim(-1, 1)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(TICKS))
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    head(axes, size, textwrap.shorten(row["label"], HEADING_LETTERS, placeholder="…"), f"{scale.unit} ({_where(row)})")


def _where(row: Mapping[str, Any]) -> str:
    group = "" if row["group"] == "all" else f"{row['group'].replace('_', ' ')}, "
    return f"{group}{row['period'].replace('_', ' ')}"


def _scaled(value: float | None, scale: Scale) -> float | None:
    return None if value is None else value * scale.factor


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _scale(row: Mapping[str, Any]) -> Scale:
    """Pounds in thousands or millions, shares in percentage points."""
    unit = row["unit"]
    if unit.startswith("gbp"):
        size = max((abs(row[name]) for name in NUMBERS if row[name] is not None), default=0.0)
        after = unit.removeprefix("gbp")
        if size >= MILLION:
            return Scale(1 / MILLION, f"£ million{after}")
        return Scale(1 / THOUSAND, f"£ thousand{after}") if size >= THOUSAND else Scale(1.0, f"£{after}")
    if unit.startswith("share"):
        return Scale(100.0, "percentage points")
    return Scale(1.0, unit)


def _alt(facts: Mapping[str, Any]) -> str:
    parts = [f"{facts['id']} {facts['title']}. Verdict: {facts['verdict']}."]
    for row in facts["measures"]:
        numbers = [row[name] for name in ("difference", "low", "high")]
        if None in numbers:
            parts.append(f"{row['label']}: no interval, {row['verdict']}.")
        else:
            mean, low, high = numbers
            parts.append(f"{row['label']}: {mean:.4g} ({low:.4g} to {high:.4g}) {row['unit']}, {row['verdict']}.")
    return " ".join(parts)
