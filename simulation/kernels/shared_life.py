"""Life that is shared: a Shared Lives carer's own people become friends, and help comes to go both ways.

A person whom a carer supports may be introduced, in some months, to one of the carer's own family and friends, the
sooner the more of the week they spend together. Each tie of a person with support finds a new balance in some months:
help then goes both ways with a chance that depends on how near the two live, times what the person can do and a factor
of the support model.
"""

from __future__ import annotations

import numpy as np

from simulation.kernels.bonds import begin_tie, slot_of
from simulation.kernels.chance import ACQUAINT, BALANCE, pair_word, unit, words
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.lookups import is_adult_here, near
from simulation.kernels.support import pair_match
from simulation.state.codes import FRIEND, HOSPITAL, NEVER, NOBODY, SHARED_LIVES
from simulation.state.people import TIE_SLOTS
from simulation.state.place import ARRANGEMENTS


@rule
def _own_person(people, i, carer, nth, month):
    """The ``nth`` of the carer's own people whom a person does not know; how many there are if ``nth`` is NOBODY."""
    found = 0
    for slot in range(TIE_SLOTS):
        j = people.tie_other[carer, slot]
        if j == NOBODY or j == i or people.tie_kind[carer, slot] == SHARED_LIVES:
            continue
        if is_adult_here(people, j, month) and slot_of(people, i, j) == NOBODY:
            if found == nth:
                return np.int64(j)
            found += 1
    return np.int64(found)


@rule
def _introduce(place, models, rates, journal, t, seed, row, month):
    """A Shared Lives carer may introduce the person to one of their own family and friends."""
    people, arr = place.people, place.arrangements
    i, carer = arr.person[row], place.sharers.person[arr.sharer[row]]
    whether, whom, _, _ = words(seed, ACQUAINT, i, 0, month)
    if unit(whether) >= rates.acquaint * models.carer_time[arr.model[row]] or people.setting[i] == HOSPITAL:
        return
    count = _own_person(people, i, carer, NOBODY, month)
    if count > 0:
        j = _own_person(people, i, carer, int(unit(whom) * count), month)
        begin_tie(people, rates, journal, t, i, j, FRIEND, month, pair_match(seed, i, j), 1)


@rule
def _balance(people, rates, reciprocity, seed, i, month):
    """Each of a person's ties may find a new balance of giving and taking; both sides hold what comes of it."""
    word = words(seed, BALANCE, i, 0, month)[0]
    for slot in range(TIE_SLOTS):
        j = people.tie_other[i, slot]
        if j == NOBODY:
            continue
        u = unit(pair_word(word, j))
        if u < rates.balance:
            mutual = u < rates.balance * (reciprocity * rates.mutual[near(people, i, j)] * np.float64(people.skill[i]))
            people.tie_mutual[i, slot] = mutual
            there = slot_of(people, j, i)
            if there != NOBODY:
                people.tie_mutual[j, there] = mutual


@kernel
def settle(place, catalogue, rates, journal, t, seed, month):
    """Walk the open arrangements in order: whom the carer introduces, then how each tie is balanced."""
    arr = place.arrangements
    for row in range(place.counters[ARRANGEMENTS]):
        if arr.ended[row] != NEVER:
            continue
        if arr.sharer[row] != NOBODY:
            _introduce(place, catalogue.models, rates, journal, t, seed, row, month)
        if rates.balance > 0.0:
            _balance(place.people, rates, catalogue.models.reciprocity[arr.model[row]], seed, arr.person[row], month)
