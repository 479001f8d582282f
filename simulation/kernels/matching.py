"""Matching: who starts which support, where.

Those waiting go in order of urgency and waiting. A routine start that the council pays waits while the month's
allowance for new commitments is spent; duty comes first: a person in crisis or in hospital does not wait for money
(unless ``duty_urgency`` says that there is no such duty).
A place must be open at a provider that may be chosen, or that hours are awarded to (``choosing``, ``contracts``), or a
Shared Lives carer must have room and fit (``introductions``); who tries out a match waits for that. Whoever finds none
waits on, and may be offered something else; not so who only changes to a provider on a list, which costs no new money.
"""

from __future__ import annotations

from simulation.kernels.chance import MATCH, uniforms
from simulation.kernels.choosing import find_team, is_struck
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.discharge import leave_hospital
from simulation.kernels.front_door import choose, given_long_term
from simulation.kernels.guests import clear_a_slot, tried_by
from simulation.kernels.introductions import find_sharer
from simulation.kernels.lookups import ADULT_MONTHS, age_months, cell, in_treatment
from simulation.kernels.support import (
    begin,
    end,
    pays_in_full,
    planned_minutes,
    priced_for,
    weekly_pence,
)
from simulation.state.codes import (
    END_OFF_LIST,
    END_SUPPORT_CHANGED,
    FROM_NOWHERE,
    FROM_SHARERS,
    HOSPITAL,
    NOBODY,
    NOT_ASKING,
)
from simulation.state.journal import COUNT_INDEX, SHARER_NAMES

START_WAIT = COUNT_INDEX["start_wait_months"]
SIGNPOSTED = COUNT_INDEX["signposted"]
WAITING = SHARER_NAMES.index("waiting")


@rule
def _affordable(place, catalogue, levers, i, m, minutes, month):
    """Whether the month's allowances let a start go ahead; takes it from them if so."""
    people, models = place.people, catalogue.models
    if pays_in_full(people, models, i, m):
        return True
    if models.paid_from_pot[m]:
        if levers.pot_starts[m] <= 0:
            return False
        levers.pot_starts[m] -= 1
        return True
    cost = priced_for(people, models, i, m, weekly_pence(models, m, minutes, False), month)
    if people.urgency[i] < levers.duty_urgency[0]:
        if levers.start_pence[0] <= 0:
            return False
        levers.start_pence[0] -= cost
    return True


@rule
def _start(place, catalogue, rates, levers, scratch, log, journal, t, seed, i, month):
    """Start the awaited support if there is a place and the money; returns whether it began."""
    people, models, m = place.people, catalogue.models, place.people.wanted[i]
    minutes = planned_minutes(place, models, rates, levers, i, m)
    provider, team, sharer = NOBODY, 0, NOBODY
    if models.source[m] == FROM_SHARERS:
        sharer = find_sharer(place, models, rates, journal, t, seed, i, m, month)
    elif models.source[m] != FROM_NOWHERE:
        provider, team = find_team(place, models, rates, levers, scratch, seed, i, m, minutes)
    found = models.source[m] == FROM_NOWHERE or provider != NOBODY or sharer != NOBODY
    struck = is_struck(place, scratch, i, m)
    if not found or not (struck or _affordable(place, catalogue, levers, i, m, minutes, month)):
        return False
    sums = scratch.sums[0]
    sums[START_WAIT, cell(people, place.hoods, i, month)] += month - people.stage_since[i]
    if people.setting[i] == HOSPITAL:
        leave_hospital(place, catalogue, rates, seed, i, month, sums)
    if people.arrangement[i] != NOBODY:
        reason = END_OFF_LIST if struck else END_SUPPORT_CHANGED
        end(place, catalogue, log, journal, t, people.arrangement[i], reason, month)
    if sharer != NOBODY:
        clear_a_slot(place, models, log, journal, t, i, m, sharer, month)
    begin(place, catalogue, rates, journal, t, i, m, provider, team, sharer, minutes, seed, month)
    return True


@rule
def _turn_away(place, catalogue, rates, seed, i, month, sums):
    """A person who waited for what the pot cannot pay any more, and is not to have long-term support, is told so."""
    people = place.people
    sums[SIGNPOSTED, cell(people, place.hoods, i, month)] += 1
    people.stage[i] = NOT_ASKING
    if people.setting[i] == HOSPITAL:
        leave_hospital(place, catalogue, rates, seed, i, month, sums)


@rule
def _looks_again(place, catalogue, rates, levers, seed, i, month, sums):
    """A person who still waits may be offered another kind of support; one who waits for reablement, only if the
    assessment would have ended in it."""
    people, models = place.people, catalogue.models
    no_pot = models.paid_from_pot[people.wanted[i]] and levers.pot_starts[people.wanted[i]] <= 0
    if not no_pot and uniforms(seed, MATCH, i, month)[1] >= rates.review:
        return
    if people.wanted[i] == rates.reablement_model:
        assessed = people.stage_since[i]
        if not given_long_term(place, catalogue, rates, levers, seed, i, assessed):
            if no_pot:
                _turn_away(place, catalogue, rates, seed, i, month, sums)
            return
    chosen = choose(place, catalogue, rates, levers, seed, i, month)
    if chosen != NOBODY:
        people.wanted[i] = chosen


@kernel
def settle(place, catalogue, rates, levers, scratch, log, journal, t, queue, seed, month):
    """Start support for as many of those in the queue, in its order, as places and allowances permit."""
    people = place.people
    for k in range(queue.shape[0]):
        i = queue[k]
        if in_treatment(people, i, month):
            continue
        if people.need[i] == 0 or age_months(people, i, month) < ADULT_MONTHS:
            people.stage[i] = NOT_ASKING
            if people.setting[i] == HOSPITAL:
                leave_hospital(place, catalogue, rates, seed, i, month, scratch.sums[0])
        elif not _start(place, catalogue, rates, levers, scratch, log, journal, t, seed, i, month):
            if tried_by(place, i) != NOBODY or is_struck(place, scratch, i, people.wanted[i]):
                continue
            journal.sharers[t, WAITING] += catalogue.models.source[people.wanted[i]] == FROM_SHARERS
            _looks_again(place, catalogue, rates, levers, seed, i, month, scratch.sums[0])
