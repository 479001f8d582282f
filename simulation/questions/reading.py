"""Paired differences that answers are made of: between strategies, or between points of a sweep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.measures import about
from simulation.measures.about import About
from simulation.measures.results import Results, ResultsError
from simulation.measures.summary import names_of
from simulation.measures.sweep_runs import Layout, layout, read_some
from simulation.measures.uncertainty import spread

Floats = NDArray[np.float64]
Row = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """A tidy table, a row a mark of the figure, and lines of Markdown.

    Rows have ``panel``, ``unit``, ``series``, ``x``, ``label`` (of x), ``mean``, ``low``, ``high``.
    """

    rows: list[Row]
    lines: list[str]
    band: str = ""
    """What low to high is."""
    across: str = ""
    """What x is, in panels of lines."""
    reads: str = ""
    """How to read the figure, where panels and axes do not say it."""
    starts: bool = False
    """Whether x is no time, so that lines need a mark where they start."""
    beside: tuple[Row, ...] = ()
    """Rows of the table that are not drawn."""


class Lived:
    """The runs of a results folder, some measures and periods of them."""

    def __init__(self, folder: Path, wanted: Callable[[str], bool], periods: tuple[str, ...] = ("year", "run")) -> None:
        self.results: Results = read_some(folder, wanted, periods)
        self.facts: About = about.read(folder)
        self.plan: Layout = layout(folder, self.results.replicates)
        self.names = names_of(self.facts)

    def name(self, strategy: str) -> str:
        """A strategy's name for readers."""
        return self.names[strategy]

    @property
    def years(self) -> int:
        """Years of the comparison."""
        return len(self.results.where(period="year", group="all", measure=str(self.results.measure[0])))

    def values(self, strategy: str, measure: str, group: str = "all", period: str = "run", point: int = 1) -> Floats:
        """[draw, luck, period] of a point. Raises ResultsError for a measure that is not there."""
        rows = self.results.where(period=period, group=group, measure=measure)
        if not len(rows):
            raise ResultsError(f"the results have no {measure} of {group} by {period}")
        return np.asarray(self.results.of(strategy)[:, rows][self.plan.square(point)])

    def less(self, one: Floats, other: Floats) -> Floats:
        """A paired difference; both points must have the same draws."""
        if one.shape != other.shape:
            raise ResultsError("two points have not the same draws: some rows failed")
        return one - other


def band(values: Floats) -> tuple[float | None, float | None, float | None]:
    """Mean, low and high of values [draw, luck]: 95 % of draws, or the interval of the mean where there is one draw."""
    found = spread(values)
    if values.shape[0] > 1:
        return found["mean"], found["low_draws"], found["high_draws"]
    return found["mean"], found["low"], found["high"]


def in_words(values: Floats) -> str:
    """Mean with its band, signed."""
    mean, low, high = band(values)
    ends = "" if low is None or high is None else f" ({low:+.3g} to {high:+.3g})"
    return "undefined" if mean is None else f"{mean:+.3g}{ends}"


def band_words(facts: About, plan: Layout) -> str:
    """What a band is."""
    draws, lucks = plan.square(plan.points[0]).shape
    if draws > 1:
        return f"95 % of {draws} draws of the evidence ({lucks} replicates each)"
    if lucks < 2:
        return "no interval: one replicate"
    return f"95 % interval of the mean over {lucks} replicates, luck alone; the evidence is not in it"


def mark(panel: str, unit: str, series: str, x: float, label: str, values: Floats) -> Row:
    """A row of an answer."""
    mean, low, high = band(values)
    return {
        "panel": panel,
        "unit": unit,
        "series": series,
        "x": x,
        "label": label,
        "mean": mean,
        "low": low,
        "high": high,
    }
