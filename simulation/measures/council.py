"""What a council had and decided, as whole numbers by month of the comparison that add up over places.

The council's own series have a value a year; each stands in every month of its year, so that periods of months tell it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.measures.periods import YEAR
from simulation.state.codes import N_FIFTHS
from simulation.state.record import Record

MILLE: Final = 1000
MILLION: Final = 1_000_000


class Decided(NamedTuple):
    """Of a record from the month where its journal begins; 0 before month 0."""

    budget: NDArray[np.int64]  # [month] pence of the year
    pot: NDArray[np.int64]  # [month] pence of the year, for prevention
    recovering: NDArray[np.int64]  # [month] pence of the year's budget that an earlier overspend takes
    reserve: NDArray[np.int64]  # [month] pence at the year's end
    control: NDArray[np.int64]  # [month] how far in-year controls went, mean of the year, per mille
    fees: NDArray[np.int64]  # [month] fees over what they would be had none been frozen, per mille
    adopted: NDArray[np.int64]  # [month] support models whose preference the strategy's rule lets act
    influence: NDArray[np.int64]  # [month, fifth] millionths
    councils: NDArray[np.int64]  # [month] councils added up

    def plus(self, other: Decided) -> Decided:
        """Both places together."""
        return Decided(*(a + b for a, b in zip(self, other, strict=True)))


def decided(record: Record, before: int) -> Decided:
    """The figures of a record, with ``before`` months of burn-in ahead of them; a year that has not ended has none."""

    def monthly(name: str, scale: float = 1.0) -> NDArray[np.int64]:
        return _monthly(np.rint(np.asarray(record.council[name]) * scale), before, record.months)

    shares = [monthly(f"influence_{fifth + 1}", MILLION) for fifth in range(N_FIFTHS)]
    return Decided(
        budget=monthly("budget"),
        pot=monthly("pot"),
        recovering=monthly("recovering"),
        reserve=monthly("reserve"),
        control=monthly("control", MILLE),
        fees=monthly("fees", MILLE),
        adopted=monthly("adopted"),
        influence=np.column_stack(shares),
        councils=_monthly(np.ones(len(record.council["budget"])), before, record.months),
    )


def _monthly(years: NDArray[np.float64], before: int, months: int) -> NDArray[np.int64]:
    known = np.repeat(years, YEAR)[:months]
    return np.concatenate([np.zeros(before), known, np.zeros(months - len(known))]).astype(np.int64)
