"""Prevention programmes: outreach to people at some distance from crisis, as far as the month's places go."""

from __future__ import annotations

import numpy as np

from simulation.kernels.chance import ENROL, UPTAKE, fill_words_of, unit, words
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.lookups import ADULT_MONTHS, age_years, at_home, cell, lives_alone
from simulation.kernels.passes import list_marked
from simulation.state.codes import COUNCIL, HERE, NOBODY, OWN_HOME
from simulation.state.journal import COUNT_INDEX
from simulation.state.people import PROGRAMME_SLOTS
from simulation.state.scratch import TILE

PROGRAMME_STARTS = COUNT_INDEX["programme_starts"]


@rule
def _takes_part(people, programmes, p, i, month):
    for slot in range(PROGRAMME_SLOTS):
        if people.programme[i, slot] == p and month < people.programme_since[i, slot] + programmes.months[p]:
            return True
    return False


@rule
def _can_have(people, programmes, p, i):
    """Whether somebody can be brought to a person, if the programme does so: in the own home, and alone there if it
    means that they move in."""
    if programmes.brings[p] == 0:
        return True
    return people.setting[i] == OWN_HOME and (programmes.lives_in[p] == 0 or lives_alone(people, i))


@rule
def _suits(people, programmes, p, i, month):
    """Whether a programme is for a person: at home, within its bounds, not in it now."""
    if not _can_have(people, programmes, p, i):
        return False
    if people.need[i] < programmes.min_need[p] or people.need[i] > programmes.max_need[p]:
        return False
    if programmes.min_strain[p] > 0.0 and (people.care_minutes[i] == 0 or people.strain[i] < programmes.min_strain[p]):
        return False
    if people.lonely[i] < programmes.min_lonely[p] or age_years(people, i, month) < programmes.min_age[p]:
        return False
    return not _takes_part(people, programmes, p, i, month) and at_home(people, i)


@rule
def _would(programmes, p, willing, room):
    """Whether a person would take part, and has the room that it takes; two lots for life."""
    return unit(willing) < programmes.uptake[p] and unit(room) < programmes.room[p]


@rule
def fits(people, programmes, p, seed, i, month):
    """Whether a programme is for a person, who would take part."""
    if not _suits(people, programmes, p, i, month):
        return False
    willing, room, _, _ = words(seed, UPTAKE, i, p, 0)
    return _would(programmes, p, willing, room)


@rule
def enrol(place, catalogue, levers, journal, t, p, i, month, sums):
    """Take a person into a programme, in the slot of the one begun longest ago; the council pays."""
    people = place.people
    slot = 0
    for other in range(1, PROGRAMME_SLOTS):
        free = people.programme[i, other] == NOBODY
        if people.programme[i, slot] != NOBODY and (
            free or people.programme_since[i, other] < people.programme_since[i, slot]
        ):
            slot = other
    for same in range(PROGRAMME_SLOTS):
        if people.programme[i, same] == p:
            slot = same
    people.programme[i, slot] = p
    people.programme_since[i, slot] = month
    levers.programme_places[p] -= 1
    sums[PROGRAMME_STARTS, cell(people, place.hoods, i, month)] += 1
    service = catalogue.models.where.shape[0] + p
    fifth = place.hoods.fifth[people.hood[i]]
    journal.ledger[t, COUNCIL, service, fifth] += catalogue.programmes.cost_pence[p]


@rule
def help_carer(place, catalogue, levers, journal, t, i, month, sums):
    """Take a carer who asked for support into the first programme for carers with room; returns whether there is one.

    Who asks has a right to be seen: neither strain nor willingness decides, as they do where programmes reach out.
    """
    people, programmes = place.people, catalogue.programmes
    for p in range(programmes.months.shape[0]):
        for_carers = programmes.min_strain[p] > 0.0 and levers.programme_places[p] > 0
        within = people.need[i] >= programmes.min_need[p] and people.need[i] <= programmes.max_need[p]
        if for_carers and within and not _takes_part(people, programmes, p, i, month):
            enrol(place, catalogue, levers, journal, t, p, i, month, sums)
            return True
    return False


@rule
def offer(place, catalogue, levers, journal, t, seed, i, month, sums, quick):
    """Offer a person at the front door the first programme that fits and has room (of quick fixes alone, if ``quick``);
    returns whether one did."""
    for p in range(catalogue.programmes.months.shape[0]):
        if quick and not catalogue.programmes.quick_fix[p]:
            continue
        if levers.programme_places[p] > 0 and fits(place.people, catalogue.programmes, p, seed, i, month):
            enrol(place, catalogue, levers, journal, t, p, i, month, sums)
            return True
    return False


