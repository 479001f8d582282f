"""Ties between people: they strengthen, fade, rupture and form.

Strength s becomes s + gain (1 - s) - decay, with the gain of the kind of tie and of how near the two live, weighted
by how well they fit. A tie ruptures with hazard h0 exp(-a s) (1 + months)^-b times the pair's own frailty (gamma, so
that not all ties are alike), and has faded away below a floor. People who have room set out to meet others of their
neighbourhood and age; two without a partner may become partners and share a home. Partners who part live on apart.

Both people of a tie hold it, so a pass over people needs to look nobody up; the draw of a rupture belongs to the
person of the lower row. The words of a person's month: ties, setting out, neighbour or friend, partner.
"""

from __future__ import annotations

import math

import numpy as np

from simulation.kernels.bonds import begin_tie, end_tie, free_slot, slot_of
from simulation.kernels.chance import MEET_WHOM, TIE, fill_words, pair_word, uniforms, unit, words
from simulation.kernels.compiling import kernel, routine, rule
from simulation.kernels.lookups import ADULT_MONTHS, age_months, band, is_adult_here, programme_effect
from simulation.kernels.passes import greatest, limit_of, list_below
from simulation.kernels.support import found_home, move, pair_match
from simulation.state.catalogue import MEETING
from simulation.state.codes import (
    END_FADED,
    END_RUPTURE,
    FRIEND,
    HERE,
    MOVE_UNWANTED,
    MOVE_WANTED,
    N_PERSON_TIES,
    NEIGHBOUR,
    NOBODY,
    OWN_HOME,
    PARENT_CHILD,
    PARTNER,
    SHARED_LIVES,
    SIBLING,
)
from simulation.state.people import TIE_SLOTS
from simulation.state.scratch import TILE

TRIES = 4
"""People of the neighbourhood who cross the way of somebody who sets out to meet others in a month."""
_CALLS = 8  # of four rows each: where three rows in ten are lived in, fewer than TRIES of 32 are rare
_ABOVE = 1.001 * 2.0**32
_FADED, _RUPTURED, _MEETING = 8, 16, 64  # tag: 8 or 16 + slot for ties that end; 64 for a person who sets out


@routine
def _spread(words, rows, living, first, out):
    """Give each slot of the people here its person's word."""
    for k in range(living):
        at = TIE_SLOTS * (rows[k] - first)
        for slot in range(TIE_SLOTS):
            out[at + slot] = words[k]


@rule
def _kinds(table):
    """The entries of a table by kind, as numbers: read in the pass itself, they would be gathered one by one."""
    return table[PARTNER], table[PARENT_CHILD], table[SIBLING], table[FRIEND], table[NEIGHBOUR], table[SHARED_LIVES]


@rule
def _by_kind(kind, entries):
    """The entry of a kind, by choices and not by a look-up, so that a pass over ties vectorises."""
    value = entries[PARTNER]
    value = entries[PARENT_CHILD] if kind == PARENT_CHILD else value
    value = entries[SIBLING] if kind == SIBLING else value
    value = entries[FRIEND] if kind == FRIEND else value
    value = entries[NEIGHBOUR] if kind == NEIGHBOUR else value
    return entries[SHARED_LIVES] if kind == SHARED_LIVES else value


@routine
def _age(first, other, kind, gain, strength, words, decay, limits, weight, floor, flags):
    """Strength of every tie after a month; flag the slots whose tie may rupture or has faded, at the lower row.

    Slots are those of the rows from ``first`` on. The bound on a rupture is for the kind and the strength: exp(-x) is
    at most 1 / (1 + x + x^2 / 2).
    """
    one, half, none = np.float32(1.0), np.float32(0.5), np.float32(0.0)
    by_kind, limit_by_kind = _kinds(decay), _kinds(limits)
    for e in range(other.shape[0]):
        s, grows, which = strength[e], gain[e], kind[e]
        new = max(s + grows * (one - s) - _by_kind(which, by_kind), none)
        strength[e] = new if grows >= none else s
        x = weight * new
        word = np.float32(pair_word(words[e], other[e])) * (one + x * (one + half * x))
        lower = np.int32((other[e] - first) * TIE_SLOTS) > np.int32(e)  # first + e // TIE_SLOTS, the row, < other
        told = (grows >= none) & lower
        flags[e] = told & ((word <= _by_kind(which, limit_by_kind)) | (new <= floor))


