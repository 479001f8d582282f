"""Mean of every measure for each strategy, with its Monte Carlo error and bands, one table a subject."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from simulation.measures.registry import describe
from simulation.measures.results import Results
from simulation.measures.statistics import FIFTY, NINETY_FIVE, means


def subject_tables(results: Results) -> dict[str, pa.Table]:
    """Tables by subject (spending, crises, ...): a row a strategy, period, month, group and measure.

    ``low_50`` to ``high_50`` and ``low`` to ``high`` are 50 and 95 % t intervals of the mean over ``n`` replicates,
    null with fewer than two.
    """
    subjects = np.array([describe(name).table for name in np.unique(results.measure)])
    place = np.searchsorted(np.unique(results.measure), results.measure)
    of_row = subjects[place]
    return {
        str(subject): pa.concat_tables(
            [_of_strategy(results, name, np.flatnonzero(of_row == subject)) for name in results.strategies]
        )
        for subject in dict.fromkeys(subjects[place])
    }


def _of_strategy(results: Results, strategy: str, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pa.Table:
    mean = means(results.of(strategy)[:, rows])
    low, high = mean.interval(NINETY_FIVE)
    low_50, high_50 = mean.interval(FIFTY)
    words = {"period": results.period, "group": results.group, "measure": results.measure, "unit": results.unit}
    encoded = {name: pa.array(column[rows]).dictionary_encode() for name, column in words.items()}
    numbers = {"mean": mean.mean, "mcse": mean.mcse, "low_50": low_50, "high_50": high_50, "low": low, "high": high}
    return pa.table(
        {
            "strategy": pa.array([strategy] * len(rows)).dictionary_encode(),
            "period": encoded["period"],
            "month": pa.array(results.month[rows]),
            "group": encoded["group"],
            "measure": encoded["measure"],
            "unit": encoded["unit"],
            **{name: pa.array(column, from_pandas=True) for name, column in numbers.items()},
            "n": pa.array(mean.n),
        }
    )
