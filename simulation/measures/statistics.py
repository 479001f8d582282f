"""Means over replicates with their Monte Carlo error and intervals, many columns at once.

Every function takes values [replicate, column]; NaN is a replicate in which the column is undefined, and is left out.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.measures import student

Values = NDArray[np.float64]

NINETY_FIVE: Final = 0.95
FIFTY: Final = 0.5
RESAMPLES: Final = 2000
LEAST_FOR_BOOTSTRAP: Final = 5
"""With fewer replicates a bootstrap has too few distinct resamples to say anything."""
_CHUNK: Final = 4096


class Means(NamedTuple):
    """By column: ``mean``, Monte Carlo standard error ``mcse`` (NaN if ``n`` < 2) and number of replicates ``n``."""

    mean: Values
    mcse: Values
    n: NDArray[np.int64]

    def interval(self, level: float) -> tuple[Values, Values]:
        """Student's t interval of the mean; NaN where fewer than two replicates give no interval."""
        tail = (1 + level) / 2
        t = np.array(
            [student.quantile(tail, k - 1) if k > 1 else np.nan for k in range(int(self.n.max(initial=0)) + 1)]
        )
        half = t[self.n] * self.mcse
        return self.mean - half, self.mean + half


def means(values: Values) -> Means:
    """Mean and Monte Carlo error of each column. Columns that are the same in every replicate have an error of 0."""
    defined = ~np.isnan(values)
    n = defined.sum(axis=0)
    filled = np.where(defined, values, 0.0)
    mean = np.divide(filled.sum(axis=0), n, out=np.full(n.shape, np.nan), where=n > 0)
    lowest = np.where(defined, values, np.inf).min(axis=0, initial=np.inf)
    highest = np.where(defined, values, -np.inf).max(axis=0, initial=-np.inf)
    mean = np.where((n > 0) & (lowest == highest), lowest, mean)  # no rounding when all are equal
    squares = (np.where(defined, values - mean, 0.0) ** 2).sum(axis=0)
    mcse = np.sqrt(np.divide(squares, (n - 1.0) * n, out=np.full(n.shape, np.nan), where=n > 1))
    return Means(mean, mcse, n)


def variances(values: Values) -> Values:
    """Sample variance of each column; NaN with fewer than two replicates."""
    some = means(values)
    return np.asarray(some.mcse**2 * some.n)


def bootstrap(values: Values, seed: int = 0) -> tuple[Values, Values]:
    """95 % expanded percentile bootstrap interval of each column's mean; NaN where a replicate is undefined or few.

    The percentiles are widened so that the interval is as long as Student's t when values are normal (Hesterberg 2015,
    The American Statistician 69:371); a difference from the t interval then points at skew, not at small n.
    """
    n, columns = values.shape
    low, high = np.full(columns, np.nan), np.full(columns, np.nan)
    if n < LEAST_FOR_BOOTSTRAP:
        return low, high
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(n, np.full(n, 1 / n), RESAMPLES) / n
    tail = NormalDist().cdf(-math.sqrt(n / (n - 1)) * student.quantile((1 + NINETY_FIVE) / 2, n - 1))
    below = min(max(0, round(tail * (RESAMPLES - 1))), RESAMPLES // 2)
    # Constant columns need no resampling, and rounding must not give them a width.
    constant = (values == values[:1]).all(axis=0)
    low[constant], high[constant] = values[0, constant], values[0, constant]
    varied = np.flatnonzero(~constant & ~np.isnan(values).any(axis=0))
    for first in range(0, len(varied), _CHUNK):
        chunk = varied[first : first + _CHUNK]
        resampled = np.partition((weights @ values[:, chunk]).T, (below, RESAMPLES - 1 - below), axis=1)
        low[chunk], high[chunk] = resampled[:, below], resampled[:, RESAMPLES - 1 - below]
    return low, high
