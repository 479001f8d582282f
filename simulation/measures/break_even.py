"""Net cost of a strategy over the comparator, added up month by month, and the year in which it is paid back."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.measures.periods import YEAR
from simulation.measures.results import Results
from simulation.measures.statistics import FIFTY, NINETY_FIVE, means
from simulation.state.codes import PAYER_NAMES

PURSES: Final = {"all_payers": "spend.total", **{payer: f"spend.payer.{payer}" for payer in PAYER_NAMES}}
"""Measure of the money each purse pays; all payers pay cash only, as unpaid care is valued apart."""

NEVER_PAID: Final = "never within horizon"
NO_DIFFERENCE: Final = "no difference"
PENNY: Final = 1 / 200
"""Pounds: half a penny; less than this is the rounding of a sum."""


def cumulative(
    results: Results, comparator: str, strategy: str, measure: str, factors: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Cumulative net cost in pounds [replicate, month], each month's pounds times ``factors`` [month]."""
    rows = results.months(measure)
    net = results.of(strategy)[:, rows] - results.of(comparator)[:, rows]
    return np.cumsum(net * factors, axis=1)


def outcome(path: NDArray[np.float64]) -> str:
    """When a cumulative net cost [month] is paid back for good.

    ``year_3``: from the end of year 3 on, no year ends with a cumulative net cost above 0. ``never within horizon``:
    the last year ends above 0. ``no difference``: it never differs from 0 at all. Years are whole, and a last one
    may be short.
    """
    if (np.abs(path) < PENNY).all():
        return NO_DIFFERENCE
    return outcome_of_years(np.append(path[YEAR - 1 :: YEAR], path[-1:] if len(path) % YEAR else []))


def outcome_of_years(ends: NDArray[np.float64]) -> str:
    """The same of cumulative net costs at the end of each year, of which some differ from 0."""
    owing = np.flatnonzero(ends >= PENNY)
    if len(owing) and owing[-1] == len(ends) - 1:
        return NEVER_PAID
    return f"year_{owing[-1] + 2 if len(owing) else 1}"


def break_even(results: Results, comparator: str, schedules: dict[str, NDArray[np.float64]]) -> pa.Table:
    """Distribution over replicates of the break-even year, by purse and by schedule of discount factors [month].

    One row an outcome, years without replicates included: ``replicates`` of ``n``, and ``share``.
    """
    rows = []
    years = -(-results.horizon // YEAR)
    outcomes = [*(f"year_{k + 1}" for k in range(years)), NEVER_PAID, NO_DIFFERENCE]
    for strategy in results.strategies:
        if strategy == comparator:
            continue
        for purse, measure in PURSES.items():
            for schedule, factors in schedules.items():
                found = [outcome(path) for path in cumulative(results, comparator, strategy, measure, factors)]
                about = {"comparator": comparator, "strategy": strategy, "purse": purse, "discounting": schedule}
                rows += [{**about, "outcome": name, "replicates": found.count(name), "n": len(found),
                          "share": found.count(name) / len(found)} for name in outcomes]  # fmt: skip
    return pa.Table.from_pylist(rows)


def net_cost(results: Results, comparator: str, schedules: dict[str, NDArray[np.float64]]) -> pa.Table:
    """Cumulative net cost in pounds by month: mean, Monte Carlo error, 50 and 95 % t intervals, and the extremes."""
    tables = []
    for strategy in results.strategies:
        if strategy == comparator:
            continue
        for purse, measure in PURSES.items():
            for schedule, factors in schedules.items():
                paths = cumulative(results, comparator, strategy, measure, factors)
                about = {"comparator": comparator, "strategy": strategy, "purse": purse, "discounting": schedule}
                tables.append(_fan(about, paths))
    return pa.concat_tables(tables) if tables else pa.table({"month": pa.array([], pa.int64())})


def _fan(about: dict[str, str], paths: NDArray[np.float64]) -> pa.Table:
    mean = means(paths)
    low, high = mean.interval(NINETY_FIVE)
    low_50, high_50 = mean.interval(FIFTY)
    months = paths.shape[1]
    numbers = {"mean": mean.mean, "mcse": mean.mcse, "low_50": low_50, "high_50": high_50, "low": low, "high": high}
    return pa.table(
        {
            **{name: pa.array([word] * months) for name, word in about.items()},
            "month": pa.array(np.arange(months)),
            **{name: pa.array(column, from_pandas=True) for name, column in numbers.items()},
            "n": pa.array(mean.n),
            "lowest": pa.array(paths.min(axis=0)),
            "highest": pa.array(paths.max(axis=0)),
        }
    )
