"""A tie between two people, written in a slot of each; both sides begin and end together. One at a time, in order."""

from __future__ import annotations

import numpy as np

from simulation.kernels.compiling import rule
from simulation.state.codes import NOBODY
from simulation.state.people import TIE_SLOTS
from simulation.state.place import TIES_LOGGED


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
def _write(people, i, slot, other, kind, strength, month, match, mutual):
    people.tie_other[i, slot] = other
    people.tie_kind[i, slot] = kind
    people.tie_strength[i, slot] = np.float32(strength)
    people.tie_start[i, slot] = month
    people.tie_match[i, slot] = match
    people.tie_mutual[i, slot] = mutual


@rule
def begin_tie(people, journal, t, i, j, kind, strength, month, match, mutual):
    """Tie two people if both have room and are not tied already; returns whether it was done."""
    if slot_of(people, i, j) != NOBODY:
        return False
    here, there = free_slot(people, i), free_slot(people, j)
    if here == NOBODY or there == NOBODY:
        return False
    _write(people, i, here, j, kind, strength, month, match, mutual)
    _write(people, j, there, i, kind, strength, month, match, mutual)
    journal.ties_formed[t, kind] += 1
    return True


@rule
def end_tie(people, log, counters, journal, t, i, slot, reason, month):
    """End the tie in a person's slot on both sides and record why."""
    j = people.tie_other[i, slot]
    kind = people.tie_kind[i, slot]
    log_end(log, counters, journal, t, kind, reason, people.tie_start[i, slot], month)
    people.tie_other[i, slot] = NOBODY
    there = slot_of(people, j, i)
    if there != NOBODY:
        people.tie_other[j, there] = NOBODY
