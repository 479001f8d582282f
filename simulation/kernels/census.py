"""The census at the month's end: who lives here, who needs and gets what, and how steady it is."""

from __future__ import annotations

from simulation.kernels.compiling import kernel, rule
from simulation.kernels.lookups import ADULT_MONTHS, age_months, at_home, cell
from simulation.state.codes import (
    AWAITING_ASSESSMENT,
    AWAITING_START,
    HOSPITAL,
    NEED_LOW,
    NEED_NONE,
    NEVER,
    NOBODY,
    SHARED_LIVES,
)
from simulation.state.journal import COUNT_INDEX
from simulation.state.people import TIE_SLOTS
from simulation.state.place import ARRANGEMENTS

PEOPLE = COUNT_INDEX["people"]
FIRST_NEED = COUNT_INDEX["need_low"]
ASKED = COUNT_INDEX["asked_minutes"]
UNPAID = COUNT_INDEX["unpaid_minutes"]
PAID = COUNT_INDEX["paid_minutes"]
UNMET = COUNT_INDEX["unmet_minutes"]
WITH_UNMET = COUNT_INDEX["people_with_unmet_need"]
WAIT_ASSESSMENT = COUNT_INDEX["awaiting_assessment"]
WAIT_START = COUNT_INDEX["awaiting_start"]
DELAYED_PEOPLE = COUNT_INDEX["delayed_people"]
DELAYED_DAYS = COUNT_INDEX["delayed_days"]
SUPPORTED = COUNT_INDEX["supported"]
STABLE = COUNT_INDEX["stable_12_months"]
MOVES_OF_HOME = COUNT_INDEX["moves_of_home"]
UNPAID_TIES = COUNT_INDEX["unpaid_ties"]
MUTUAL_TIES = COUNT_INDEX["mutual_unpaid_ties"]
PAID_TIES = COUNT_INDEX["paid_ties"]
DAYS_WEEK = 7
_HERE = 0  # column of journal.persons


@rule
def _hours(people, sums, at, i):
    """Help asked, given by each source, and missing: asked = unpaid + paid that meets the need + unmet."""
    asked, unpaid = people.asked_minutes[i], people.unpaid_minutes[i]
    paid = min(people.paid_minutes[i], asked - unpaid)
    sums[ASKED, at] += asked
    sums[UNPAID, at] += unpaid
    sums[PAID, at] += paid
    sums[UNMET, at] += asked - unpaid - paid
    if asked > unpaid + paid:
        sums[WITH_UNMET, at] += 1


@rule
def _waits(people, rates, sums, at, i, month):
    if people.stage[i] == AWAITING_ASSESSMENT:
        sums[WAIT_ASSESSMENT, at] += 1
    elif people.stage[i] == AWAITING_START:
        sums[WAIT_START, at] += 1
    if people.setting[i] == HOSPITAL and people.hospital_since[i] < month:
        sums[DELAYED_PEOPLE, at] += 1
        sums[DELAYED_DAYS, at] += rates.weeks_permille * DAYS_WEEK // 1000


@rule
def _relationships(place, sums, at, i, month):
    """Ties of a person with support (a Shared Lives carer is paid), and whether home, support and key worker have all
    stayed for a year."""
    people, row = place.people, place.people.arrangement[i]
    sums[SUPPORTED, at] += 1
    if people.moved[i] == month:
        sums[MOVES_OF_HOME, at] += 1
    if people.changed[i] <= month - 12:
        sums[STABLE, at] += 1
    for slot in range(TIE_SLOTS):
        if people.tie_other[i, slot] == NOBODY:
            continue
        if people.tie_kind[i, slot] == SHARED_LIVES:
            sums[PAID_TIES, at] += 1
        else:
            sums[UNPAID_TIES, at] += 1
            sums[MUTUAL_TIES, at] += people.tie_mutual[i, slot]
    if place.arrangements.key_face[row] != NOBODY:
        sums[PAID_TIES, at] += 1


@kernel
def sieve(first_tile, last_tile, place, rates, scratch, sums, month):
    """Count adults of each cell."""
    people = place.people
    for tile in range(first_tile, last_tile):
        for k in range(scratch.here_length[tile]):
            i = scratch.here[tile, k]
            if age_months(people, i, month) < ADULT_MONTHS:
                continue
            at = cell(people, place.hoods, i, month)
            sums[PEOPLE, at] += 1
            if people.need[i] > NEED_NONE:
                sums[FIRST_NEED + people.need[i] - NEED_LOW, at] += 1
                if at_home(people, i):
                    _hours(people, sums, at, i)
            _waits(people, rates, sums, at, i, month)
            if people.arrangement[i] != NOBODY:
                _relationships(place, sums, at, i, month)


@kernel
def settle(place, catalogue, scratch, journal, t, month):
    """Stocks of arrangements and ties."""
    people, arr = place.people, place.arrangements
    for row in range(place.counters[ARRANGEMENTS]):
        if arr.ended[row] != NEVER:
            continue
        m, at = arr.model[row], cell(people, place.hoods, arr.person[row], month)
        journal.stock[t, m, arr.self_funded[row], at] += 1
        if arr.key_face[row] != NOBODY:
            journal.ties_open[t, catalogue.models.tie_kind[m]] += 1
    for tile in range(scratch.here_length.shape[0]):
        journal.persons[t, _HERE] += scratch.here_length[tile]
        for k in range(scratch.here_length[tile]):
            i = scratch.here[tile, k]
            for slot in range(TIE_SLOTS):
                if people.tie_other[i, slot] > i:
                    journal.ties_open[t, people.tie_kind[i, slot]] += 1