@rule
def _mark_within_bounds(people, programmes, first, length, month, marks):
    """Mark adults of a run of rows whom the bounds of any programme allow; most people are within none."""
    need, strain = people.need[first : first + length], people.strain[first : first + length]
    lonely, birth = people.lonely[first : first + length], people.birth_month[first : first + length]
    status = people.status[first : first + length]
    for k in range(length):
        marks[k] = 0
    for p in range(programmes.months.shape[0]):
        low, high, born = programmes.min_need[p], programmes.max_need[p], month - 12 * programmes.min_age[p]
        min_strain, min_lonely = programmes.min_strain[p], programmes.min_lonely[p]
        for k in range(length):
            within = (need[k] >= low) & (need[k] <= high) & (birth[k] <= born)
            marks[k] |= within & (strain[k] >= min_strain) & (lonely[k] >= min_lonely)
    for k in range(length):
        marks[k] &= (status[k] == HERE) & (birth[k] <= month - ADULT_MONTHS)


@rule
def _list_suited(people, programmes, p, rows, length, month, suited):
    n = 0
    for k in range(length):
        suited[n] = rows[k]
        n += _suits(people, programmes, p, rows[k], month)
    return n


@rule
def _list_willing(programmes, p, seed, suited, length, drawn):
    """Keep those of a list who would take part in a programme."""
    fill_words_of(seed, UPTAKE, suited, p, length, 0, drawn)
    n = 0
    for k in range(length):
        suited[n] = suited[k]
        n += _would(programmes, p, drawn[0, k], drawn[1, k])
    return n


@kernel
def reach(first_tile, last_tile, place, catalogue, levers, scratch, chunk, seed, month):
    """List (person, programme as tag) those reached who take part; about as many as there are places.

    ``scratch.eligible`` counts, tile by tile, those for whom each programme is.
    """
    people, programmes = place.people, catalogue.programmes
    rows, suited, drawn = scratch.rows[chunk], scratch.suited[chunk], scratch.words[chunk]
    for tile in range(first_tile, last_tile):
        first = tile * TILE
        length = min(people.status.shape[0] - first, TILE)
        _mark_within_bounds(people, programmes, first, length, month, scratch.flags[chunk])
        within = list_marked(scratch.flags[chunk], first, length, rows)
        n = 0
        for p in range(programmes.months.shape[0]):
            chance = min(levers.programme_places[p] / max(levers.programme_eligible[p], 1), 1.0)
            eligible = _list_suited(people, programmes, p, rows, within, month, suited)
            eligible = _list_willing(programmes, p, seed, suited, eligible, drawn)
            scratch.eligible[tile, p] = eligible
            if chance <= 0.0 or programmes.quick_fix[p]:  # a quick fix is for whoever asks
                continue
            fill_words_of(seed, ENROL, suited, p, eligible, month, drawn)
            for k in range(eligible):
                if unit(drawn[0, k]) < chance * levers.reach[place.hoods.fifth[people.hood[suited[k]]]]:
                    scratch.listed[tile, n] = suited[k]
                    scratch.tag[tile, n] = p
                    n += 1
        scratch.length[tile] = n


@kernel
def reached(scratch, found, seed, month):
    """Those listed, as (person, programme or other tag, lot) columns of ``found``."""
    k = 0
    for tile in range(scratch.length.shape[0]):
        for e in range(scratch.length[tile]):
            i, p = scratch.listed[tile, e], scratch.tag[tile, e]
            found[0, k], found[1, k] = i, p
            found[2, k] = np.int64(words(seed, ENROL, i, p, month)[1])
            k += 1


@kernel
def settle(place, catalogue, levers, scratch, journal, t, found, seed, month):
    """Enrol those reached (person and programme columns, in order of their lots) until the places are gone."""
    sums = scratch.sums[0]
    for e in range(found.shape[1]):
        i, p = found[0, e], found[1, e]
        if levers.programme_places[p] > 0 and fits(place.people, catalogue.programmes, p, seed, i, month):
            enrol(place, catalogue, levers, journal, t, p, i, month, sums)
    for p in range(scratch.eligible.shape[1]):
        eligible = 0
        for tile in range(scratch.eligible.shape[0]):
            eligible += scratch.eligible[tile, p]
        levers.programme_eligible[p] = eligible
