"""The rule by which a claim stands or falls; nothing else decides, and nobody writes a verdict.

A claim names, for each of its K measures, a region in which the difference (switch on less switch off) should lie:

- up: above ``matters``; down: below ``-matters``;
- none: from ``-matters`` to ``matters``;
- within: from ``low`` to ``high``.

Each measure has an interval of the mean paired difference at level 1 - 0.05 / K (Bonferroni: all K hold at once in at
least 95 of 100 repetitions). The measure is **supported** if its interval lies wholly in the region, **not supported**
if the two have no point in common, and else **undecided at this precision**. So "no effect expected" is supported
only if the interval lies within the smallest difference that matters: an interval that merely holds 0 is not enough.
A claim is supported if all its measures are, not supported if any is not, and else undecided.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.claims.schema import Expectation
from simulation.measures import student
from simulation.measures.statistics import means

SUPPORTED: Final = "supported"
NOT_SUPPORTED: Final = "not supported"
UNDECIDED: Final = "undecided at this precision"
VERDICTS: Final = (SUPPORTED, NOT_SUPPORTED, UNDECIDED)

ERROR: Final = 0.05
"""Chance, at most, that any interval of a claim misses its mean."""
MOST_REPLICATES: Final = 10_000
"""No more than this are ever proposed."""


class Region(NamedTuple):
    """Where a difference should lie; an infinite end is no bound. ``up`` and ``down`` leave out the finite end."""

    low: float
    high: float
    closed: bool

    def holds(self, low: float, high: float) -> bool:
        """Whether an interval lies wholly in the region."""
        if self.closed:
            return self.low <= low and high <= self.high
        return self.low < low and high < self.high

    def misses(self, low: float, high: float) -> bool:
        """Whether an interval has no point in common with the region."""
        if self.closed:
            return high < self.low or low > self.high
        return high <= self.low or low >= self.high

    def distance(self, value: float) -> float:
        """From a value to the nearest end of the region."""
        return min(abs(value - end) for end in (self.low, self.high) if math.isfinite(end))


def region_of(expectation: Expectation, without: float) -> Region:
    """The region that an expectation claims; ``without`` is the mean with the switch off."""
    matters = smallest_that_matters(expectation, without)
    if expectation.expect == "up":
        return Region(matters, math.inf, closed=False)
    if expectation.expect == "down":
        return Region(-math.inf, -matters, closed=False)
    if expectation.expect == "none":
        return Region(-matters, matters, closed=True)
    low, high = expectation.low, expectation.high
    assert low is not None and high is not None  # the schema has seen to it
    return Region(low, high, closed=True)


def smallest_that_matters(expectation: Expectation, without: float) -> float:
    """Smallest difference worth calling one, in the unit of the measure."""
    if expectation.matters_share and math.isfinite(without):
        return expectation.matters_share * abs(without)
    return expectation.matters


def level_of(measures: int) -> float:
    """Level of each interval, so that those of all ``measures`` hold at once with probability 1 - ``ERROR``."""
    return 1.0 - ERROR / measures


@dataclass(frozen=True)
class Finding:
    """What one measure says. ``low`` to ``high`` is the interval at ``level``; NaN if there is none.

    ``to_decide`` is about how many replicates would decide, if mean and spread stay as they are: None if decided
    already, 0 if no number up to ``MOST_REPLICATES`` would.
    """

    mean: float
    error: float
    low: float
    high: float
    level: float
    n: int
    verdict: str
    to_decide: int | None


def judge(differences: NDArray[np.float64], region: Region, level: float) -> Finding:
    """The finding of paired differences [replicate]; NaN is a replicate in which the measure is undefined."""
    some = means(differences[:, None])
    low, high = (float(end[0]) for end in some.interval(level))
    mean, error, n = float(some.mean[0]), float(some.mcse[0]), int(some.n[0])
    verdict = _verdict(region, low, high)
    to_decide = None if verdict != UNDECIDED else replicates_to_decide(mean, error * math.sqrt(n), region, level)
    return Finding(mean, error, low, high, level, n, verdict, to_decide)


def _verdict(region: Region, low: float, high: float) -> str:
    if math.isnan(low) or math.isnan(high):
        return UNDECIDED
    if region.holds(low, high):
        return SUPPORTED
    return NOT_SUPPORTED if region.misses(low, high) else UNDECIDED


def replicates_to_decide(mean: float, spread: float, region: Region, level: float) -> int:
    """Least number of replicates whose interval would be decided, at this mean and standard deviation; 0 for none."""
    if math.isnan(mean) or math.isnan(spread):
        return 0
    room = region.distance(mean)
    for n in _candidates():
        if student.quantile((1 + level) / 2, n - 1) * spread / math.sqrt(n) < room:
            return n
    return 0


def _candidates() -> list[int]:
    """Numbers of replicates to try: each up to 100, then in steps of a twentieth."""
    numbers = list(range(2, 100))
    while numbers[-1] < MOST_REPLICATES:
        numbers.append(min(math.ceil(numbers[-1] * 21 / 20), MOST_REPLICATES))
    return numbers


def overall(verdicts: Sequence[str]) -> str:
    """The verdict of a claim from those of its measures."""
    if NOT_SUPPORTED in verdicts:
        return NOT_SUPPORTED
    return SUPPORTED if all(verdict == SUPPORTED for verdict in verdicts) else UNDECIDED
