"""Births, deaths, moves in and out.

A person dies with the chance of age, sex and need (times a hazard ratio when nobody is tied to the person), moves
out with the chance of the age band, and enters in the month set when the place was made; a child is born only if a
parent is here. Leaving ends every tie and arrangement, each with its reason.
"""

from __future__ import annotations

import numpy as np

from simulation.kernels.bonds import end_tie, free_slot, slot_of
from simulation.kernels.chance import DEATH, fill_uniforms
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.lookups import age_months, age_years, band, cell, is_adult_here
from simulation.kernels.support import end
from simulation.state.codes import (
    DIED,
    END_DEATH,
    END_LEFT_PLACE,
    FUTURE,
    HERE,
    LEFT,
    NOBODY,
    NOT_ASKING,
)
from simulation.state.journal import COUNT_INDEX
from simulation.state.people import TIE_SLOTS
from simulation.state.scratch import TILE

DEATHS = COUNT_INDEX["deaths"]
MOVES_OUT = COUNT_INDEX["moves_out"]
ARRIVALS = COUNT_INDEX["arrivals"]
_ENTERED, _DIED, _LEFT = 1, 2, 3  # columns of journal.persons


@rule
def _isolated(people, i):
    for slot in range(TIE_SLOTS):
        if people.tie_other[i, slot] != NOBODY:
            return False
    return True


@rule
def _fate(people, rates, i, u_death, u_leave, month):
    """The status a person has after this month: HERE, DIED or LEFT."""
    chance = rates.death[people.female[i], age_years(people, i, month), people.need[i]]
    if u_death < chance or (u_death < chance * rates.death_isolated and _isolated(people, i)):
        return DIED
    if u_leave < rates.leave[band(people, i, month)]:
        return LEFT
    return HERE


@kernel
def sieve(first_tile, last_tile, place, rates, scratch, seed, month):
    """List those who die or move out, with the new status as tag."""
    people = place.people
    draws = np.empty((4, TILE))
    n = people.status.shape[0]
    for tile in range(first_tile, last_tile):
        first, last = tile * TILE, min((tile + 1) * TILE, n)
        fill_uniforms(seed, DEATH, first, last, month, draws)
        length = 0
        for i in range(first, last):
            if people.status[i] != HERE:
                continue
            fate = _fate(people, rates, i, draws[0, i - first], draws[1, i - first], month)
            if fate != HERE:
                scratch.listed[tile, length] = i
                scratch.tag[tile, length] = fate
                length += 1
        scratch.length[tile] = length


@rule
def _depart(place, catalogue, log, journal, t, i, fate, month, sums):
    people = place.people
    if age_months(people, i, month) >= 18 * 12:
        sums[DEATHS if fate == DIED else MOVES_OUT, cell(people, place.hoods, i, month)] += 1
    journal.persons[t, _DIED if fate == DIED else _LEFT] += 1
    reason = END_DEATH if fate == DIED else END_LEFT_PLACE
    if people.arrangement[i] != NOBODY:
        end(place, catalogue, log, journal, t, people.arrangement[i], reason, month)
    for slot in range(TIE_SLOTS):
        if people.tie_other[i, slot] != NOBODY:
            end_tie(people, log, place.counters, journal, t, i, slot, reason, month)
    people.status[i] = fate
    people.stage[i] = NOT_ASKING
    people.care_minutes[i] = 0


@rule
def _tie_in(people, journal, t, i, month):
    """Keep the ties a newcomer brings to people who are here; write the other side. Returns how many are kept."""
    kept = 0
    for slot in range(TIE_SLOTS):
        j = people.tie_other[i, slot]
        if j == NOBODY:
            continue
        there = slot_of(people, j, i)
        if there == NOBODY:
            there = free_slot(people, j)
        if people.status[j] != HERE or there == NOBODY:
            people.tie_other[i, slot] = NOBODY
            continue
        kept += 1
        if people.tie_other[j, there] == NOBODY or j > i:
            journal.ties_formed[t, people.tie_kind[i, slot]] += 1
        _mirror(people, i, slot, j, there, month)
    return kept


@rule
def _mirror(people, i, slot, j, there, month):
    people.tie_start[i, slot] = month
    people.tie_other[j, there] = i
    people.tie_kind[j, there] = people.tie_kind[i, slot]
    people.tie_strength[j, there] = people.tie_strength[i, slot]
    people.tie_start[j, there] = month
    people.tie_match[j, there] = people.tie_match[i, slot]
    people.tie_mutual[j, there] = people.tie_mutual[i, slot]


@rule
def _enter(place, journal, t, i, month, sums):
    people = place.people
    people.status[i] = HERE
    journal.persons[t, _ENTERED] += 1
    if is_adult_here(people, i, month):
        sums[ARRIVALS, cell(people, place.hoods, i, month)] += 1


@rule
def _parent_here(people, i):
    for slot in range(TIE_SLOTS):
        j = people.tie_other[i, slot]
        if j != NOBODY and people.status[j] == HERE:
            return True
    return False


@kernel
def settle(place, catalogue, scratch, log, journal, t, month):
    """Carry out the listed departures, then let in this month's newcomers, in order of their rows."""
    people, sums = place.people, scratch.sums[0]
    for tile in range(scratch.length.shape[0]):
        for k in range(scratch.length[tile]):
            _depart(
                place, catalogue, log, journal, t, scratch.listed[tile, k], scratch.tag[tile, k], month, sums
            )
    first, last = place.entry_first[t], place.entry_first[t + 1]
    for e in range(first, last):
        i = place.entry_rows[e]
        if people.status[i] == FUTURE and (age_months(people, i, month) > 0 or _parent_here(people, i)):
            _enter(place, journal, t, i, month, sums)
    for e in range(first, last):
        i = place.entry_rows[e]
        if people.status[i] == HERE:
            _tie_in(people, journal, t, i, month)
