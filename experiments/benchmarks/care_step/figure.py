"""The benchmark's results as a figure: a panel for each number of people, speed along a logarithmic axis."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
from care_step.bench import counted
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from simulation.figures.canvas import frame, head
from simulation.figures.style import FAINT, MARKERS, PALETTE, SIZES, settings

NOTE = (
    "Median of alternating rounds, and lowest to highest. The memory floor is the same arrays with trivial arithmetic. "
    "The reference workload is not the full model."
)

BESIDE = 0.13
"""Of a row's height, by which one thread stands above the middle and more below."""


def draw(results: dict[str, Any], folder: Path) -> None:
    """Write figure.png and figure.svg."""
    size = SIZES["double"]._replace(row=62)
    with mpl.rc_context(settings(size)):
        threads = sorted({row["threads"] for one in results["sizes"] for row in one["rows"]})
        sizes = results["sizes"]
        made = frame(
            size, len(sizes), "How fast the same workload runs", NOTE, [_key(k) for k in threads], share_y=True
        )
        order = _order(results)
        for panel, one in zip(made.panels, sizes, strict=False):
            head(panel, size, f"{one['people']:,} people", "million person-months a second")
            _draw_panel(panel, one["rows"], order)
        for kind in ("png", "svg"):
            made.figure.savefig(folder / f"figure.{kind}", metadata={"Date": None} if kind == "svg" else {})


def _order(results: dict[str, Any]) -> list[str]:
    """Titles from the slowest to the fastest, by the best median of each."""
    speed: dict[str, float] = {}
    for row in (row for one in results["sizes"] for row in one["rows"]):
        speed[row["title"]] = max(row["median"], speed.get(row["title"], 0))
    return sorted(speed, key=lambda title: speed[title])


def _key(threads: int) -> Line2D:
    return Line2D([], [], linestyle="none", label=counted(threads), **_look(threads))


def _look(threads: int) -> dict[str, Any]:
    k = 0 if threads == 1 else 1
    return {"marker": MARKERS[k], "color": PALETTE[k]}


def _draw_panel(panel: Axes, rows: list[dict[str, Any]], order: list[str]) -> None:
    panel.set_xscale("log")
    panel.xaxis.set_major_formatter("{x:g}")
    panel.set_yticks(range(len(order)), order)
    panel.set_ylim(-0.6, len(order) - 0.4)
    panel.grid(axis="x", color=FAINT)
    for row in rows:
        below, above = row["median"] - row["lowest"], row["highest"] - row["median"]
        look, y = _look(row["threads"]), order.index(row["title"]) + (BESIDE if row["threads"] == 1 else -BESIDE)
        panel.errorbar(row["median"], y, xerr=[[below], [above]], linestyle="none", capsize=2, **look)