@routine
def _collect(flags, any_of_person, persons, out):
    """Places of the flags that are set; most persons have none among their slots, which one look tells."""
    n = 0
    for k in range(persons):
        if any_of_person[k] != 0:
            for e in range(TIE_SLOTS * k, TIE_SLOTS * (k + 1)):
                out[n] = e
                n += flags[e]
    return n


@rule
def _ruptures(rates, kind, match, strength, months, u):
    """Whether a tie ruptures: a bound from kind and frailty first, the full hazard only for the few below it."""
    hazard = rates.rupture[kind] * rates.rupture_frailty[match]
    if u >= hazard:
        return False
    hazard *= math.exp(-rates.rupture_strength * strength - rates.rupture_months * math.log(1.0 + months))
    return u < hazard


@rule
def _ending(people, rates, i, slot, word, month):
    """How a tie to a person of a higher row ends this month, as a tag, or 0 if it does not."""
    j, kind, match = people.tie_other[i, slot], people.tie_kind[i, slot], people.tie_match[i, slot]
    strength = np.float64(people.tie_strength[i, slot])
    if _ruptures(rates, kind, match, strength, month - people.tie_start[i, slot], unit(pair_word(word, j))):
        return _RUPTURED + slot
    return _FADED + slot if strength < rates.tie_floor else 0


@rule
def _sets_out(place, catalogue, rates, i, u, month):
    """Whether an adult with room for a tie sets out to meet somebody."""
    people = place.people
    if age_months(people, i, month) < ADULT_MONTHS:
        return False
    chance = rates.meet[band(people, i, month)] * rates.meet_need[people.need[i]]
    chance *= place.hoods.vitality[people.hood[i]]
    if people.arrangement[i] != NOBODY:
        chance *= catalogue.models.meeting[place.arrangements.model[people.arrangement[i]]]
    chance *= 1.0 + programme_effect(people, catalogue.programmes, i, MEETING, month)
    return u < chance and free_slot(people, i) != NOBODY


@rule
def _most_meeting(place, catalogue, rates):
    """A bound on the chance to set out."""
    support, help_to_meet = 1.0, 0.0
    for m in range(catalogue.models.meeting.shape[0]):
        support = max(support, catalogue.models.meeting[m])
    for p in range(catalogue.programmes.months.shape[0]):
        help_to_meet += max(catalogue.programmes.efficacy[p, MEETING], 0.0)
    return (
        greatest(rates.meet)
        * greatest(rates.meet_need)
        * greatest(place.hoods.vitality)
        * support
        * (1.0 + help_to_meet)
    )


@rule
def _limit_ruptures(rates, limits):
    """Bounds on the word of a tie that ruptures, by kind, for a tie without strength; a little above what is exact."""
    most = greatest(rates.rupture_frailty) * _ABOVE
    for kind in range(N_PERSON_TIES):
        limits[kind] = np.float32(rates.rupture[kind] * most)


@rule
def _list(scratch, tile, length, i, tag):
    scratch.listed[tile, length] = i
    scratch.tag[tile, length] = tag
    return length + 1


