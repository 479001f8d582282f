"""The census at the month's end: who lives here, who needs and gets what, and how steady it is."""

from __future__ import annotations

import numpy as np

from simulation.kernels.compiling import kernel, rule
from simulation.kernels.lookups import at_home, cell, lives_alone
from simulation.state.codes import (
    AWAITING_ASSESSMENT,
    AWAITING_START,
    CARE_HOME,
    CARER_HOME,
    FRIEND,
    HOSPITAL,
    MOVE_SUDDEN,
    MOVE_UNWANTED,
    N_ENDS,
    N_TIES,
    NEED_LOW,
    NEED_NONE,
    NEVER,
    NOBODY,
    NOT_ASKING,
    SHARED_LIVES,
)
from simulation.state.journal import COMPANY_NAMES, COUNT_INDEX
from simulation.state.people import TIE_SLOTS
from simulation.state.place import ARRANGEMENTS

FIRST_NEED = COUNT_INDEX["need_low"]
ASKED = COUNT_INDEX["asked_minutes"]
UNPAID = COUNT_INDEX["unpaid_minutes"]
PAID = COUNT_INDEX["paid_minutes"]
UNMET = COUNT_INDEX["unmet_minutes"]
WITH_UNMET = COUNT_INDEX["people_with_unmet_need"]
WAIT_ASSESSMENT = COUNT_INDEX["awaiting_assessment"]
WAIT_START = COUNT_INDEX["awaiting_start"]
RESIDENTS = COUNT_INDEX["residents"]
SUPPORTED = COUNT_INDEX["supported"]
STABLE = COUNT_INDEX["stable_12_months"]
MOVES_OF_HOME = COUNT_INDEX["moves_of_home"]
UNWANTED_MOVES = COUNT_INDEX["unwanted_moves"]
SUDDEN_MOVES = COUNT_INDEX["sudden_moves"]
UNPAID_TIES = COUNT_INDEX["unpaid_ties"]
MUTUAL_TIES = COUNT_INDEX["mutual_unpaid_ties"]
PAID_TIES = COUNT_INDEX["paid_ties"]
IN_COMPANY, FRIENDS = COMPANY_NAMES.index("people"), COMPANY_NAMES.index("friends")
SETTLED, NEW_FRIENDS = COMPANY_NAMES.index("settled"), COMPANY_NAMES.index("new_friends")
TIES, MUTUAL = COMPANY_NAMES.index("ties"), COMPANY_NAMES.index("mutual_ties")
AT_HOME, ALONE = COMPANY_NAMES.index("at_home"), COMPANY_NAMES.index("alone_minutes")
YEAR = 12
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
def _waits(people, sums, at, i):
    if people.stage[i] == AWAITING_ASSESSMENT:
        sums[WAIT_ASSESSMENT, at] += 1
    elif people.stage[i] == AWAITING_START:
        sums[WAIT_START, at] += 1
    sums[RESIDENTS, at] += people.setting[i] == CARE_HOME


@rule
def _relationships(place, sums, at, i, month):
    """Ties of a person with support (a Shared Lives carer is paid), and whether home, support and key worker have all
    stayed for a year."""
    people, row = place.people, place.people.arrangement[i]
    sums[SUPPORTED, at] += 1
    if people.moved[i] == month:
        sums[MOVES_OF_HOME, at] += 1
        sums[UNWANTED_MOVES, at] += people.moved_how[i] == MOVE_UNWANTED
        sums[SUDDEN_MOVES, at] += people.moved_how[i] == MOVE_SUDDEN
    if people.changed[i] <= month - YEAR:
        sums[STABLE, at] += 1
    for slot in range(TIE_SLOTS):
        tied, kind = people.tie_other[i, slot] != NOBODY, people.tie_kind[i, slot]
        unpaid = tied & (kind != SHARED_LIVES)
        sums[UNPAID_TIES, at] += unpaid
        sums[MUTUAL_TIES, at] += unpaid & people.tie_mutual[i, slot]
        sums[PAID_TIES, at] += tied & (kind == SHARED_LIVES)
    if place.arrangements.key_face[row] != NOBODY:
        sums[PAID_TIES, at] += 1


@rule
def _list_concerned(people, adults, length, few):
    """List the places of those with need, waiting, in hospital or with support."""
    n = 0
    for k in range(length):
        i = adults[k]
        few[n] = k
        more = (people.need[i] > NEED_NONE) | (people.stage[i] > NOT_ASKING)
        n += more | (people.arrangement[i] != NOBODY) | (people.setting[i] == HOSPITAL)
    return n


