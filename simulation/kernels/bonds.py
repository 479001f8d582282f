"""A tie between two people, written in a slot of each; both sides begin and end together. One at a time, in order."""

from __future__ import annotations

import numpy as np

from simulation.kernels.compiling import rule
from simulation.kernels.lookups import near
from simulation.state.codes import END_FADED, FRIEND, MOVE_SUDDEN, NEIGHBOUR, NOBODY, SHARED_LIVES
from simulation.state.people import NO_TIE, TIE_SLOTS
from simulation.state.place import TIES_LOGGED

APART = 2
"""As ``near`` tells it: neither in one home nor in one neighbourhood."""
_ACQUAINTED, _FAMILY, _AT_HOME, _ALWAYS = range(4)  # how late a tie gives way to another
_HALF, _MATCH_STEP = np.float32(0.5), np.float32(1 / 256)


@rule
def free_slot(people, i):
    """A person's first free tie slot, or NOBODY."""
    for slot in range(TIE_SLOTS):
        if people.tie_other[i, slot] == NOBODY:
            return slot
    return NOBODY


@rule
def slot_of(people, i, other):
    """The slot of a person's tie with another, or NOBODY."""
    for slot in range(TIE_SLOTS):
        if people.tie_other[i, slot] == other:
            return slot
    return NOBODY


@rule
def log_end(log, counters, journal, t, kind, reason, start, month):
    """Record that a tie ended; month row ``t`` of the journal."""
    row = counters[TIES_LOGGED]
    log.kind[row] = kind
    log.reason[row] = reason
    log.start[row] = start
    log.end[row] = month
    counters[TIES_LOGGED] = row + 1
    journal.ties_ended[t, kind, reason] += 1


@rule
def gain_of(people, rates, i, j, kind, match):
    """How fast a tie grows: by its kind and how near the two live, times how well they fit (half to one and a half)."""
    return rates.tie_gain[kind, near(people, i, j)] * (_HALF + np.float32(match) * _MATCH_STEP)


@rule
def _loosened(people, rates, i, slot, home, hood, how):
    """Strength of a tie after a move from a home: less if the two lived near each other and no longer do."""
    j, strength = people.tie_other[i, slot], people.tie_strength[i, slot]
    if (people.home[j] != home and people.hood[j] != hood) or near(people, i, j) < APART:
        return strength
    strength *= rates.move_kept[people.tie_kind[i, slot]]
    return strength * rates.move_kept_sudden if how == MOVE_SUDDEN else strength


@rule
def meet_anew(people, rates, i, home, hood, how):
    """After a move from a home, each tie loosens if the two live apart now, and grows by how near; on both sides."""
    for slot in range(TIE_SLOTS):
        j = people.tie_other[i, slot]
        if j == NOBODY:
            continue
        gain = gain_of(people, rates, i, j, people.tie_kind[i, slot], people.tie_match[i, slot])
        strength = np.float32(_loosened(people, rates, i, slot, home, hood, how))
        people.tie_gain[i, slot] = gain
        people.tie_strength[i, slot] = strength
        there = slot_of(people, j, i)
        if there != NOBODY:
            people.tie_gain[j, there] = gain
            people.tie_strength[j, there] = strength


@rule
def _write(people, i, slot, other, kind, strength, gain, month, match, mutual):
    people.tie_other[i, slot] = other
    people.tie_kind[i, slot] = kind
    people.tie_strength[i, slot] = np.float32(strength)
    people.tie_gain[i, slot] = gain
    people.tie_start[i, slot] = month
    people.tie_match[i, slot] = match
    people.tie_mutual[i, slot] = mutual


@rule
def begin_tie(people, rates, journal, t, i, j, kind, month, match, mutual):
    """Tie two people if both have room and are not tied already; returns whether it was done."""
    if slot_of(people, i, j) != NOBODY:
        return False
    here, there = free_slot(people, i), free_slot(people, j)
    if here == NOBODY or there == NOBODY:
        return False
    gain = gain_of(people, rates, i, j, kind, match)
    _write(people, i, here, j, kind, rates.tie_first, gain, month, match, mutual)
    _write(people, j, there, i, kind, rates.tie_first, gain, month, match, mutual)
    journal.ties_formed[t, kind] += 1
    return True


@rule
def free(people, i, slot):
    """Make a slot free."""
    people.tie_other[i, slot] = NOBODY
    people.tie_strength[i, slot] = np.float32(0.0)
    people.tie_gain[i, slot] = np.float32(NO_TIE)


@rule
def end_tie(people, log, counters, journal, t, i, slot, reason, month):
    """End the tie in a person's slot on both sides and record why."""
    j = people.tie_other[i, slot]
    kind = people.tie_kind[i, slot]
    log_end(log, counters, journal, t, kind, reason, people.tie_start[i, slot], month)
    free(people, i, slot)
    there = slot_of(people, j, i)
    if there != NOBODY:
        free(people, j, there)


@rule
def _lasts(people, i, slot):
    """How late a tie gives way to another; never one of Shared Lives."""
    kind, other = people.tie_kind[i, slot], people.tie_other[i, slot]
    if other == NOBODY or kind == SHARED_LIVES:
        return _ALWAYS
    if people.home[other] == people.home[i]:
        return _AT_HOME
    return _ACQUAINTED if kind == FRIEND or kind == NEIGHBOUR else _FAMILY


@rule
def _weakest(people, i):
    """The slot of the weakest of the ties of a person that give way first; or NOBODY."""
    weakest, least = NOBODY, _ALWAYS
    for slot in range(TIE_SLOTS):
        lasts = _lasts(people, i, slot)
        weaker = weakest != NOBODY and people.tie_strength[i, slot] < people.tie_strength[i, weakest]
        if lasts < least or (lasts == least and weaker):
            weakest, least = slot, lasts
    return weakest


@rule
def make_room(people, log, counters, journal, t, i, j, month):
    """Where two are to be tied and one has no room, that one's weakest acquaintance fades; family, if there is none."""
    if slot_of(people, i, j) != NOBODY:
        return
    for one in (i, j):
        if free_slot(people, one) == NOBODY:
            end_tie(people, log, counters, journal, t, one, _weakest(people, one), END_FADED, month)
