"""Unpaid care: help asked and given along ties, the strain of giving it, breakdown, and what it costs the carer.

A person living at home asks for help. Each tie with somebody willing, able and near enough can give up to the most for
its kind and distance. Part of what is asked falls to the one who can give most (the main carer); the rest is shared in
proportion. Help that is paid makes families step back by some minutes an hour, or (less than none) do more. Strain
s becomes keep * s + load * hours + lonely - recover - relief of programmes, between 0 and 1. A carer breaks down with
a chance that rises with the square of strain, and then gives nothing for some months. A few carers ask the council for
support of their own. The words of a person's month: breakdown, asking after a carer has stopped, asking as a carer,
whether that helps.
"""

from __future__ import annotations

import numpy as np

from simulation.kernels.bonds import slot_of
from simulation.kernels.chance import CARE, fill_words_of, uniforms, unit
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.lookups import (
    ADULT_MONTHS,
    OLDER_MONTHS,
    age_months,
    at_home,
    cell,
    is_adult_here,
    near,
    programme_effect,
)
from simulation.kernels.passes import list_marked
from simulation.kernels.programmes import help_carer
from simulation.state.catalogue import RELIEF
from simulation.state.codes import (
    AWAITING_ASSESSMENT,
    HERE,
    NEED_NONE,
    NOBODY,
    NOT_ASKING,
    OWN_HOME,
    PRESSING,
)
from simulation.state.journal import COUNT_INDEX
from simulation.state.people import TIE_SLOTS
from simulation.state.scratch import TILE

CARERS = COUNT_INDEX["carers"]
CARERS_20 = COUNT_INDEX["carers_20_hours"]
CARERS_50 = COUNT_INDEX["carers_50_hours"]
STRAINED = COUNT_INDEX["carers_strained"]
BREAKDOWNS = COUNT_INDEX["carer_breakdowns"]
STARTING = COUNT_INDEX["carers_starting"]
STOPPING = COUNT_INDEX["carers_stopping"]
LOSING_WORK = COUNT_INDEX["carers_losing_work"]
LOST_WORK_MINUTES = COUNT_INDEX["lost_work_minutes"]
ASKING = COUNT_INDEX["carers_asking"]
HELPED = COUNT_INDEX["carers_helped"]
REQUESTS = COUNT_INDEX["requests"]
HOUR = 60
_BREAKS_DOWN, _ASKS = 0, 1  # tags


@kernel
def get_ready(first_tile, last_tile, place, rates, scratch, month):
    """Before help is asked: who could give any (``scratch.able``), who gave some last month; nothing is given yet.

    Passes over all rows of a tile, so that asking about a helper takes one byte.
    """
    people = place.people
    for tile in range(first_tile, last_tile):
        a, b = tile * TILE, min((tile + 1) * TILE, people.status.shape[0])
        _mark_able(people, rates, scratch.able[a:b], a, b, month)
        _forget(people.care_minutes[a:b], scratch.cared[a:b])
        _ask_nothing(people.status[a:b], people.need[a:b], people.asked_minutes[a:b], people.unpaid_minutes[a:b])


@rule
def _mark_able(people, rates, able, a, b, month):
    """In the own home, with little need, old enough and not resting."""
    setting, need, birth, rest = people.setting[a:b], people.need[a:b], people.birth_month[a:b], people.rest_until[a:b]
    born = month - 12 * rates.care_min_age
    for k in range(b - a):
        settled = (setting[k] == OWN_HOME) & (need[k] <= rates.care_max_need)
        able[k] = settled & (birth[k] <= born) & (rest[k] <= month)


@rule
def _forget(minutes, cared):
    for k in range(len(minutes)):
        cared[k] = minutes[k] > 0
        minutes[k] = 0


@rule
def _ask_nothing(status, need, asked, unpaid):
    """People without need ask for no help."""
    for k in range(len(status)):
        none = (status[k] == HERE) & (need[k] == NEED_NONE)
        asked[k] = 0 if none else asked[k]
        unpaid[k] = 0 if none else unpaid[k]


@rule
def _may_give(people, rates, able, i, slot):
    """The most a tie can give this month, minutes a week: nothing from those unwilling or unable."""
    j, kind = people.tie_other[i, slot], people.tie_kind[i, slot]
    if j == NOBODY or people.tie_match[i, slot] < rates.care_willing[kind] or not able[j]:
        return 0
    return rates.care_minutes[kind, near(people, i, j)]


