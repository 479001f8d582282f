"""Passes over a tile that vectorise: they find the few for whom something may happen, who are then settled by the rule.

A sieve draws words for a whole tile (``chance.fill_words``), lists those whose word lies below a bound on their chance,
and asks the exact rule of these alone. A bound that is too high costs time, never a result.
"""

from __future__ import annotations

import numpy as np
from numba import njit

_WORDS = 2.0**32


@njit(forceinline=True)
def limit_of(chance):
    """The largest word that a draw below ``chance`` can have: no draw above it is below the chance."""
    return np.uint32(min(max(chance, 0.0) * _WORDS, _WORDS - 1.0))


@njit
def list_below(words, length, limit, found):
    """Places k (ascending) among the first ``length`` with ``words[k] <= limit``, into ``found``; returns how many."""
    n = 0
    for k in range(length):
        found[n] = k
        n += words[k] <= limit
    return n


@njit
def greatest(table):
    """The greatest entry of a table."""
    most = table.flat[0]
    for value in table.flat:
        most = max(most, value)
    return most
