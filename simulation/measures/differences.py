"""Paired differences: one strategy less the comparator, replicate by replicate, so that shared luck cancels."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.measures.periods import YEAR
from simulation.measures.results import Results
from simulation.measures.statistics import NINETY_FIVE, bootstrap, means

AGES_TOLD: Final = (12, 24, 60, 120)
"""Ages of a tie, in months, at which survival is compared."""

DISAGREE: Final = 1 / 5
"""Share of the t interval's half-width by which a bootstrap end may differ without a warning."""

NO_INTERVAL: Final = "interval not available: fewer than two replicates"
SKEWED: Final = "t and bootstrap intervals differ by more than 20 %"
UNDEFINED: Final = "undefined in some replicates"


def period_names(period: NDArray[np.str_], month: NDArray[np.int16]) -> NDArray[np.str_]:
    """``run``, ``year_1``, ``month_0``, ``age_12``...: a name for each pair of period and month."""
    number = np.where(period == "year", month // YEAR + 1, month).astype(np.str_)
    joined = np.char.add(np.char.add(period, "_"), number)
    return np.where(np.isin(period, ("run", "before")), period, joined)


def compared_rows(results: Results) -> NDArray[np.int64]:
    """Rows told in ``differences.csv``: the run, each year, and tie survival at some ages."""
    ages = (results.period == "age") & np.isin(results.month, AGES_TOLD)
    return np.flatnonzero(ages | (results.period == "run") | (results.period == "year"))


def month_rows(results: Results) -> NDArray[np.int64]:
    """Rows of single months."""
    return np.flatnonzero(results.period == "month")


def differences(results: Results, comparator: str, rows: NDArray[np.int64], *, resample: bool = True) -> pa.Table:
    """One row a strategy other than ``comparator``, and row of ``rows``: strategy less comparator.

    ``mcse`` is the Monte Carlo standard error of the paired mean, ``low`` to ``high`` its 95 % t interval,
    ``low_bootstrap`` to ``high_bootstrap`` the expanded percentile interval (null if not resampled); ``warn`` says what
    to beware of.
    """
    base = results.of(comparator)[:, rows]
    others = [name for name in results.strategies if name != comparator]
    tables = [
        _one(results, rows, comparator, base, name, results.of(name)[:, rows], resample=resample) for name in others
    ]
    return pa.concat_tables(tables) if tables else empty()


def _one(
    results: Results,
    rows: NDArray[np.int64],
    comparator: str,
    base: NDArray[np.float64],
    strategy: str,
    values: NDArray[np.float64],
    *,
    resample: bool,
) -> pa.Table:
    names = {
        "measure": results.measure[rows],
        "group": results.group[rows],
        "period": period_names(results.period[rows], results.month[rows]),
        "comparator": np.full(len(rows), comparator),
        "strategy": np.full(len(rows), strategy),
    }
    return paired_table(names, results.unit[rows], base, values, resample=resample)


def paired_table(
    names: dict[str, NDArray[np.str_]],
    unit: NDArray[np.str_],
    base: NDArray[np.float64],
    values: NDArray[np.float64],
    *,
    resample: bool = True,
) -> pa.Table:
    """``values`` less ``base``, both [replicate, row], as a table of paired differences."""
    difference = values - base
    mean = means(difference)
    low, high = mean.interval(NINETY_FIVE)
    nothing = np.full((2, len(unit)), np.nan)
    low_bootstrap, high_bootstrap = bootstrap(difference) if resample else nothing
    numbers = {"mean": mean.mean, "mcse": mean.mcse, "low": low, "high": high}
    more = {
        "low_bootstrap": low_bootstrap,
        "high_bootstrap": high_bootstrap,
        "comparator_mean": means(base).mean,
        "strategy_mean": means(values).mean,
    }
    columns: dict[str, pa.Array] = {name: pa.array(column) for name, column in names.items()}
    columns |= {name: pa.array(column, from_pandas=True) for name, column in numbers.items()}
    columns["n"] = pa.array(mean.n)
    columns["unit"] = pa.array(unit)
    columns |= {name: pa.array(column, from_pandas=True) for name, column in more.items()}
    columns["warn"] = pa.array(_warnings(mean.n, len(base), low, high, low_bootstrap, high_bootstrap))
    return pa.table(columns)


def _warnings(
    n: NDArray[np.int64],
    replicates: int,
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    low_bootstrap: NDArray[np.float64],
    high_bootstrap: NDArray[np.float64],
) -> NDArray[np.str_]:
    apart = np.maximum(abs(low - low_bootstrap), abs(high - high_bootstrap))
    skewed = apart > DISAGREE * (high - low) / 2  # NaN is never larger
    return np.select([n < 2, n < replicates, skewed], [NO_INTERVAL, UNDEFINED, SKEWED], default="")


def empty() -> pa.Table:
    """A table of differences without rows."""
    words, nothing = np.zeros(0, np.str_), np.zeros((1, 0))
    names = dict.fromkeys(("measure", "group", "period", "comparator", "strategy"), words)
    return paired_table(names, words, nothing, nothing, resample=False)
