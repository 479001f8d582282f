"""Crisis: attendances, who is admitted to hospital, and breakdown of support.

Attendance and admission depend on age and need; help that is missing raises attendance a little and admission not
measurably (the evidence's central values, both with ranges). Help missing, living alone and a carer's breakdown can
turn need into a crisis, which leads to an emergency placement or to support at once.
"""

from __future__ import annotations

import math

from simulation.kernels.chance import CRISIS, HEALTH, fill_words, uniforms, unit
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.front_door import choose
from simulation.kernels.hospital import admit, request
from simulation.kernels.lookups import (
    ADULT_MONTHS,
    BAND_MONTHS,
    age_months,
    at_home,
    band,
    cell,
    gap,
    is_adult_here,
    lives_alone,
    programme_effect,
)
from simulation.kernels.passes import limit_of, list_below
from simulation.kernels.support import begin, end, weekly_pence
from simulation.state.catalogue import CALM
from simulation.state.codes import (
    AWAITING_ASSESSMENT,
    AWAITING_START,
    CARE_HOME,
    END_SUPPORT_BROKE,
    HOSPITAL,
    IN_CRISIS,
    N_NEEDS,
    NEED_MODERATE,
    NEED_SUBSTANTIAL,
    NOBODY,
)
from simulation.state.journal import COUNT_INDEX
from simulation.state.rates import N_BANDS

ATTENDANCES = COUNT_INDEX["ae_attendances"]
CRISES = COUNT_INDEX["crises"]
PLACEMENTS = COUNT_INDEX["emergency_placements"]
_ADMITTED, _CRISIS = 1, 2


@rule
def _in_crisis(place, catalogue, rates, i, u_crisis, u_breakdown, month):
    """Whether support breaks down around a person at home with moderate or more need."""
    people = place.people
    need = people.need[i]
    if need < NEED_MODERATE or not at_home(people, i):
        return False
    if people.lost_care[i] == month and need >= NEED_SUBSTANTIAL and u_breakdown < rates.crisis_breakdown:
        return True
    most = rates.crisis[need] * math.exp(max(rates.crisis_gap, 0.0) + max(rates.crisis_alone, 0.0))
    if u_crisis >= most:
        return False
    alone = 1.0 if lives_alone(people, i) else 0.0
    chance = rates.crisis[need] * math.exp(rates.crisis_gap * gap(people, i) + rates.crisis_alone * alone)
    return u_crisis < chance * max(1.0 - programme_effect(people, catalogue.programmes, i, CALM, month), 0.0)