@rule
def _share_out(people, rates, scratch, i, wanted):
    """Minutes that each tie gives a person who wants help at home: the main carer first, the rest in proportion.

    Returns their sum.
    """
    room, main = 0, 0
    for slot in range(TIE_SLOTS):
        most = _may_give(people, rates, scratch.able, i, slot)
        scratch.tie_minutes[i, slot] = most
        room += most
        main = slot if most > scratch.tie_minutes[i, main] else main
    if room <= wanted:
        return room
    first = min(np.int64(scratch.tie_minutes[i, main]), wanted * rates.care_main_permille // 1000)
    scratch.tie_minutes[i, main] -= first
    given = first
    for slot in range(TIE_SLOTS):
        part = scratch.tie_minutes[i, slot] * (wanted - first) // (room - first)
        scratch.tie_minutes[i, slot] = part
        given += part
    scratch.tie_minutes[i, main] += first
    return given


@rule
def _respond(people, rates, scratch, i, given):
    """Families step back from a person whose help is paid, or do more, by how near they live; returns what is left."""
    paid, left = np.int64(people.paid_minutes[i]), given
    for slot in range(TIE_SLOTS):
        minutes = np.int64(scratch.tie_minutes[i, slot])
        if minutes == 0:
            continue
        permille = rates.care_displaced_permille[near(people, i, people.tie_other[i, slot])]
        change = min(minutes * paid * abs(permille) // (1000 * given), minutes)
        if permille < 0:
            more = _may_give(people, rates, scratch.able, i, slot) - minutes
            change = -min(change, more, max(people.asked_minutes[i] - left, 0))
        scratch.tie_minutes[i, slot] = minutes - change
        left -= change
    return left


@rule
def _helped_by_family(place, models, rates, scratch, i):
    """Minutes that family and friends give a person at home; none for what staff give who are always there."""
    people, row = place.people, place.people.arrangement[i]
    always = row != NOBODY and models.full_help[place.arrangements.model[row]] != 0
    paid = np.int64(people.paid_minutes[i])
    given = _share_out(people, rates, scratch, i, max(people.asked_minutes[i] - (paid if always else 0), 0))
    return _respond(people, rates, scratch, i, given) if given > 0 and paid > 0 and not always else given


@rule
def _helped_by_brought(people, scratch, i, minutes, given):
    """Minutes from somebody whom a programme brings: of what family, friends and services leave undone. Nobody steps
    back for it. ``scratch.brought`` is what was offered, and then what is given."""
    missing = max(int(minutes) - given - people.paid_minutes[i], 0) if at_home(people, i) else 0
    more = min(np.int64(scratch.brought[i]), missing)
    scratch.brought[i] = more
    return more


@kernel
def ask(first_tile, last_tile, place, catalogue, rates, scratch):
    """Help asked and given, for everyone who needs any; list those helped by family and friends."""
    people = place.people
    for tile in range(first_tile, last_tile):
        length = 0
        for k in range(scratch.needing_length[tile]):
            i = scratch.needing[tile, k]
            minutes = rates.help_minutes[people.need[i]] * (1.0 - rates.help_skill * people.skill[i])
            people.asked_minutes[i] = int(minutes)
            given = _helped_by_family(place, catalogue.models, rates, scratch, i) if at_home(people, i) else 0
            people.unpaid_minutes[i] = given + _helped_by_brought(people, scratch, i, minutes, given)
            if given > 0:
                scratch.listed[tile, length] = i
                length += 1
        scratch.length[tile] = length


@kernel
def add_up(place, scratch):
    """What each carer gives: whole minutes, so the order of adding does not matter."""
    people = place.people
    for tile in range(scratch.length.shape[0]):
        for k in range(scratch.length[tile]):
            i = scratch.listed[tile, k]
            for slot in range(TIE_SLOTS):
                j = people.tie_other[i, slot]
                if j != NOBODY:
                    people.care_minutes[j] += scratch.tie_minutes[i, slot]


@rule
def _strain(people, programmes, rates, i, month):
    """A carer's strain after this month."""
    strain = rates.strain_keep * people.strain[i] - rates.strain_recover
    strain += rates.strain_load * people.care_minutes[i] / rates.strain_full_minutes
    if people.care_minutes[i] > 0:
        strain += rates.strain_lonely * people.lonely[i]
        strain -= programme_effect(people, programmes, i, RELIEF, month)
    return min(max(strain, 0.0), 1.0)


@rule
def _count_carer(place, rates, scratch, sums, i, month):
    """Count a carer who is an adult, and those who start and stop."""
    people = place.people
    if age_months(people, i, month) < ADULT_MONTHS:
        return
    minutes, at = people.care_minutes[i], cell(people, place.hoods, i, month)
    caring = minutes > 0
    if caring != (scratch.cared[i] > 0):
        sums[STARTING if caring else STOPPING, at] += 1
    if not caring:
        return
    sums[CARERS, at] += 1
    if minutes >= 20 * HOUR:
        sums[CARERS_20, at] += 1
    if minutes >= 50 * HOUR:
        sums[CARERS_50, at] += 1
    if people.strain[i] >= rates.strain_high:
        sums[STRAINED, at] += 1
    if minutes >= rates.care_work_minutes and age_months(people, i, month) < OLDER_MONTHS:
        sums[LOSING_WORK, at] += 1
        lost = (minutes - rates.care_work_minutes) * rates.work_lost_permille // 1000
        sums[LOST_WORK_MINUTES, at] += min(lost, rates.work_lost_most)


@rule
def _list(scratch, tile, length, i, tag):
    scratch.listed[tile, length] = i
    scratch.tag[tile, length] = tag
    return length + 1


@rule
def _mark_strained(people, scratch, a, b, marks):
    """Mark who gives care, gave some last month or is still under strain."""
    status, minutes, strain = people.status[a:b], people.care_minutes[a:b], people.strain[a:b]
    cared = scratch.cared[a:b]
    for k in range(b - a):
        marks[k] = (status[k] == HERE) & ((minutes[k] > 0) | (cared[k] > 0) | (strain[k] > 0.0))


@kernel
def bear(first_tile, last_tile, place, catalogue, rates, scratch, sums, chunk, seed, month):
    """Strain of each carer, and who breaks down or asks for support (listed)."""
    people, rows, drawn = place.people, scratch.rows[chunk], scratch.words[chunk]
    for tile in range(first_tile, last_tile):
        a, b = tile * TILE, min((tile + 1) * TILE, people.status.shape[0])
        _mark_strained(people, scratch, a, b, scratch.flags[chunk])
        strained = list_marked(scratch.flags[chunk], a, b - a, rows)
        fill_words_of(seed, CARE, rows, 0, strained, month, drawn)
        length = 0
        for k in range(strained):
            i = rows[k]
            people.strain[i] = np.float32(_strain(people, catalogue.programmes, rates, i, month))
            _count_carer(place, rates, scratch, sums, i, month)
            chance = rates.break_base + rates.break_strain * people.strain[i] * people.strain[i]
            if people.care_minutes[i] >= rates.break_minutes and unit(drawn[0, k]) < chance:
                length = _list(scratch, tile, length, i, _BREAKS_DOWN)
            if people.care_minutes[i] > 0 and unit(drawn[2, k]) < rates.carer_ask:
                length = _list(scratch, tile, length, i, _ASKS)
        scratch.length[tile] = length


@rule
def _helped(people, scratch, i, j):
    """Whether a carer gave a person help this month."""
    slot = slot_of(people, j, i)
    return people.unpaid_minutes[j] > 0 and slot != NOBODY and scratch.tie_minutes[j, slot] > 0


@rule
def _lose_carer(place, rates, sums, seed, j, month):
    people = place.people
    people.lost_care[j] = month
    if not is_adult_here(people, j, month) or people.stage[j] != NOT_ASKING or not at_home(people, j):
        return
    if uniforms(seed, CARE, j, month)[1] < rates.breakdown_ask:
        people.stage[j] = AWAITING_ASSESSMENT
        people.stage_since[j] = month
        people.urgency[j] = PRESSING
        sums[REQUESTS, cell(people, place.hoods, j, month)] += 1


@rule
def _break_down(place, rates, scratch, sums, seed, i, month):
    """A carer stops for a while; each person helped may ask the council."""
    people = place.people
    people.rest_until[i] = month + rates.rest_months
    if age_months(people, i, month) >= ADULT_MONTHS:
        sums[BREAKDOWNS, cell(people, place.hoods, i, month)] += 1
    for slot in range(TIE_SLOTS):
        j = people.tie_other[i, slot]
        if j != NOBODY and _helped(people, scratch, i, j):
            _lose_carer(place, rates, sums, seed, j, month)


@rule
def _asks(place, catalogue, rates, levers, journal, t, seed, i, month, sums):
    """Few are given more than advice, and only while the month's places for carers last."""
    at = cell(place.people, place.hoods, i, month)
    sums[ASKING, at] += 1
    if uniforms(seed, CARE, i, month)[3] < rates.carer_helped:
        sums[HELPED, at] += help_carer(place, catalogue, levers, journal, t, i, month, sums)


@kernel
def settle(place, catalogue, rates, levers, scratch, journal, t, seed, month):
    """Carers who break down, and carers who ask the council for support of their own."""
    people, sums = place.people, scratch.sums[0]
    for tile in range(scratch.length.shape[0]):
        for k in range(scratch.length[tile]):
            i = scratch.listed[tile, k]
            if scratch.tag[tile, k] == _BREAKS_DOWN:
                _break_down(place, rates, scratch, sums, seed, i, month)
            elif age_months(people, i, month) >= ADULT_MONTHS:
                _asks(place, catalogue, rates, levers, journal, t, seed, i, month, sums)
