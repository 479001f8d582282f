"""Passes over a tile that vectorise: they find the few for whom something may happen, who are then settled by the rule.

A sieve draws words for a whole tile (``chance.fill_tile``, ``chance.fill_words``), lists those whose word lies below a
bound on their chance, and asks the exact rule of these alone. A bound that is too high costs time, never a result.

A pass vectorises if it is one loop over contiguous slices, without a branch, a checked division or a computed index,
and if small integers are cast back after each operation (numba widens them to 64 bits). A loop that looks up a table
vectorises only if it writes nothing but a sum, for the compiler cannot know that the table is not what it writes.
"""

from __future__ import annotations

import numpy as np
from numba import njit

_WORDS = 2.0**32
_LOOK = 64
"""Ids looked up at once by ``list_members``."""


@njit(forceinline=True)
def limit_of(chance):
    """The largest word that a draw below ``chance`` can have: no draw above it is below the chance."""
    return np.uint32(min(max(chance, 0.0) * _WORDS, _WORDS - 1.0))


@njit
def split_words(words, halves):
    """Four words of each person of a tile (4, tile) as eight 16-bit draws of each: ``halves`` is (8, tile)."""
    for row in range(4):
        whole, low, high = words[row], halves[2 * row], halves[2 * row + 1]
        for k in range(len(whole)):
            low[k] = np.uint16(whole[k])
            high[k] = np.uint16(whole[k] >> np.uint32(16))


@njit
def list_below(words, length, limit, found):
    """Places k (ascending) among the first ``length`` with ``words[k] <= limit``, into ``found``; returns how many."""
    n = 0
    for k in range(length):
        found[n] = k
        n += words[k] <= limit
    return n


@njit
def list_below_class(words, classes, limits, length, found):
    """Places k (ascending) among the first ``length`` with ``words[k] <= limits[classes[k]]``; returns how many."""
    n = 0
    for k in range(length):
        found[n] = k
        n += words[k] <= limits[classes[k]]
    return n


@njit
def list_classes(classes, chosen, length, found):
    """Places k (ascending) among the first ``length`` whose class is chosen (``chosen[classes[k]]`` is 1, else 0)."""
    n = 0
    for k in range(length):
        found[n] = k
        n += chosen[classes[k]]
    return n


@njit
def shift(found, length, first):
    """Make the first ``length`` places in a tile, as listed, rows of a table in which the tile begins at ``first``."""
    for k in range(length):
        found[k] += first


@njit(forceinline=True)
def _bit(members, i):
    """Whether (1 or 0 in the lowest bit) an id is in a set kept as bits."""
    return members[np.uint64(i) >> np.uint64(5)] >> (np.uint32(i) & np.uint32(31))


@njit(forceinline=True)
def add_member(members, i):
    """Put an id into a set kept as bits: ``members`` is uint32, one word for 32 ids."""
    members[i >> 5] |= np.uint32(1) << np.uint32(i & 31)


@njit(forceinline=True)
def is_member(members, i):
    """Whether an id is in a set kept as bits."""
    return _bit(members, i) & np.uint32(1) != 0


@njit
def _any_member(ids, members):
    some = np.uint32(0)
    for k in range(len(ids)):
        some |= np.uint32(_bit(members, ids[k]))
    return some & np.uint32(1) != 0


@njit
def list_members(ids, members, found):
    """Places k (ascending) with ``ids[k]`` in a small set kept as bits, into ``found``; returns how many."""
    n = 0
    for first in range(0, len(ids), _LOOK):
        if _any_member(ids[first : first + _LOOK], members):
            for k in range(first, min(first + _LOOK, len(ids))):
                found[n] = k
                n += is_member(members, ids[k])
    return n


@njit
def add_slots(table, sums):
    """Sum over the eight slots of each person of a tile: ``table`` is (8, tile)."""
    a, b, c, d, e, f, g, h = table[0], table[1], table[2], table[3], table[4], table[5], table[6], table[7]
    for k in range(len(sums)):
        sums[k] = np.uint32(a[k] + b[k] + c[k] + d[k] + e[k] + f[k] + g[k] + h[k])


@njit
def greatest(table):
    """The greatest entry of a table."""
    most = table.flat[0]
    for value in table.flat:
        most = max(most, value)
    return most


@njit
def list_marked(marks, first, length, found):
    """Rows (ascending) from ``first`` on whose mark is not 0, of ``length`` marks, into ``found``; returns how many."""
    n = 0
    for k in range(length):
        found[n] = first + k
        n += marks[k] != 0
    return n


@njit
def mark_below(words, length, limit, mark):
    """Set the mark of those among the first ``length`` with ``words[k] <= limit``; other marks stay as they are."""
    for k in range(length):
        mark[k] |= np.uint8(words[k] <= limit)
