"""Every figure of a results folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from matplotlib import rc_context

from simulation.figures import (
    break_even,
    carers,
    crises,
    domains,
    equity,
    faces,
    net_cost,
    places,
    spend_by_class,
    tie_survival,
    ties_of_the_start,
    unplanned_endings,
    who_pays,
)
from simulation.figures.canvas import Drawn
from simulation.figures.data import FigureData
from simulation.figures.saving import save
from simulation.figures.style import SIZES, Size, settings

FIGURES: Final[dict[str, Callable[[FigureData, Size], Drawn]]] = {
    "spend-by-class": spend_by_class.draw,
    "net-cost": net_cost.draw,
    "break-even": break_even.draw,
    "who-pays": who_pays.draw,
    "crises": crises.draw,
    "carers": carers.draw,
    "domains": domains.draw,
    "tie-survival": tie_survival.draw,
    "ties-of-the-start": ties_of_the_start.draw,
    "unplanned-endings": unplanned_endings.draw,
    "faces": faces.draw,
    "equity": equity.draw,
    "places": places.draw,
}
"""Figures in the order in which they are numbered."""


def _compares(data: FigureData) -> bool:
    """Whether a strategy was lived beside the comparator."""
    return bool(data.about.others)


ONLY_IF: Final[dict[str, Callable[[FigureData], bool]]] = {
    **dict.fromkeys(("net-cost", "break-even", "who-pays"), _compares),
    "places": places.applies,
}
"""Figures that not every folder has."""


def draw_all(folder: Path, size: str = "double", only: str | None = None) -> list[Path]:
    """Draw every figure (or ``only`` one, by name) of a results folder into ``folder/figures``; returns the files.

    Raises KeyError for an unknown size or name, ResultsError where tables are missing.
    """
    shape = SIZES[size]
    data = FigureData(folder)
    paths: list[Path] = []
    if only is None:
        _clear(folder / "figures")
    for number, (name, draw) in enumerate(FIGURES.items(), start=1):
        if (only is not None and name != only) or not ONLY_IF.get(name, _always)(data):
            continue
        with rc_context(settings(shape)):
            drawn = draw(data, shape)
            paths += save(drawn._replace(name=f"fig-{number:02d}-{name}"), folder / "figures")
    if not paths:
        raise KeyError(only)
    return paths


def _always(data: FigureData) -> bool:
    return True


def _clear(folder: Path) -> None:
    """Remove figures drawn before, which may have had other numbers."""
    for path in folder.glob("fig-*"):
        path.unlink()
