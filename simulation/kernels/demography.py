"""Births, deaths, moves in and out.

A person dies with the chance of age, sex and need (times a hazard ratio when nobody is tied to the person). People
of one home share the lot of moving out, each with the chance of the own age band (a child with that of a parent at
home), so that families leave together. A young adult leaves the parents' home for one nearby. Newcomers enter in the
month set when the place was made; a child is born only if a parent is here. Leaving the place ends every tie and
arrangement, each with its reason.
"""

from __future__ import annotations

import numpy as np

from simulation.kernels.bonds import end_tie, free, free_slot, gain_of, slot_of
from simulation.kernels.chance import DEATH, LEAVE, fill_words, unit
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.lookups import ADULT_MONTHS, age_months, age_years, band, cell, is_adult_here, uprooted
from simulation.kernels.passes import greatest, limit_of, list_below
from simulation.kernels.support import end, found_home
from simulation.state.codes import (
    DIED,
    END_DEATH,
    END_LEFT_PLACE,
    END_LEFT_TOGETHER,
    FUTURE,
    HERE,
    LEFT,
    MOVE_WANTED,
    NEED_LOW,
    NOBODY,
    NOT_ASKING,
    OWN_HOME,
    PARENT_CHILD,
)
from simulation.state.journal import COUNT_INDEX
from simulation.state.people import TIE_SLOTS
from simulation.state.scratch import TILE

DEATHS = COUNT_INDEX["deaths"]
MOVES_OUT = COUNT_INDEX["moves_out"]
ARRIVALS = COUNT_INDEX["arrivals"]
_ENTERED, _DIED, _LEFT = 1, 2, 3  # columns of journal.persons
NEW_HOME = LEFT + 1  # a tag, not a status: a home of the person's own number


@rule
def _isolated(people, i):
    for slot in range(TIE_SLOTS):
        if people.tie_other[i, slot] != NOBODY:
            return False
    return True


@rule
def _parent_at_home(people, i):
    """A parent (by a tie to somebody older in the same home), or NOBODY."""
    for slot in range(TIE_SLOTS):
        j = people.tie_other[i, slot]
        if j == NOBODY or people.tie_kind[i, slot] != PARENT_CHILD or people.home[j] != people.home[i]:
            continue
        if people.birth_month[j] < people.birth_month[i]:
            return j
    return NOBODY


@rule
def _sharing_lot(people, i):
    """The number whose lot decides a move out: the own home's, or, elsewhere, one of the person's own."""
    return people.home[i] if people.setting[i] == OWN_HOME else NOBODY - 2 - 2 * i


@rule
def _moves_out(people, rates, i, u_leave, month):
    """Whether a person leaves the place this month, by the lot of the home."""
    who = i
    if age_months(people, i, month) < ADULT_MONTHS:
        parent = _parent_at_home(people, i)
        who = parent if parent != NOBODY else i
    return u_leave < rates.leave[band(people, who, month)]


@rule
def _leaves_parents(people, rates, i, u_home, month):
    """Whether a young adult without much need moves out of the parents' home, to one of the person's own."""
    years = age_years(people, i, month)
    ready = years * 12 >= ADULT_MONTHS and years <= rates.leave_parents_max_age and people.need[i] <= NEED_LOW
    at_home = ready and u_home < rates.leave_parents and people.setting[i] == OWN_HOME
    return at_home and _parent_at_home(people, i) != NOBODY


@rule
def _dies(people, rates, i, u_death, month):
    chance = rates.death[people.female[i], age_years(people, i, month), people.need[i]]
    if uprooted(people, rates, i, month):
        chance *= rates.death_uprooted
    return u_death < chance or (u_death < chance * rates.death_isolated and _isolated(people, i))


@rule
def _list_homes(people, rows, living, numbers, homes, first):
    """The homes of a tile, each once where its people lie together, and where they begin and end. Returns how many."""
    for k in range(living):
        numbers[k] = np.uint32(_sharing_lot(people, rows[k]))
    n = first[0] = 0
    for k in range(living):
        homes[n] = numbers[k]
        first[n + 1] = k + 1
        n += (k + 1 == living) | (numbers[k + 1] != numbers[k])
    return n


@rule
def _list_fates(rows, living, fate, listed, tag):
    length = 0
    for k in range(living):
        listed[length], tag[length] = rows[k], fate[k]
        length += fate[k] != HERE
    return length


@kernel
def sieve(first_tile, last_tile, place, rates, scratch, chunk, seed, month):
    """List those who die, move out or leave their parents' home, with the new status as tag.

    Each fate in turn is asked of the few whose draw is low enough for anybody; a later one goes before an earlier.
    """
    people, few, fate = place.people, scratch.few[chunk], scratch.mark[chunk]
    words, lots, home_first = scratch.words[chunk], scratch.lots[chunk], scratch.home_first[chunk]
    death, leave = greatest(rates.death) * max(rates.death_isolated, 1.0), greatest(rates.leave)
    death *= max(rates.death_uprooted, 1.0)
    for tile in range(first_tile, last_tile):
        rows, living = scratch.here[tile], scratch.here_length[tile]
        fate[:living] = HERE
        homes = _list_homes(people, rows, living, scratch.numbers[chunk], scratch.homes[chunk], home_first)
        fill_words(seed, LEAVE, scratch.homes[chunk], homes, month, lots)
        for h in few[: list_below(lots[0], homes, limit_of(leave), few)]:
            for k in range(home_first[h], home_first[h + 1]):
                if _moves_out(people, rates, rows[k], unit(lots[0, h]), month):
                    fate[k] = LEFT
        fill_words(seed, DEATH, rows, living, month, words)
        for k in few[: list_below(words[1], living, limit_of(rates.leave_parents), few)]:
            if fate[k] == HERE and _leaves_parents(people, rates, rows[k], unit(words[1, k]), month):
                fate[k] = NEW_HOME
        for k in few[: list_below(words[0], living, limit_of(death), few)]:
            if _dies(people, rates, rows[k], unit(words[0, k]), month):
                fate[k] = DIED
        scratch.length[tile] = _list_fates(rows, living, fate, scratch.listed[tile], scratch.tag[tile])


