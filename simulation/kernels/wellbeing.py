"""Wellbeing: loneliness of every adult, and seven domains of a good life for people with moderate or more need.

Both move a share of the way each month towards what the person's life gives. Loneliness's target is (base + temper +
need) exp(-k * sum of tie strengths). A domain's target adds what the place of living, ties, skill and continuity of
support give, and takes off for need and help that is missing.
"""

from __future__ import annotations

import math

import numpy as np

from simulation.kernels.compiling import kernel, rule
from simulation.kernels.lookups import cell, gap, is_adult_here
from simulation.state.codes import N_DOMAINS, NEED_MODERATE, NOBODY
from simulation.state.journal import COUNT_INDEX
from simulation.state.people import TIE_SLOTS

LONELINESS = COUNT_INDEX["loneliness"]
OFTEN_LONELY = COUNT_INDEX["often_lonely"]
ISOLATED = COUNT_INDEX["isolated"]
DRAWING = COUNT_INDEX["people_drawing_on_care"]
FIRST_DOMAIN = COUNT_INDEX["practical_support"]
ENOUGH_CONTACT = COUNT_INDEX["enough_contact"]


@rule
def tie_sum(place, i):
    """Sum of the strengths of a person's ties, the key worker's included."""
    people, total = place.people, 0.0
    for slot in range(TIE_SLOTS):
        if people.tie_other[i, slot] != NOBODY:
            total += people.tie_strength[i, slot]
    return total + _key_strength(place, i)


@rule
def _key_strength(place, i):
    row = place.people.arrangement[i]
    if row == NOBODY or place.arrangements.key_face[row] == NOBODY:
        return 0.0
    return np.float64(place.arrangements.key_strength[row])


@rule
def _feel_lonely(people, rates, i, ties):
    target = rates.lonely_base + rates.lonely_temper * people.temper[i] + rates.lonely_need[people.need[i]]
    target *= math.exp(-rates.lonely_ties * ties)
    lonely = rates.lonely_keep * people.lonely[i] + (1.0 - rates.lonely_keep) * target
    people.lonely[i] = np.float32(min(max(lonely, 0.0), 1.0))


@rule
def _live_well(place, models, rates, i, ties):
    """Move each domain's fulfilment towards what the person's life gives."""
    people, row = place.people, place.people.arrangement[i]
    closeness, missing, key = 1.0 - math.exp(-ties), gap(people, i), _key_strength(place, i)
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
def _tally(place, rates, sums, at, i, ties):
    people = place.people
    sums[LONELINESS, at] += int(1000.0 * people.lonely[i])
    if people.lonely[i] >= rates.lonely_often:
        sums[OFTEN_LONELY, at] += 1
    if ties == 0.0:
        sums[ISOLATED, at] += 1
    if people.need[i] < NEED_MODERATE:
        return
    sums[DRAWING, at] += 1
    if ties >= rates.contact_enough:
        sums[ENOUGH_CONTACT, at] += 1
    for d in range(N_DOMAINS):
        sums[FIRST_DOMAIN + d, at] += int(1000.0 * people.fulfilment[i, d])


@kernel
def sieve(first_tile, last_tile, place, catalogue, rates, scratch, sums, month):
    """Advance loneliness and fulfilment; only a person's own row is written."""
    people = place.people
    for tile in range(first_tile, last_tile):
        for k in range(scratch.here_length[tile]):
            i = scratch.here[tile, k]
            if not is_adult_here(people, i, month):
                continue
            ties = tie_sum(place, i)
            _feel_lonely(people, rates, i, ties)
            if people.need[i] >= NEED_MODERATE:
                _live_well(place, catalogue.models, rates, i, ties)
            _tally(place, rates, sums, cell(people, place.hoods, i, month), i, ties)