@rule
def _greatest(chances, unmet):
    """A bound on an adult's chance to attend or be admitted; ``chances`` are by band and need."""
    greatest = 0.0
    for b in range(ADULT_MONTHS // BAND_MONTHS, N_BANDS):
        for need in range(N_NEEDS):
            greatest = max(greatest, chances[b, need])
    return greatest * (1.0 + max(unmet, 0.0))


@rule
def _befalls(people, chances, unmet, i, u, month):
    """Whether an adult who is not in hospital attends or is admitted (of which ``chances`` and ``unmet`` tell)."""
    chance = chances[band(people, i, month), people.need[i]]
    if u >= chance * (1.0 + max(unmet, 0.0)) or u >= chance * (1.0 + unmet * gap(people, i)):
        return False
    return age_months(people, i, month) >= ADULT_MONTHS and people.setting[i] != HOSPITAL


@kernel
def sieve(first_tile, last_tile, place, catalogue, rates, scratch, sums, drawn, few, seed, month):
    """Count attendances; list admissions, then crises (looked for among those with need). Only these are written."""
    people = place.people
    attend, admit = _greatest(rates.attend, rates.attend_unmet), _greatest(rates.admit, rates.admit_unmet)
    for tile in range(first_tile, last_tile):
        rows, living = scratch.here[tile], scratch.here_length[tile]
        fill_words(seed, HEALTH, rows, living, month, drawn)
        for f in range(list_below(drawn[0], living, limit_of(attend), few)):
            i, u = rows[few[f]], unit(drawn[0, few[f]])
            if _befalls(people, rates.attend, rates.attend_unmet, i, u, month):
                sums[ATTENDANCES, cell(people, place.hoods, i, month)] += 1
        length = 0
        for f in range(list_below(drawn[1], living, limit_of(admit), few)):
            i, u = rows[few[f]], unit(drawn[1, few[f]])
            if _befalls(people, rates.admit, rates.admit_unmet, i, u, month):
                scratch.listed[tile, length] = i
                scratch.tag[tile, length] = _ADMITTED
                length += 1
        scratch.length[tile] = _list_crises(place, catalogue, rates, scratch, tile, length, drawn, seed, month)


@rule
def _list_crises(place, catalogue, rates, scratch, tile, length, drawn, seed, month):
    """List the adults of a tile around whom support breaks down, after ``length`` others; returns how many are listed.

    Their draws are those of the same persons as before, made again for the few with need.
    """
    people, rows, needing = place.people, scratch.needing[tile], scratch.needing_length[tile]
    fill_words(seed, HEALTH, rows, needing, month, drawn)
    for k in range(needing):
        i = rows[k]
        u_crisis, u_breakdown = unit(drawn[2, k]), unit(drawn[3, k])
        if _in_crisis(place, catalogue, rates, i, u_crisis, u_breakdown, month) and is_adult_here(people, i, month):
            scratch.listed[tile, length] = i
            scratch.tag[tile, length] = _CRISIS
            length += 1
    return length


@rule
def _may_place(catalogue, rates, levers):
    """Whether the duty, or without one the month's allowance, lets an emergency placement begin; takes it from that."""
    if levers.duty_urgency[0] <= IN_CRISIS:
        return True
    if levers.start_pence[0] <= 0:
        return False
    m = rates.emergency_model
    levers.start_pence[0] -= weekly_pence(catalogue.models, m, catalogue.models.minutes_week[m], False)
    return True


@rule
def _meet_crisis(place, catalogue, rates, levers, log, journal, t, seed, i, month, sums):
    """Duty: an emergency placement, or support at home ahead of everyone else."""
    people, at = place.people, cell(place.people, place.hoods, i, month)
    sums[CRISES, at] += 1
    placed = uniforms(seed, CRISIS, i, month)[0] < rates.crisis_place[people.need[i]]
    if placed and _may_place(catalogue, rates, levers):
        if people.arrangement[i] != NOBODY:
            end(place, catalogue, log, journal, t, people.arrangement[i], END_SUPPORT_BROKE, month)
        m = rates.emergency_model
        minutes = catalogue.models.minutes_week[m]
        begin(place, catalogue, rates, journal, t, i, m, NOBODY, 0, NOBODY, minutes, seed, month)
        sums[PLACEMENTS, at] += 1
        return
    wanted = choose(place, catalogue, rates, levers, seed, i, month)
    if wanted != NOBODY and people.arrangement[i] == NOBODY:
        people.wanted[i] = wanted
        request(place, sums, i, AWAITING_START, IN_CRISIS, month)
    else:
        request(place, sums, i, AWAITING_ASSESSMENT, IN_CRISIS, month)


@kernel
def settle(place, catalogue, rates, levers, scratch, log, journal, t, seed, month):
    """Settle the listed admissions and crises; an admission touches nobody else, so it need not wait for a crisis."""
    people, sums = place.people, scratch.sums[0]
    for tile in range(scratch.length.shape[0]):
        for k in range(scratch.length[tile]):
            i, tag = scratch.listed[tile, k], scratch.tag[tile, k]
            if tag == _ADMITTED:
                admit(place, rates, seed, i, month, sums)
            elif people.setting[i] != HOSPITAL and people.setting[i] != CARE_HOME:
                _meet_crisis(place, catalogue, rates, levers, log, journal, t, seed, i, month, sums)