@kernel
def sieve(first_tile, last_tile, place, catalogue, rates, scratch, chunk, seed, month):
    """Advance all ties; list those that end and those who set out to meet someone, in order of persons."""
    people, drawn = place.people, scratch.words[chunk]
    slot_words, flags, few_slots, few = (
        scratch.slot_words[chunk],
        scratch.flags[chunk],
        scratch.few_slots[chunk],
        scratch.few[chunk],
    )
    may_meet = limit_of(_most_meeting(place, catalogue, rates))
    limits, weight, floor = scratch.limits[chunk], np.float32(rates.rupture_strength), np.float32(rates.tie_floor)
    _limit_ruptures(rates, limits)
    for tile in range(first_tile, last_tile):
        rows, living, length = scratch.here[tile], scratch.here_length[tile], 0
        if living > 0:
            fill_words(seed, TIE, rows, living, month, drawn)
            first, last = tile * TILE, rows[living - 1] + 1
            slots = (last - first) * TIE_SLOTS
            other, kind = people.tie_other[first:last].reshape(slots), people.tie_kind[first:last].reshape(slots)
            gain, strength = people.tie_gain[first:last].reshape(slots), people.tie_strength[first:last].reshape(slots)
            _spread(drawn[0], rows, living, first, slot_words)
            _age(first, other, kind, gain, strength, slot_words, rates.tie_decay, limits, weight, floor, flags)
            for e in range(_collect(flags, flags.view(np.uint64), last - first, few_slots)):
                at = few_slots[e]
                tag = _ending(people, rates, first + at // TIE_SLOTS, at % TIE_SLOTS, slot_words[at], month)
                if tag:
                    length = _list(scratch, tile, length, first + at // TIE_SLOTS, tag)
            for f in range(list_below(drawn[1], living, may_meet, few)):
                k = few[f]
                if _sets_out(place, catalogue, rates, rows[k], unit(drawn[1, k]), month):
                    length = _list(scratch, tile, length, rows[k], _MEETING)
        scratch.length[tile] = length


@rule
def _meets(place, rates, seed, i, month):
    """The first who suits of the few people of the neighbourhood who cross the person's way, or NOBODY.

    Rows of people who do not live there now are passed over and are no meeting: how many a neighbourhood has depends on
    how long the scenario is.
    """
    people = place.people
    hood = people.hood[i]
    first, size = place.hoods.first[hood], place.hoods.last[hood] - place.hoods.first[hood]
    met = 0
    for call in range(_CALLS):
        whom = words(seed, MEET_WHOM, i, call, month)
        for k in range(4):
            j = first + int(unit(whom[k]) * size)
            if people.status[j] != HERE or people.hood[j] != hood or j == i:
                continue
            if _suits(people, rates, i, j, month):
                return j
            met += 1
            if met == TRIES:
                return NOBODY
    return NOBODY


@rule
def _suits(people, rates, i, j, month):
    """Whether another is an adult of about the same age whom the person is not tied to."""
    if not is_adult_here(people, j, month) or slot_of(people, i, j) != NOBODY:
        return False
    apart = abs(age_months(people, i, month) - age_months(people, j, month))
    return apart <= rates.meet_age_gap * 12


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
    _, _, u_neighbour, u_partner = uniforms(seed, TIE, i, month)
    if u_partner < rates.meet_partner and not _has(people, i, PARTNER, False) and not _has(people, j, PARTNER, False):
        return PARTNER
    return NEIGHBOUR if u_neighbour < rates.meet_neighbour else FRIEND


@rule
def _share_home(people, rates, i, j, month):
    """New partners live together where one of them has no family at home to stay with."""
    if people.setting[i] != OWN_HOME or people.setting[j] != OWN_HOME:
        return
    if not _has(people, j, PARENT_CHILD, True):
        move(people, rates, j, OWN_HOME, people.home[i], people.hood[i], MOVE_WANTED, month)
    elif not _has(people, i, PARENT_CHILD, True):
        move(people, rates, i, OWN_HOME, people.home[j], people.hood[j], MOVE_WANTED, month)


@rule
def _live_apart(people, rates, i, j, month):
    """Of partners who part, one founds a home: who has no family at home to stay with and did not found this one."""
    if people.home[i] != people.home[j] or people.setting[i] != OWN_HOME or people.setting[j] != OWN_HOME:
        return
    stays = _has(people, j, PARENT_CHILD, True) and not _has(people, i, PARENT_CHILD, True)
    leaver = i if stays or people.home[i] == NOBODY - 1 - 2 * j else j
    found_home(people, rates, leaver, MOVE_UNWANTED, month)


@rule
def _end(place, rates, log, journal, t, i, tag, month):
    """A tie ruptures or has faded; partners who part live on apart."""
    people, slot = place.people, tag % TIE_SLOTS
    j, kind = people.tie_other[i, slot], people.tie_kind[i, slot]
    reason = END_FADED if tag < _RUPTURED else END_RUPTURE
    end_tie(people, log, place.counters, journal, t, i, slot, reason, month)
    if kind == PARTNER:
        _live_apart(people, rates, i, j, month)


@rule
def _meet(place, rates, journal, t, seed, i, month):
    """A person who sets out may find somebody; new partners may share a home."""
    people = place.people
    j = _meets(place, rates, seed, i, month)
    if j == NOBODY:
        return
    kind = _kind(people, rates, i, j, seed, month)
    begun = begin_tie(people, rates, journal, t, i, j, kind, month, pair_match(seed, i, j), 1)
    if begun and kind == PARTNER:
        _share_home(people, rates, i, j, month)


@kernel
def settle(place, rates, scratch, log, journal, t, seed, month):
    """End the listed ties in order; then let those meet who set out."""
    for tile in range(scratch.length.shape[0]):
        for k in range(scratch.length[tile]):
            if scratch.tag[tile, k] < _MEETING:
                _end(place, rates, log, journal, t, scratch.listed[tile, k], scratch.tag[tile, k], month)
    for tile in range(scratch.length.shape[0]):
        for k in range(scratch.length[tile]):
            if scratch.tag[tile, k] == _MEETING:
                _meet(place, rates, journal, t, seed, scratch.listed[tile, k], month)
