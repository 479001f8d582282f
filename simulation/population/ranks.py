"""Ranks and counts within groups (neighbourhoods, years of arrival), and fixed-size weighted samples."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def starts(group: Ints, n_groups: int) -> Ints:
    """Where each group begins once sorted, with the end as last entry: [n_groups + 1]."""
    return np.concatenate(([0], np.cumsum(np.bincount(group, minlength=n_groups)))).astype(np.int64)


def rank_within(group: Ints, key: Floats | Ints) -> Ints:
    """Each entry's position among its group by ``key``, ties in order of appearance."""
    order = np.lexsort((key, group))
    rank = np.empty(len(group), np.int64)
    ordered = group[order]
    first = np.concatenate(([True], ordered[1:] != ordered[:-1])) if len(group) else np.zeros(0, bool)
    begin = np.maximum.accumulate(np.where(first, np.arange(len(group)), 0))
    rank[order] = np.arange(len(group)) - begin
    return rank


def sample(weight: Floats, n: int, draw: Floats) -> Ints:
    """At most ``n`` positions, chance in proportion to ``weight``; fewer if fewer weigh anything.

    Sequential Poisson sampling (Ohlsson 1998, "Sequential Poisson sampling"): the smallest ``draw / weight``.
    """
    able = np.flatnonzero(weight > 0)
    if n <= 0:
        return able[:0]
    if n >= len(able):
        return able
    key = draw[able] / weight[able]
    chosen = np.argpartition(key, n - 1)[:n]
    return np.sort(able[chosen])


def whole_shares(total: int, shares: Floats) -> Ints:
    """Whole numbers that add up to ``total`` in proportion to ``shares``."""
    if shares.sum() <= 0:
        return np.zeros(len(shares), np.int64)
    edges = np.floor(np.cumsum(shares) / shares.sum() * total + 0.5).astype(np.int64)
    edges[-1] = total
    return np.diff(np.concatenate(([0], edges)))
