"""Ties between people: they strengthen, fade, rupture and form.

Strength s becomes s + gain (1 - s) - decay, with the gain of the kind of tie and of how near the two live, weighted
by how well they fit. A tie ruptures with hazard h0 exp(-a s) (1 + months)^-b times the pair's own frailty (gamma, so
that not all ties are alike), and has faded away below a floor. People who have room set out to meet others of their
neighbourhood and age; two without a partner may become partners and share a home. Partners who part live on apart.

Both people of a tie hold it; the draw belongs to the pair, so both sides change alike. Nothing here reads what
another row changes in the same pass.
"""

from __future__ import annotations

import math

import numpy as np

from simulation.kernels.bonds import begin_tie, end_tie, free_slot, slot_of
from simulation.kernels.chance import MEET, MEET_WHOM, TIE, fill_uniforms, pair_uniform, uniforms, unit, words
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.lookups import ADULT_MONTHS, age_months, band, is_adult_here, near, programme_effect
from simulation.kernels.support import found_home, move, pair_match
from simulation.state.catalogue import MEETING
from simulation.state.codes import (
    END_FADED,
    END_RUPTURE,
    FRIEND,
    NEIGHBOUR,
    NOBODY,
    OWN_HOME,
    PARENT_CHILD,
    PARTNER,
)
from simulation.state.people import TIE_SLOTS

TRIES = 4
_ENDING, _MEETING = 16, 64  # tag: slot + 16 * (1 ruptured) for ties that end; 64 for a person who sets out


@rule
def _ruptures(rates, kind, match, strength, months, u):
    """Whether a tie ruptures: a bound from kind and frailty first, the full hazard only for the few below it."""
    hazard = rates.rupture[kind] * rates.rupture_frailty[match]
    if u >= hazard:
        return False
    hazard *= math.exp(-rates.rupture_strength * strength - rates.rupture_months * math.log(1.0 + months))
    return u < hazard


@rule
def _strengthen(rates, kind, close, match, strength):
    gain = rates.tie_gain[kind, close] * (0.5 + match / 256)
    return strength + gain * (1.0 - strength) - rates.tie_decay[kind]


@rule
def _age_ties(people, rates, scratch, tile, length, i, seed, month):
    """Advance a person's ties; list the slots of those that end (by the person of the lower row)."""
    for slot in range(TIE_SLOTS):
        j = people.tie_other[i, slot]
        if j == NOBODY:
            continue
        kind, match = people.tie_kind[i, slot], people.tie_match[i, slot]
        old = np.float64(people.tie_strength[i, slot])
        new = _strengthen(rates, kind, near(people, i, j), match, old)
        people.tie_strength[i, slot] = np.float32(max(new, 0.0))
        if i > j:
            continue
        u = pair_uniform(seed, TIE, i, j, month)
        ruptured = _ruptures(rates, kind, match, old, month - people.tie_start[i, slot], u)
        if ruptured or new < rates.tie_floor:
            scratch.listed[tile, length] = i
            scratch.tag[tile, length] = slot + (_ENDING if ruptured else 0)
            length += 1
    return length


@rule
def _sets_out(place, catalogue, rates, i, u, month):
    """Whether an adult with room for a tie sets out to meet somebody."""
    people = place.people
    chance = rates.meet[band(people, i, month)] * rates.meet_need[people.need[i]]
    chance *= place.hoods.vitality[people.hood[i]]
    if people.arrangement[i] != NOBODY:
        chance *= catalogue.models.meeting[place.arrangements.model[people.arrangement[i]]]
    chance *= 1.0 + programme_effect(people, catalogue.programmes, i, MEETING, month)
    return u < chance and free_slot(people, i) != NOBODY


