"""Life with a Shared Lives carer: the carer's strain, families relieved, arrangements that break or are moved on from.

A carer's strain s becomes keep * s + load - recover - relief of breaks, between 0 and 1; the load adds up over the
people there: the share of the week, a factor for their need, and a factor that falls with the quality of the match.
An arrangement breaks with hazard h0 exp(a strain - b (quality - 1/2) - c strength of the tie), and in the month when
the tie to the carer one lives with ruptures. Whoever lived with the carer then needs a place at once; whoever lives at
home has other support arranged.
"""

from __future__ import annotations

import math

import numpy as np

from simulation.kernels.bonds import slot_of
from simulation.kernels.chance import SHARING, uniforms
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.front_door import choose
from simulation.kernels.introductions import STEPS
from simulation.kernels.lookups import cell
from simulation.kernels.support import end, go_home, move, priced_for, wait_for_start
from simulation.state.codes import (
    AWAITING_START,
    CARER_HOME,
    COUNCIL,
    END_SUPPORT_BROKE,
    FROM_SHARERS,
    HERE,
    IN_CRISIS,
    MOVE_SUDDEN,
    MOVE_WANTED,
    NOBODY,
    NOT_ASKING,
    PRESSING,
    ROUTINE,
)
from simulation.state.journal import COUNT_INDEX, SHARER_NAMES
from simulation.state.people import TIE_SLOTS
from simulation.state.place import SHARERS

CRISES = COUNT_INDEX["crises"]
BROKEN = SHARER_NAMES.index("broken")
RELIEVED = SHARER_NAMES.index("families_relieved")


@rule
def ask_for(people, i, wanted, urgency, month):
    """Wait for a support model, unless the person waits for something already."""
    if wanted != NOBODY and people.stage[i] == NOT_ASKING:
        wait_for_start(people, i, wanted, urgency, month)


@rule
def part(place, catalogue, rates, levers, log, journal, t, seed, row, reason, month, sums):
    """An arrangement ends unplanned; who lived with the carer must have a place now."""
    people, i = place.people, place.arrangements.person[row]
    lived_there = catalogue.models.where[place.arrangements.model[row]] == CARER_HOME
    end(place, catalogue, log, journal, t, row, reason, month)
    wanted = choose(place, catalogue, rates, levers, seed, i, month)
    if not lived_there:
        ask_for(people, i, wanted, PRESSING, month)
        return
    go_home(people, rates, i, MOVE_SUDDEN, month)
    sums[CRISES, cell(people, place.hoods, i, month)] += 1
    if wanted != NOBODY:
        people.stage[i] = NOT_ASKING
        ask_for(people, i, wanted, IN_CRISIS, month)


@rule
def _breaks(place, models, rates, s, row, u):
    """Whether an arrangement breaks this month: the tie to the carer holds it, and without one nobody lives there."""
    people, quality = place.people, place.arrangements.quality[row] / STEPS
    carer = place.sharers.person[s]
    slot = slot_of(people, place.arrangements.person[row], carer)
    lives_there = models.where[place.arrangements.model[row]] == CARER_HOME
    if slot == NOBODY and lives_there and people.status[carer] == HERE:
        return True
    strength = float(people.tie_strength[place.arrangements.person[row], slot]) if slot != NOBODY else 0.0
    x = rates.sharing_break_strain * float(place.sharers.strain[s])
    x -= rates.sharing_break_fit * (quality - 0.5) + rates.sharing_break_tie * strength
    return u < rates.sharing_break * math.exp(x)


@rule
def _relieve_family(people, scratch, models, i, m):
    """A day or a break with the carer takes strain off those who helped the person this month; returns how many."""
    relieved = 0
    if models.family_relief[m] == 0.0 or people.unpaid_minutes[i] == 0:
        return relieved
    for slot in range(TIE_SLOTS):
        j = people.tie_other[i, slot]
        if j != NOBODY and scratch.tie_minutes[i, slot] > 0:
            strain = float(people.strain[j]) - models.family_relief[m]
            people.strain[j] = np.float32(min(max(strain, 0.0), 1.0))
            relieved += 1
    return relieved


