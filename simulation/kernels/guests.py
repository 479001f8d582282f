"""A person and a Shared Lives carer: the place taken, the tie begun; the place given up, the tie ended.

Rows of a carer's open arrangements are kept in order of their beginning, so that nobody has to look for them. A person
with whom a match is being tried holds a place too, one person at a time for each carer.
"""

from __future__ import annotations

from simulation.kernels.bonds import begin_tie, end_tie, make_room, slot_of
from simulation.kernels.compiling import rule
from simulation.state.codes import CARER_HOME, NEVER, NOBODY, SHARED_LIVES
from simulation.state.place import SHARERS


@rule
def tried_by(place, i):
    """The row of the carer with whom a person tries out a match, or NOBODY."""
    for s in range(place.counters[SHARERS]):
        if place.sharers.guest[s] == i:
            return s
    return NOBODY


@rule
def has_room(sharers, s, month):
    """Whether an approved carer who stays has a place that is neither taken nor held."""
    if not sharers.active[s] or sharers.approved[s] > month or sharers.leaves[s] != NEVER:
        return False
    return sharers.guest[s] == NOBODY and sharers.filled[s] < sharers.places[s]


@rule
def clear_a_slot(place, models, log, journal, t, i, m, s, month):
    """Who moves in with a carer is tied to them, full slots or not; a day or a break takes nobody's place."""
    if models.where[m] == CARER_HOME:
        carer = place.sharers.person[s]
        make_room(place.people, log, place.counters, journal, t, i, carer, month)


@rule
def take_in(place, rates, journal, t, row, month):
    """A match is made: the held place is taken, and the two are tied by how well they fit."""
    arr, sharers = place.arrangements, place.sharers
    i, s = arr.person[row], arr.sharer[row]
    arr.quality[row] = sharers.guest_quality[s]
    sharers.guest[s] = NOBODY
    sharers.guests[s, sharers.filled[s]] = row
    sharers.filled[s] += 1
    begin_tie(place.people, rates, journal, t, i, sharers.person[s], SHARED_LIVES, month, arr.quality[row], 1)


@rule
def let_go(place, log, journal, t, row, reason, month):
    """The person leaves the carer: the place is free, and the tie ends."""
    people, arr, sharers = place.people, place.arrangements, place.sharers
    i, s = arr.person[row], arr.sharer[row]
    sharers.filled[s] -= 1
    left = 0
    for k in range(sharers.guests.shape[1]):
        if sharers.guests[s, k] != row:
            sharers.guests[s, left] = sharers.guests[s, k]
            left += 1
    sharers.guests[s, left] = NOBODY
    slot = slot_of(people, i, sharers.person[s])
    if slot != NOBODY and people.tie_kind[i, slot] == SHARED_LIVES:
        end_tie(people, log, place.counters, journal, t, i, slot, reason, month)
