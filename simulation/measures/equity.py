"""How evenly something falls over deprivation fifths."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.measures.series import GROUPS, Series

FIFTHS = slice(GROUPS.index("fifth_1"), None)


def concentration(amount: NDArray[np.float64], people: NDArray[np.float64]) -> NDArray[np.float64]:
    """Concentration index of ``amount`` over groups ranked from most to least deprived (the last axis).

    2 / mean * (sum of population share x amount per person x mid-rank) - 1, for grouped data. 0: the same for each
    person; below 0: more per person in more deprived groups. NaN where there is nothing. Source: Kakwani, Wagstaff
    and van Doorslaer 1997, Journal of Econometrics 77:87.
    """
    share = people / people.sum(axis=-1, keepdims=True)
    rank = np.cumsum(share, axis=-1) - share / 2
    total = amount.sum(axis=-1)
    spread = 2 * (amount * rank).sum(axis=-1) - total
    return np.asarray(np.divide(spread, total, out=np.full(total.shape, np.nan), where=total > 0))


def most_over_least(amount: NDArray[np.float64], people: NDArray[np.float64]) -> NDArray[np.float64]:
    """Amount per person in the first group over the last; NaN where the last has none."""
    top = amount[..., 0] * people[..., -1]
    bottom = amount[..., -1] * people[..., 0]
    return np.asarray(np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0))


def by_period(amount: Series, people: Series) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Concentration index and ratio of most to least deprived, from sums [period, group]."""
    return concentration(amount[:, FIFTHS], people[:, FIFTHS]), most_over_least(amount[:, FIFTHS], people[:, FIFTHS])