@rule
def _depart(place, catalogue, log, journal, t, i, fate, month, sums):
    people = place.people
    if age_months(people, i, month) >= ADULT_MONTHS:
        sums[DEATHS if fate == DIED else MOVES_OUT, cell(people, place.hoods, i, month)] += 1
    journal.persons[t, _DIED if fate == DIED else _LEFT] += 1
    reason = END_DEATH if fate == DIED else END_LEFT_PLACE
    if people.arrangement[i] != NOBODY:
        end(place, catalogue, log, journal, t, people.arrangement[i], reason, month)
    for slot in range(TIE_SLOTS):
        j = people.tie_other[i, slot]
        if j != NOBODY:
            together = fate == LEFT and people.status[j] == LEFT
            why = END_LEFT_TOGETHER if together else reason
            end_tie(people, log, place.counters, journal, t, i, slot, why, month)
    people.status[i] = fate
    people.stage[i] = NOT_ASKING
    people.care_minutes[i] = 0


@rule
def _mark_leaving(people, scratch):
    """Who moves out is known before any tie ends, so that people who go together are seen to."""
    for tile in range(scratch.length.shape[0]):
        for k in range(scratch.length[tile]):
            if scratch.tag[tile, k] == LEFT:
                people.status[scratch.listed[tile, k]] = LEFT


@rule
def _tie_in(people, rates, journal, t, i, month):
    """Keep the ties a newcomer brings to people who are here; write the other side. Returns how many are kept."""
    kept = 0
    for slot in range(TIE_SLOTS):
        j = people.tie_other[i, slot]
        if j == NOBODY:
            continue
        there = slot_of(people, j, i)
        if there == NOBODY:
            there = free_slot(people, j)
        if people.status[j] != HERE or there == NOBODY:
            free(people, i, slot)
            continue
        kept += 1
        if people.tie_other[j, there] == NOBODY or j > i:
            journal.ties_formed[t, people.tie_kind[i, slot]] += 1
        _mirror(people, rates, i, slot, j, there, month)
    return kept


@rule
def _mirror(people, rates, i, slot, j, there, month):
    gain = gain_of(people, rates, i, j, people.tie_kind[i, slot], people.tie_match[i, slot])
    people.tie_gain[i, slot] = gain
    people.tie_gain[j, there] = gain
    people.tie_start[i, slot] = month
    people.tie_other[j, there] = i
    people.tie_kind[j, there] = people.tie_kind[i, slot]
    people.tie_strength[j, there] = people.tie_strength[i, slot]
    people.tie_start[j, there] = month
    people.tie_match[j, there] = people.tie_match[i, slot]
    people.tie_mutual[j, there] = people.tie_mutual[i, slot]


@rule
def _enter(place, journal, t, i, month, sums):
    people = place.people
    people.status[i] = HERE
    journal.persons[t, _ENTERED] += 1
    if is_adult_here(people, i, month):
        sums[ARRIVALS, cell(people, place.hoods, i, month)] += 1


@rule
def _parent_here(people, i):
    for slot in range(TIE_SLOTS):
        j = people.tie_other[i, slot]
        if j != NOBODY and people.status[j] == HERE:
            return True
    return False


@kernel
def settle(place, catalogue, rates, scratch, log, journal, t, month):
    """Carry out the listed departures, then let in this month's newcomers, in order of their rows."""
    people, sums = place.people, scratch.sums[0]
    _mark_leaving(people, scratch)
    for tile in range(scratch.length.shape[0]):
        for k in range(scratch.length[tile]):
            i, fate = scratch.listed[tile, k], scratch.tag[tile, k]
            if fate == NEW_HOME:
                found_home(people, rates, i, MOVE_WANTED, month)
            else:
                _depart(place, catalogue, log, journal, t, i, fate, month, sums)
    first, last = place.entry_first[t], place.entry_first[t + 1]
    for e in range(first, last):
        i = place.entry_rows[e]
        if people.status[i] == FUTURE and (age_months(people, i, month) > 0 or _parent_here(people, i)):
            _enter(place, journal, t, i, month, sums)
    for e in range(first, last):
        i = place.entry_rows[e]
        if people.status[i] == HERE:
            _tie_in(people, rates, journal, t, i, month)


@kernel
def roll_call(first_tile, last_tile, place, scratch, month):
    """List everyone who lives here, and the adults among them, tile by tile, for the other processes of the month."""
    people = place.people
    for tile in range(first_tile, last_tile):
        here, adults = scratch.here[tile], scratch.adults[tile]
        living = 0
        for i in range(tile * TILE, min((tile + 1) * TILE, people.status.shape[0])):
            here[living] = i
            living += people.status[i] == HERE
        grown = 0
        for k in range(living):
            adults[grown] = here[k]
            grown += age_months(people, here[k], month) >= ADULT_MONTHS
        scratch.here_length[tile] = living
        scratch.adults_length[tile] = grown
