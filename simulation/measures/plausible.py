"""Draws of the evidence whose start contradicts published figures: a draw is of many ranges at once, and not every
combination of what is possible each by itself gives a place like England."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulation.measures.observables import Observable, observables
from simulation.measures.results import ResultsError
from simulation.measures.sweep_runs import read_some


def starts_within(folder: Path, square: NDArray[np.int64], wanted: Sequence[str], price_year: int) -> NDArray[np.bool_]:
    """Whether each draw of ``square`` [draw, luck] lies, in the year before its comparison, within every published
    range of ``wanted``: ids of observables, or with a factor (``O26=2``) by which the range is wider at either end.

    Raises ResultsError for what has no published range, or is not in the results.
    """
    chosen = _chosen(wanted, price_year)
    results = read_some(folder, {one.measure for one, _ in chosen}.__contains__, ("before",))
    fits = np.ones(len(square), bool)
    for one, wider in chosen:
        rows = results.where(period="before", group=one.group, measure=one.measure)
        if not len(rows):
            raise ResultsError(f"the results do not tell {one.measure} of {one.observable} before the comparison")
        values = results.values[0][:, rows[0]][square].mean(axis=1) * one.factor  # the start is that of every strategy
        fits &= (one.low / wider <= values) & (values <= one.high * wider)
    return fits


def _chosen(wanted: Sequence[str], price_year: int) -> list[tuple[Observable, float]]:
    known = [one for one in observables(price_year) if one.measure and not math.isnan(one.low)]
    found = []
    for text in wanted:
        name, _, factor = text.partition("=")
        mine = [one for one in known if name == one.observable]
        if not mine:
            ids = ", ".join(sorted({one.observable for one in known}))
            raise ResultsError(f"{name!r} has no published range that the model is held to; those that have: {ids}")
        found += [(one, _wider(text, factor)) for one in mine]
    return found


def _wider(text: str, factor: str) -> float:
    try:
        wider = float(factor or 1)
    except ValueError:
        wider = math.nan
    if not 1 <= wider < math.inf:
        raise ResultsError(f"{text!r}: what stands after = makes the range wider, and is a number from 1 on")
    return wider