@kernel
def sieve(first_tile, last_tile, place, catalogue, rates, scratch, draws, seed, month):
    """Advance all ties; list those that end and those who set out to meet someone."""
    people = place.people
    for tile in range(first_tile, last_tile):
        rows, living = scratch.here[tile], scratch.here_length[tile]
        fill_uniforms(seed, MEET, rows, living, month, draws)
        length = 0
        for k in range(living):
            i = rows[k]
            length = _age_ties(people, rates, scratch, tile, length, i, seed, month)
            adult = age_months(people, i, month) >= ADULT_MONTHS
            if adult and _sets_out(place, catalogue, rates, i, draws[0, k], month):
                scratch.listed[tile, length] = i
                scratch.tag[tile, length] = _MEETING
                length += 1
        scratch.length[tile] = length


@rule
def _meets(place, rates, seed, i, month):
    """Somebody of the same neighbourhood and about the same age whom the person is not tied to, or NOBODY."""
    people = place.people
    hood = people.hood[i]
    first, size = place.hoods.first[hood], place.hoods.last[hood] - place.hoods.first[hood]
    whom = words(seed, MEET_WHOM, i, 0, month)
    for k in range(TRIES):
        j = first + int(unit(whom[k]) * size)
        if j == i or not is_adult_here(people, j, month) or people.hood[j] != hood:
            continue
        apart = abs(age_months(people, i, month) - age_months(people, j, month))
        if apart <= rates.meet_age_gap * 12 and slot_of(people, i, j) == NOBODY:
            return j
    return NOBODY


@rule
def _has(people, i, kind, in_own_home):
    """Whether a person has a tie of a kind (to somebody in the same home, if so asked)."""
    for slot in range(TIE_SLOTS):
        j = people.tie_other[i, slot]
        if j != NOBODY and people.tie_kind[i, slot] == kind and (not in_own_home or people.home[j] == people.home[i]):
            return True
    return False


@rule
def _kind(people, rates, i, j, seed, month):
    """What two who meet become: partners if both are free and it goes so far, else neighbours or friends."""
    _, u_neighbour, u_partner, _ = uniforms(seed, MEET, i, month)
    if u_partner < rates.meet_partner and not _has(people, i, PARTNER, False) and not _has(people, j, PARTNER, False):
        return PARTNER
    return NEIGHBOUR if u_neighbour < rates.meet_neighbour else FRIEND


@rule
def _share_home(people, i, j, month):
    """New partners live together where one of them has no family at home to stay with."""
    if people.setting[i] != OWN_HOME or people.setting[j] != OWN_HOME:
        return
    if not _has(people, j, PARENT_CHILD, True):
        move(people, j, OWN_HOME, people.home[i], people.hood[i], month)
    elif not _has(people, i, PARENT_CHILD, True):
        move(people, i, OWN_HOME, people.home[j], people.hood[j], month)


@rule
def _live_apart(people, i, j, month):
    """Of partners who part, one founds a home: who has no family at home to stay with and did not found this one."""
    if people.home[i] != people.home[j] or people.setting[i] != OWN_HOME or people.setting[j] != OWN_HOME:
        return
    stays = _has(people, j, PARENT_CHILD, True) and not _has(people, i, PARENT_CHILD, True)
    leaver = i if stays or people.home[i] == NOBODY - 1 - 2 * j else j
    found_home(people, leaver, month)


@kernel
def settle(place, rates, scratch, log, journal, t, seed, month):
    """End and begin the listed ties in order."""
    people = place.people
    for tile in range(scratch.length.shape[0]):
        for k in range(scratch.length[tile]):
            i, tag = scratch.listed[tile, k], scratch.tag[tile, k]
            if tag >= _MEETING:
                j = _meets(place, rates, seed, i, month)
                if j != NOBODY:
                    kind = _kind(people, rates, i, j, seed, month)
                    begun = begin_tie(people, journal, t, i, j, kind, rates.tie_first, month, pair_match(seed, i, j), 1)
                    if begun and kind == PARTNER:
                        _share_home(people, i, j, month)
            else:
                reason, slot = END_RUPTURE if tag >= _ENDING else END_FADED, tag % _ENDING
                j, kind = people.tie_other[i, slot], people.tie_kind[i, slot]
                end_tie(people, log, place.counters, journal, t, i, slot, reason, month)
                if kind == PARTNER:
                    _live_apart(people, i, j, month)
