"""Passes over a tile that vectorise: they find the few for whom something may happen, who are then settled by the rule.

A sieve draws words for a whole tile (``chance.fill_words``), lists those whose word lies below a
bound on their chance, and asks the exact rule of these alone. A bound that is too high costs time, never a result.

A pass vectorises if it is one loop over contiguous slices, without a branch, a checked division or a computed index,
and if small integers are cast back after each operation (numba widens them to 64 bits).
"""

from __future__ import annotations

import numpy as np

from simulation.kernels.compiling import open_rule, routine

_WORDS = 2.0**32


@open_rule
def limit_of(chance):
    """The largest word that a draw below ``chance`` can have: no draw above it is below the chance."""
    return np.uint32(min(max(chance, 0.0) * _WORDS, _WORDS - 1.0))


@routine
def list_below(words, length, limit, found):
    """Places k (ascending) among the first ``length`` with ``words[k] <= limit``, into ``found``; returns how many."""
    n = 0
    for k in range(length):
        found[n] = k
        n += words[k] <= limit
    return n


@routine
def greatest(table):
    """The greatest entry of a table."""
    most = table.flat[0]
    for value in table.flat:
        most = max(most, value)
    return most


@routine
def list_marked(marks, first, length, found):
    """Rows (ascending) from ``first`` on whose mark is not 0, of ``length`` marks, into ``found``; returns how many."""
    n = 0
    for k in range(length):
        found[n] = first + k
        n += marks[k] != 0
    return n


@routine
def mark_below(words, length, limit, mark):
    """Set the mark of those among the first ``length`` with ``words[k] <= limit``; other marks stay as they are."""
    for k in range(length):
        mark[k] |= np.uint8(words[k] <= limit)