@kernel
def sieve(first_tile, last_tile, place, scratch, chunk, month):
    """Count the adults of each cell who need help, wait or have support; ``wellbeing`` counts everyone."""
    people, sums, few = place.people, scratch.sums[chunk], scratch.few[chunk]
    for tile in range(first_tile, last_tile):
        adults, length = scratch.adults[tile], scratch.adults_length[tile]
        for k in few[: _list_concerned(people, adults, length, few)]:
            i = adults[k]
            at = cell(people, place.hoods, i, month)
            if people.need[i] > NEED_NONE:
                sums[FIRST_NEED + people.need[i] - NEED_LOW, at] += 1
                if at_home(people, i):
                    _hours(people, sums, at, i)
            _waits(people, sums, at, i)
            if people.arrangement[i] != NOBODY:
                _relationships(place, sums, at, i, month)


@rule
def _keep_company(place, tally, row, month):
    """Ties of a person with support: friends, those made within a year of this support, help that goes both ways."""
    people, arr = place.people, place.arrangements
    i, settled = arr.person[row], arr.started[row] <= month - YEAR
    tally[IN_COMPANY] += 1
    tally[SETTLED] += settled
    tally[TIES] += arr.key_face[row] != NOBODY
    for slot in range(TIE_SLOTS):
        if people.tie_other[i, slot] != NOBODY:
            friend = people.tie_kind[i, slot] == FRIEND
            tally[TIES] += 1
            tally[MUTUAL] += people.tie_mutual[i, slot]
            tally[FRIENDS] += friend
            tally[NEW_FRIENDS] += friend & settled & (people.tie_start[i, slot] > month - YEAR)


@rule
def _time_alone(place, models, rates, tally, row):
    """Waking minutes a week of a person at home that nobody shares: no Shared Lives carer or anyone tied who lives
    there, no help from family and friends, no visitor beyond the tasks of a visit."""
    people, arr = place.people, place.arrangements
    i, visit = arr.person[row], models.visit_minutes[arr.model[row]]
    if not at_home(people, i):
        return
    tally[AT_HOME] += 1
    if people.setting[i] != CARER_HOME and lives_alone(people, i):
        company = np.int64(people.unpaid_minutes[i])
        if visit > 0:
            company += arr.delivered[row] * max(visit - models.task_minutes[arr.model[row]], 0) // visit
        tally[ALONE] += max(rates.waking_minutes - company, 0)


@rule
def _count_ties(place, catalogue, scratch, opened):
    """Count all ties that are open, by kind."""
    people, arr = place.people, place.arrangements
    for row in range(place.counters[ARRANGEMENTS]):
        if arr.ended[row] == NEVER and arr.key_face[row] != NOBODY:
            opened[catalogue.models.tie_kind[arr.model[row]]] += 1
    for tile in range(scratch.here_length.shape[0]):
        for k in range(scratch.here_length[tile]):
            i = scratch.here[tile, k]
            for slot in range(TIE_SLOTS):
                if people.tie_other[i, slot] > i:
                    opened[people.tie_kind[i, slot]] += 1


@rule
def _carry_ties(journal, t):
    """Ties open are last month's, and those formed, less those ended."""
    for kind in range(N_TIES):
        opened = journal.ties_open[t - 1, kind] + journal.ties_formed[t, kind]
        for reason in range(N_ENDS):
            opened -= journal.ties_ended[t, kind, reason]
        journal.ties_open[t, kind] = opened


@kernel
def settle(place, catalogue, rates, scratch, journal, t, month):
    """Stocks of people, arrangements and ties. Ties are counted in the first month and carried on from there."""
    people, arr = place.people, place.arrangements
    for tile in range(scratch.here_length.shape[0]):
        journal.persons[t, _HERE] += scratch.here_length[tile]
    for row in range(place.counters[ARRANGEMENTS]):
        if arr.ended[row] == NEVER:
            at = cell(people, place.hoods, arr.person[row], month)
            journal.stock[t, arr.model[row], arr.self_funded[row], at] += 1
            _keep_company(place, journal.company[t, arr.model[row]], row, month)
            _time_alone(place, catalogue.models, rates, journal.company[t, arr.model[row]], row)
    if t == 0:
        _count_ties(place, catalogue, scratch, journal.ties_open[t])
    else:
        _carry_ties(journal, t)
