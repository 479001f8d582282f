"""Shared Lives carers: households are approached, apply, are approved after some months, and leave.

A household approached applies if the person drawn is of the right age, in good health and at home. Whoever leaves,
dies or comes to need much help ends the arrangements in that home, and the people supported there need a place now.
"""

from __future__ import annotations

from simulation.kernels.chance import SHARER, SHARER_LEAVES, uniforms
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.front_door import choose
from simulation.kernels.lookups import age_years, cell
from simulation.kernels.support import end, go_home
from simulation.state.codes import (
    AWAITING_START,
    COUNCIL,
    END_SUPPORT_BROKE,
    HERE,
    IN_CRISIS,
    MOVE_SUDDEN,
    NEED_LOW,
    NEVER,
    NOBODY,
    OWN_HOME,
)
from simulation.state.journal import COUNT_INDEX
from simulation.state.place import ARRANGEMENTS, SHARERS

CRISES = COUNT_INDEX["crises"]
_APPROVED, _APPLYING, _LEFT, _SUPPORTED = 0, 1, 2, 3  # columns of journal.sharers


@rule
def _places(rates, u):
    """One to three places, by the shares of the evidence."""
    for k in range(2):
        if u < rates.sharer_places[k]:
            return k + 1
        u -= rates.sharer_places[k]
    return 3


@rule
def _apply(place, rates, i, places, month):
    people, sharers = place.people, place.sharers
    row = place.counters[SHARERS]
    years = age_years(people, i, month)
    suits = people.status[i] == HERE and people.need[i] == 0 and people.setting[i] == OWN_HOME
    if not suits or years < rates.sharer_min_age or years > rates.sharer_max_age or row >= sharers.person.shape[0]:
        return
    for s in range(row):
        if sharers.person[s] == i and sharers.active[s]:
            return
    sharers.person[row] = i
    sharers.places[row] = places
    sharers.approved[row] = month + rates.sharer_months
    sharers.active[row] = 1
    place.counters[SHARERS] = row + 1


@rule
def _displace(place, catalogue, rates, levers, log, journal, t, seed, i, month, sums):
    """The person supported must leave the carer's home, unplanned."""
    people = place.people
    end(place, catalogue, log, journal, t, people.arrangement[i], END_SUPPORT_BROKE, month)
    go_home(people, rates, i, MOVE_SUDDEN, month)
    sums[CRISES, cell(people, place.hoods, i, month)] += 1
    wanted = choose(people, catalogue, rates, levers, seed, i, month)
    if wanted != NOBODY:
        people.stage[i] = AWAITING_START
        people.stage_since[i] = month
        people.urgency[i] = IN_CRISIS
        people.wanted[i] = wanted


@rule
def _leave(place, catalogue, rates, levers, log, journal, t, seed, s, month, sums):
    place.sharers.active[s] = 0
    place.sharers.approved[s] = NEVER
    journal.sharers[t, _LEFT] += 1
    arr = place.arrangements
    for row in range(place.counters[ARRANGEMENTS]):
        if arr.sharer[row] == s and arr.ended[row] == NEVER:
            i = arr.person[row]
            _displace(place, catalogue, rates, levers, log, journal, t, seed, i, month, sums)


@rule
def _stays(place, rates, seed, s, month):
    people, i = place.people, place.sharers.person[s]
    if people.status[i] != HERE or people.need[i] > NEED_LOW or people.setting[i] != OWN_HOME:
        return False
    return uniforms(seed, SHARER_LEAVES, i, month)[0] >= rates.sharer_leave


@kernel
def settle(place, catalogue, rates, levers, scratch, log, journal, t, seed, month):
    """Leavers, then new applicants, then what stands; the council pays for each household approved."""
    sharers, sums = place.sharers, scratch.sums[0]
    for s in range(place.counters[SHARERS]):
        if sharers.active[s] and not _stays(place, rates, seed, s, month):
            _leave(place, catalogue, rates, levers, log, journal, t, seed, s, month, sums)
    n = place.people.status.shape[0]
    for k in range(levers.sharer_enquiries[0]):
        u_whom, u_places, _, _ = uniforms(seed, SHARER, k, month)
        _apply(place, rates, int(u_whom * n), _places(rates, u_places), month)
    service = catalogue.models.where.shape[0] + catalogue.programmes.months.shape[0] + 1
    for s in range(place.counters[SHARERS]):
        if not sharers.active[s]:
            continue
        if sharers.approved[s] == month:
            fifth = place.hoods.fifth[place.people.hood[sharers.person[s]]]
            journal.ledger[t, COUNCIL, service, fifth] += rates.sharer_recruit_pence
        journal.sharers[t, _APPROVED if sharers.approved[s] <= month else _APPLYING] += 1
        journal.sharers[t, _SUPPORTED] += sharers.filled[s]
