"""Stretches of months that a value covers: each month, each year, the whole run, and the year before it."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.measures.series import Series

YEAR: Final = 12


class Periods(NamedTuple):
    """Periods of one length. ``first`` and ``last`` (exclusive) index the journal's months; ``month`` names it."""

    name: str
    month: NDArray[np.int16]
    first: NDArray[np.int64]
    last: NDArray[np.int64]

    def sum(self, series: Series) -> Series:
        """Sums of [month, group] over each period: [period, group]. Whole numbers stay exact."""
        return self.of(running(series))

    def of(self, sums: Series) -> Series:
        """The same from running sums, for who asks for several kinds of period."""
        return np.asarray(sums[self.last] - sums[self.first])


def running(series: Series) -> Series:
    """Sums of [month, group] before each month and before the end: [month + 1, group]."""
    sums = np.zeros((len(series) + 1, series.shape[1]))
    np.cumsum(series, axis=0, out=sums[1:])
    return sums


def _periods(name: str, first: NDArray[np.int64], last: NDArray[np.int64], burn_in: int) -> Periods:
    return Periods(name, (first - burn_in).astype(np.int16), first, last)


def months(burn_in: int, n: int) -> Periods:
    """Every month after the burn-in."""
    first = np.arange(burn_in, burn_in + n)
    return _periods("month", first, first + 1, burn_in)


def years(burn_in: int, n: int) -> Periods:
    """Every year after the burn-in, named by its first month; the last may be short."""
    first = np.arange(burn_in, burn_in + n, YEAR)
    return _periods("year", first, np.minimum(first + YEAR, burn_in + n), burn_in)


def run(burn_in: int, n: int) -> Periods:
    """All months after the burn-in."""
    return _periods("run", np.array([burn_in]), np.array([burn_in + n]), burn_in)


def before(burn_in: int) -> Periods:
    """The last year of the burn-in, which every strategy shares; none if there is no burn-in."""
    first = np.array([max(0, burn_in - YEAR)] if burn_in else [], np.int64)
    return _periods("before", first, np.full(len(first), burn_in), burn_in)
