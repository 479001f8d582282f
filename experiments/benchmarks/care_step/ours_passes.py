"""Passes of care-step beside those of the model (``simulation.kernels.passes``): whole tiles, classes, sets of ids.

Each is one loop over contiguous slices, without a branch, a checked division or a computed index, and casts small
integers back after each operation (numba widens them to 64 bits). A loop that looks up a table vectorises only if it
writes nothing but a sum, for the compiler cannot know that the table is not what it writes.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from simulation.kernels.chance import philox

_LOOK = 64
"""Ids looked up at once by ``list_members``."""
_MONTH_ZERO, _LOW, _32 = 32768, np.uint64(0xFFFFFFFF), np.uint64(32)
"""How ``simulation.kernels.chance`` makes a counter of a month, and a key of a seed."""


@njit
def fill_tile(seed, decision, first, month, out):
    """As ``fill_words``, for the persons from ``first`` on, as many as ``out`` has columns: half the time."""
    when, what, low, high = np.uint64(month + _MONTH_ZERO), np.uint64(decision), seed & _LOW, seed >> _32
    zero = np.uint64(0)
    for k in range(out.shape[1]):
        a, b, c, d = philox(np.uint64(first + k), zero, when, what, low, high)
        out[0, k] = np.uint32(a)
        out[1, k] = np.uint32(b)
        out[2, k] = np.uint32(c)
        out[3, k] = np.uint32(d)


@njit
def fill_tile_pairs(seed, decision, first, month, out):
    """Two words of each person of the tile from ``first``, ``out`` (2, tile): a block serves a person of each half."""
    when, what, low, high = np.uint64(month + _MONTH_ZERO), np.uint64(decision), seed & _LOW, seed >> _32
    half, zero = out.shape[1] // 2, np.uint64(0)
    for k in range(half):
        a, b, c, d = philox(np.uint64(first // 2 + k), zero, when, what, low, high)
        out[0, k] = np.uint32(a)
        out[1, k] = np.uint32(b)
        out[0, half + k] = np.uint32(c)
        out[1, half + k] = np.uint32(d)


@njit
def split_words(words, halves):
    """Four words of each person of a tile (4, tile) as eight 16-bit draws of each: ``halves`` is (8, tile)."""
    for row in range(4):
        whole, low, high = words[row], halves[2 * row], halves[2 * row + 1]
        for k in range(len(whole)):
            low[k] = np.uint16(whole[k])
            high[k] = np.uint16(whole[k] >> np.uint32(16))


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