@rule
def _pay_breaks(place, models, rates, journal, t, i, m, month):
    """The council pays who stands in while the carer has more breaks than the price covers (or saves them)."""
    fifth = place.hoods.fifth[place.people.hood[i]]
    weekly = priced_for(place.people, models, i, m, models.price_pence[m], month)
    journal.ledger[t, COUNCIL, m, fifth] += weekly * rates.sharer_break_permille // 1000


@rule
def _bear(place, models, rates, journal, t, s, month):
    """A carer's strain after this month, from the people there; those who live there have breaks."""
    arr, sharers, people = place.arrangements, place.sharers, place.people
    load, live_in = 0.0, False
    for k in range(sharers.filled[s]):
        row = sharers.guests[s, k]
        i, m = arr.person[row], arr.model[row]
        misfit = 1.0 + rates.sharer_strain_misfit * (1.0 - 2.0 * arr.quality[row] / STEPS)
        load += models.carer_time[m] * rates.sharer_strain_need[people.need[i]] * misfit
        if models.where[m] == CARER_HOME:
            live_in = True
            _pay_breaks(place, models, rates, journal, t, i, m, month)
    strain = rates.sharer_strain_keep * float(sharers.strain[s]) - rates.sharer_strain_recover
    strain += rates.sharer_strain_load * load
    if live_in:
        strain -= rates.sharer_break_relief * rates.sharer_break_weeks
    sharers.strain[s] = np.float32(min(max(strain, 0.0), 1.0))


@rule
def _go_along(people, rates, i, carer, month):
    """Who lives with a carer goes along where the carer has moved home: with a new partner, or as partners parted."""
    if people.home[i] != people.home[carer]:
        move(people, rates, i, people.setting[i], people.home[carer], people.hood[carer], MOVE_WANTED, month)


@rule
def _share(place, catalogue, rates, levers, scratch, log, journal, t, seed, s, month, sums):
    """A month of the people with a carer, the newest first, because who leaves makes those behind move up."""
    people, arr, sharers = place.people, place.arrangements, place.sharers
    for k in range(sharers.filled[s] - 1, -1, -1):
        row = sharers.guests[s, k]
        i, m = arr.person[row], arr.model[row]
        u_break, u_move, _, _ = uniforms(seed, SHARING, i, month)
        if catalogue.models.where[m] == CARER_HOME:
            _go_along(people, rates, i, sharers.person[s], month)
        journal.sharers[t, RELIEVED] += _relieve_family(people, scratch, catalogue.models, i, m)
        if _breaks(place, catalogue.models, rates, s, row, u_break):
            journal.sharers[t, BROKEN] += 1
            part(place, catalogue, rates, levers, log, journal, t, seed, row, END_SUPPORT_BROKE, month, sums)
        elif u_move < rates.sharing_move_on and catalogue.models.where[m] == CARER_HOME:
            wanted = choose(place, catalogue, rates, levers, seed, i, month)
            if wanted != m:
                ask_for(people, i, wanted, ROUTINE, month)


@rule
def _still_trying(people, models, i):
    """Whether a person with whom a match is tried is here and still waits for it."""
    waits = people.status[i] == HERE and people.stage[i] == AWAITING_START
    return waits and models.source[people.wanted[i]] == FROM_SHARERS


@kernel
def settle(place, catalogue, rates, levers, scratch, log, journal, t, seed, month):
    """Places held for people who no longer wait are let go; then a month with each carer, in order."""
    sharers, sums = place.sharers, scratch.sums[0]
    for s in range(place.counters[SHARERS]):
        if sharers.guest[s] != NOBODY and not _still_trying(place.people, catalogue.models, sharers.guest[s]):
            sharers.guest[s] = NOBODY
        if sharers.active[s] and sharers.approved[s] <= month:
            _share(place, catalogue, rates, levers, scratch, log, journal, t, seed, s, month, sums)
            _bear(place, catalogue.models, rates, journal, t, s, month)
