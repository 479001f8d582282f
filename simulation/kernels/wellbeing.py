"""Wellbeing: loneliness of every adult, and seven domains of a good life for people with moderate or more need.

Both move a share of the way each month towards what the person's life gives. Loneliness's target is (base + temper +
need) exp(-k * sum of tie strengths). A domain's target adds what the place of living, ties, skill and continuity of
support give, and takes off for need and help that is missing.
"""

from __future__ import annotations

import numpy as np

from simulation.kernels.compiling import kernel, rule
from simulation.kernels.curves import decline
from simulation.kernels.lookups import cell, gap
from simulation.state.codes import N_DOMAINS, NEED_MODERATE, NOBODY
from simulation.state.journal import COUNT_INDEX
from simulation.state.people import TIE_SLOTS

PEOPLE = COUNT_INDEX["people"]
LONELINESS = COUNT_INDEX["loneliness"]
OFTEN_LONELY = COUNT_INDEX["often_lonely"]
ISOLATED = COUNT_INDEX["isolated"]
DRAWING = COUNT_INDEX["people_drawing_on_care"]
FIRST_DOMAIN = COUNT_INDEX["practical_support"]
ENOUGH_CONTACT = COUNT_INDEX["enough_contact"]


@rule
def tie_sum(place, i):
    """Sum of the strengths of a person's ties, the key worker's included; a free slot's strength is 0."""
    strengths, total = place.people.tie_strength[i], 0.0
    for slot in range(TIE_SLOTS):
        total += strengths[slot]
    return total + _key_strength(place, i)


@rule
def _key_strength(place, i):
    row = place.people.arrangement[i]
    if row == NOBODY or place.arrangements.key_face[row] == NOBODY:
        return 0.0
    return np.float64(place.arrangements.key_strength[row])


@rule
def _look_up(place, rates, adults, length, ties, mood, lonely):
    """What each adult's loneliness depends on, side by side for the pass that follows."""
    people = place.people
    for k in range(length):
        i = adults[k]
        ties[k] = tie_sum(place, i)
        mood[k] = rates.lonely_base + rates.lonely_temper * people.temper[i] + rates.lonely_need[people.need[i]]
        lonely[k] = people.lonely[i]


@rule
def _feel_lonely(rates, length, ties, mood, lonely):
    """Loneliness a share of the way towards mood exp(-k ties)."""
    by_ties, keep = rates.lonely_ties, rates.lonely_keep
    for k in range(length):
        target = mood[k] * decline(by_ties * ties[k])
        lonely[k] = min(max(keep * lonely[k] + (1.0 - keep) * target, 0.0), 1.0)


@rule
def _live_well(place, models, rates, i, ties):
    """Move each domain's fulfilment towards what the person's life gives."""
    people, row = place.people, place.people.arrangement[i]
    closeness, missing, key = 1.0 - decline(ties), gap(people, i), _key_strength(place, i)
    for d in range(N_DOMAINS):
        target = rates.fulfil_base[d] + rates.fulfil_need[d] * people.need[i] / 4.0
        target += rates.fulfil_ties[d] * closeness + rates.fulfil_unmet[d] * missing
        target += rates.fulfil_skill[d] * people.skill[i] + rates.fulfil_continuity[d] * key
        if row != NOBODY:
            target += models.domains[place.arrangements.model[row], d]
        target = min(max(target, 0.0), 1.0)
        fulfilled = rates.fulfil_keep * people.fulfilment[i, d] + (1.0 - rates.fulfil_keep) * target
        people.fulfilment[i, d] = np.float32(fulfilled)


@rule
def _note_loneliness(place, rates, sums, adults, length, ties, lonely, few, month):
    """Write each adult's loneliness, count it and the adults; list the places of those with moderate or more need."""
    people, n = place.people, 0
    for k in range(length):
        i, feels = adults[k], np.float32(lonely[k])
        people.lonely[i] = feels
        at = cell(people, place.hoods, i, month)
        sums[PEOPLE, at] += 1
        sums[LONELINESS, at] += int(1000.0 * feels)
        sums[OFTEN_LONELY, at] += feels >= rates.lonely_often
        sums[ISOLATED, at] += ties[k] == 0.0
        few[n] = k
        n += people.need[i] >= NEED_MODERATE
    return n


@rule
def _tally(place, rates, sums, at, i, ties):
    sums[DRAWING, at] += 1
    sums[ENOUGH_CONTACT, at] += ties >= rates.contact_enough
    for d in range(N_DOMAINS):
        sums[FIRST_DOMAIN + d, at] += int(1000.0 * place.people.fulfilment[i, d])


@kernel
def sieve(first_tile, last_tile, place, catalogue, rates, scratch, chunk, month):
    """Advance loneliness and fulfilment; only a person's own row is written."""
    sums, few = scratch.sums[chunk], scratch.few[chunk]
    ties, mood, lonely = scratch.values[chunk, 0], scratch.values[chunk, 1], scratch.values[chunk, 2]
    for tile in range(first_tile, last_tile):
        adults, length = scratch.adults[tile], scratch.adults_length[tile]
        _look_up(place, rates, adults, length, ties, mood, lonely)
        _feel_lonely(rates, length, ties, mood, lonely)
        for k in few[: _note_loneliness(place, rates, sums, adults, length, ties, lonely, few, month)]:
            i = adults[k]
            _live_well(place, catalogue.models, rates, i, ties[k])
            _tally(place, rates, sums, cell(place.people, place.hoods, i, month), i, ties[k])
