"""Chance: a draw is a function of (seed, decision, entity, month), never of order, thread or what others did.

Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"). The key is the
64-bit seed; the counter is (entity, ordinal, month, decision). The known answers of its authors are tested.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.kernels.compiling import open_rule, routine

# What a draw decides: the last word of the counter. Numbers are permanent: a new decision takes a new one.
DEATH, NEED, TIE, MEET, MEET_WHOM, PAIR, CARE, ASK, ASSESS, REVIEW = range(1, 11)
MATCH, INTRODUCE, VISIT, HEALTH, STAY, CRISIS, STAFF, SHARER, SHARER_LEAVES, ENROL = range(11, 21)
PRIORITY, UPTAKE, CHOICE, DISCHARGE, TEAM, LEAVE = range(21, 27)
STROKE, PATHWAY, WARD = range(41, 44)
INSPECT, EXIT, ENTRY, EVALUATE = range(60, 64)
APPROVE, GREET, TRY_OUT, SHARING, ACQUAINT, BALANCE = range(71, 77)
LISTED, OFFER, TRIAL = range(81, 84)

_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint64(0x9E3779B9)
_W1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)
_16 = np.uint64(16)
_LOW16 = np.uint64(0xFFFF)
_GOLDEN = np.uint32(0x9E3779B9)
_MIX_1, _MIX_2 = np.uint32(0x7FEB352D), np.uint32(0x846CA68B)
_SHIFT_15, _SHIFT_16 = np.uint32(15), np.uint32(16)
_MONTH_ZERO = 32768
_UNIT = 2.0**-32
LANES = 16
"""Draws that the widest vectors make at once."""


@open_rule
def _round(c0, c1, c2, c3, k0, k1):
    """A round on words that may carry more above their 32 bits: cut where they are multiplied, which costs nothing."""
    p0 = _M0 * (c0 & _LOW)
    p1 = _M1 * (c2 & _LOW)
    return (p1 >> _32) ^ c1 ^ k0, p1, (p0 >> _32) ^ c3 ^ k1, p0


@open_rule
def philox(c0, c1, c2, c3, k0, k1):
    """Four 32-bit words (as uint64) from a counter of four and a key of two 32-bit words (as uint64)."""
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
    k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
    k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
    k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
    k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
    k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
    k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
    k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
    k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
    k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
    return c0 & _LOW, c1 & _LOW, c2 & _LOW, c3 & _LOW


@routine
def words(seed, decision, entity, ordinal, month):
    """Four 32-bit words (as uint64) for one decision about an entity (and, where there is one, a second entity)."""
    return philox(
        np.uint64(entity) & _LOW,
        np.uint64(ordinal) & _LOW,
        np.uint64(month + _MONTH_ZERO),
        np.uint64(decision),
        seed & _LOW,
        seed >> _32,
    )


@open_rule
def unit(word):
    """A 32-bit word as a float64 strictly between 0 and 1."""
    return (np.float64(word) + 0.5) * _UNIT


@routine
def uniforms(seed, decision, entity, month):
    """Four draws, each uniform on (0, 1), for one decision about an entity in a month."""
    a, b, c, d = words(seed, decision, entity, 0, month)
    return unit(a), unit(b), unit(c), unit(d)


@open_rule
def pair_word(word, other):
    """A word about a pair from a word of the one and the id of the other, by the mixing function lowbias32.

    For passes over ties, where a block of Philox a pair would cost more than all else. The word of the one is
    Philox's, so pairs of different people are as independent as its words; mixing keeps those of one person apart
    (lowbias32: C. Wellons, "Prospecting for hash functions", 2018).
    """
    x = np.uint32(word ^ np.uint32(np.uint32(other) * _GOLDEN))
    x = np.uint32(np.uint32(x ^ (x >> _SHIFT_16)) * _MIX_1)
    x = np.uint32(np.uint32(x ^ (x >> _SHIFT_15)) * _MIX_2)
    return np.uint32(x ^ (x >> _SHIFT_16))


@open_rule
def scaled16(word, half, n):
    """Half ``half`` (0 or 1) of a word as an integer from 0 to ``n - 1`` (n at most 65,535)."""
    part = (word >> (_16 * np.uint64(half))) & _LOW16
    return np.int64((part * np.uint64(n)) >> _16)


@routine
def fill_words(seed, decision, rows, length, month, out: NDArray[np.uint32]):
    """The words of the first ``length`` persons of ``rows`` into ``out`` (four rows); the pass vectorises."""
    when, what, low, high = np.uint64(month + _MONTH_ZERO), np.uint64(decision), seed & _LOW, seed >> _32
    zero = np.uint64(0)
    first, second, third, fourth = out[0], out[1], out[2], out[3]
    for k in range(length):
        a, b, c, d = philox(np.uint64(rows[k]), zero, when, what, low, high)
        first[k] = np.uint32(a)
        second[k] = np.uint32(b)
        third[k] = np.uint32(c)
        fourth[k] = np.uint32(d)


@routine
def fill_words_of(seed, decision, rows, ordinal, length, month, out: NDArray[np.uint32]):
    """``fill_words`` about something else as well, which ``ordinal`` names.

    For short lists: columns are filled to the next multiple of ``LANES`` (with what no one reads), because a rest of a
    vector costs as much as several. ``rows`` and ``out`` have room for that.
    """
    when, what, low, high = np.uint64(month + _MONTH_ZERO), np.uint64(decision), seed & _LOW, seed >> _32
    second = np.uint64(ordinal)
    out0, out1, out2, out3 = out[0], out[1], out[2], out[3]
    for k in range(-(-length // LANES) * LANES):
        a, b, c, d = philox(np.uint64(rows[k]), second, when, what, low, high)
        out0[k] = np.uint32(a)
        out1[k] = np.uint32(b)
        out2[k] = np.uint32(c)
        out3[k] = np.uint32(d)


@routine
def fill_calls(seed, decision, entity, begin, calls, month, out: NDArray[np.uint32]):
    """The words of one entity's ordinals ``begin`` to ``begin + calls - 1`` into ``out`` (four rows), vectorised.

    Columns are filled to the next multiple of ``LANES``, as in ``fill_words_of``.
    """
    who, low, high = np.uint64(entity), seed & _LOW, seed >> _32
    when, what = np.uint64(month + _MONTH_ZERO), np.uint64(decision)
    first, second, third, fourth = out[0], out[1], out[2], out[3]
    for call in range(-(-calls // LANES) * LANES):
        a, b, c, d = philox(who, np.uint64(begin + call), when, what, low, high)
        first[call] = np.uint32(a)
        second[call] = np.uint32(b)
        third[call] = np.uint32(c)
        fourth[call] = np.uint32(d)


COMMON_PAST = -1
"""The replicate number of the burn-in, common to all."""


def replicate_seed(seed: int, replicate: int) -> np.uint64:
    """The key of one replicate's luck."""
    return np.uint64((seed * 1_000_003 + replicate + 1) & 0xFFFFFFFFFFFFFFFF)
