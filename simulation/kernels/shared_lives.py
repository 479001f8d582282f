"""Shared Lives carers: an enquiry, an application, a decision after some months, years of service, and an end.

Enquiries are sought among the few households that would ever share their home, and fail with those that are carers,
apply, or have been turned down of late: so the more of them are carers, the dearer the next. Carers retire from some
age, or resign the sooner the more strained they are, with notice: people there look for another carer meanwhile. A
carer who dies, moves away or comes to need much help is gone at once. Whoever still lived there has lost their home.
"""

from __future__ import annotations

import math

from simulation.kernels.brought import has_moved_in
from simulation.kernels.chance import APPROVE, SHARER, SHARER_LEAVES, uniforms
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.lookups import age_years
from simulation.kernels.sharing import ask_for, part
from simulation.state.codes import (
    COUNCIL,
    END_WORKER_LEFT,
    HERE,
    NEED_LOW,
    NEED_NONE,
    NEVER,
    NOBODY,
    OWN_HOME,
    PRESSING,
)
from simulation.state.journal import OTHER_SERVICES, SHARER_NAMES
from simulation.state.place import SHARERS
from simulation.state.supply import MOST_PLACES

RECRUITMENT = OTHER_SERVICES.index("sharer_recruitment")
APPROVED, APPLYING = SHARER_NAMES.index("approved"), SHARER_NAMES.index("applying")
PEOPLE, PLACES, STRAIN = SHARER_NAMES.index("people"), SHARER_NAMES.index("places"), SHARER_NAMES.index("strain")
SOUGHT, ENQUIRIES = SHARER_NAMES.index("sought"), SHARER_NAMES.index("enquiries")
WITHDRAWN, APPROVALS = SHARER_NAMES.index("withdrawn"), SHARER_NAMES.index("approvals")
APPROVAL_MONTHS, NOTICES = SHARER_NAMES.index("approval_months"), SHARER_NAMES.index("notices")
LEFT, DISPLACED = SHARER_NAMES.index("left"), SHARER_NAMES.index("displaced")
TRYING = SHARER_NAMES.index("trying")
MILLE = 1000


@rule
def _places(rates, u):
    """One to ``MOST_PLACES`` places, by the shares of the evidence."""
    for k in range(MOST_PLACES - 1):
        if u < rates.sharer_places[k]:
            return k + 1
        u -= rates.sharer_places[k]
    return MOST_PLACES


@rule
def _suits(people, rates, i, month):
    """Whether a person could become a carer now: of the right age, in good health and at home."""
    if people.status[i] != HERE or people.need[i] != NEED_NONE or people.setting[i] != OWN_HOME:
        return False
    years = age_years(people, i, month)
    return rates.sharer_min_age <= years and years <= rates.sharer_max_age


@rule
def _suited(place, rates, nth, month):
    """The row in ``Willing`` of the ``nth`` household that suits now; how many there are if ``nth`` is NOBODY."""
    found = 0
    for w in range(place.willing.person.shape[0]):
        if _suits(place.people, rates, place.willing.person[w], month):
            if found == nth:
                return w
            found += 1
    return found


@rule
def _shares_already(place, i):
    """Whether someone in the home applies or is approved."""
    people, sharers = place.people, place.sharers
    for s in range(place.counters[SHARERS]):
        if sharers.active[s] and people.home[sharers.person[s]] == people.home[i]:
            return True
    return False


@rule
def _apply(place, rates, w, u_first, u_second, month):
    """A row for an applicant; the months to a decision lie around their mean in a triangle."""
    sharers, row = place.sharers, place.counters[SHARERS]
    months = rates.sharer_months * (1.0 + rates.sharer_months_spread * (u_first + u_second - 1.0))
    sharers.person[row] = place.willing.person[w]
    sharers.active[row] = 1
    sharers.applied[row] = month
    sharers.decided[row] = month + max(int(months + 0.5), 0)
    place.willing.ready[w] = NEVER
    place.counters[SHARERS] = row + 1


@rule
def _enquire(place, catalogue, rates, journal, t, seed, k, suited, month):
    """An enquiry sought: paid for by the council, unless that household cannot be asked (again) yet."""
    people, willing = place.people, place.willing
    u_whom, u_apply, u_first, u_second = uniforms(seed, SHARER, k, month)
    w = _suited(place, rates, int(u_whom * suited), month)
    i = willing.person[w]
    journal.sharers[t, SOUGHT] += 1
    if willing.ready[w] > month or _shares_already(place, i):
        return
    service = catalogue.models.where.shape[0] + catalogue.programmes.months.shape[0] + RECRUITMENT
    journal.ledger[t, COUNCIL, service, place.hoods.fifth[people.hood[i]]] += rates.sharer_enquiry_pence
    journal.sharers[t, ENQUIRIES] += 1
    if u_apply < rates.sharer_apply:
        _apply(place, rates, w, u_first, u_second, month)
        return
    willing.ready[w] = month + rates.sharer_rest_months
    journal.sharers[t, WITHDRAWN] += 1


@rule
def _turn_down(place, rates, journal, t, s, month):
    """An application comes to nothing; the household may be asked again some time."""
    place.sharers.active[s] = 0
    journal.sharers[t, WITHDRAWN] += 1
    for w in range(place.willing.person.shape[0]):
        if place.willing.person[w] == place.sharers.person[s]:
            place.willing.ready[w] = month + rates.sharer_rest_months


@rule
def _decide(place, rates, journal, t, seed, s, month):
    """An applicant who no longer suits, or whom a programme has brought under one roof with another, withdraws; others
    are approved, or not, when the decision is due."""
    people, sharers = place.people, place.sharers
    i = sharers.person[s]
    if not _able(people, i) or has_moved_in(place, i):
        _turn_down(place, rates, journal, t, s, month)
        return
    if month < sharers.decided[s]:
        return
    u_approve, u_places, _, _ = uniforms(seed, APPROVE, i, month)
    if u_approve >= rates.sharer_approve:
        _turn_down(place, rates, journal, t, s, month)
        return
    sharers.approved[s] = month
    sharers.places[s] = _places(rates, u_places)
    journal.sharers[t, APPROVALS] += 1
    journal.sharers[t, APPROVAL_MONTHS] += month - sharers.applied[s]


@rule
def _able(people, i):
    """Whether a carer still can: here, at home, with little need."""
    return people.status[i] == HERE and people.need[i] <= NEED_LOW and people.setting[i] == OWN_HOME


@rule
def _months_of_notice(place, rates, seed, s, month):
    """Months until a carer who decides to stop this month is gone, or NEVER."""
    people, i = place.people, place.sharers.person[s]
    u_retire, u_resign, _, _ = uniforms(seed, SHARER_LEAVES, i, month)
    if age_years(people, i, month) >= rates.sharer_retire_age and u_retire < rates.sharer_retire:
        return rates.sharer_retire_notice
    if u_resign < rates.sharer_resign * math.exp(rates.sharer_resign_strain * float(place.sharers.strain[s])):
        return rates.sharer_resign_notice
    return NEVER


@rule
def _give_notice(place, journal, t, s, last, month):
    """The people there look for another carer, and nobody new comes."""
    arr, sharers = place.arrangements, place.sharers
    sharers.leaves[s] = last
    sharers.guest[s] = NOBODY
    journal.sharers[t, NOTICES] += 1
    for k in range(sharers.filled[s]):
        row = sharers.guests[s, k]
        ask_for(place.people, arr.person[row], arr.model[row], PRESSING, month)


@rule
def _leave(place, catalogue, rates, levers, log, journal, t, seed, s, month, sums):
    """The carer is gone; whoever is still there must leave, the newest first."""
    sharers = place.sharers
    sharers.active[s] = 0
    sharers.approved[s] = NEVER
    sharers.guest[s] = NOBODY
    journal.sharers[t, LEFT] += 1
    for k in range(sharers.filled[s] - 1, -1, -1):
        journal.sharers[t, DISPLACED] += 1
        row = sharers.guests[s, k]
        part(place, catalogue, rates, levers, log, journal, t, seed, row, END_WORKER_LEFT, month, sums)


@rule
def _serve(place, catalogue, rates, levers, log, journal, t, seed, s, month, sums):
    """An approved carer goes on, gives notice, or is gone."""
    sharers = place.sharers
    if sharers.leaves[s] == NEVER:
        notice = _months_of_notice(place, rates, seed, s, month)
        if notice != NEVER:
            _give_notice(place, journal, t, s, month + notice, month)
    if sharers.leaves[s] <= month or not _able(place.people, sharers.person[s]):
        _leave(place, catalogue, rates, levers, log, journal, t, seed, s, month, sums)


@rule
def _take_stock(place, journal, t, month):
    sharers = place.sharers
    for s in range(place.counters[SHARERS]):
        if not sharers.active[s]:
            continue
        if sharers.approved[s] > month:
            journal.sharers[t, APPLYING] += 1
            continue
        journal.sharers[t, APPROVED] += 1
        journal.sharers[t, PEOPLE] += sharers.filled[s]
        journal.sharers[t, PLACES] += sharers.places[s]
        journal.sharers[t, STRAIN] += int(float(sharers.strain[s]) * MILLE)


@kernel
def settle(place, catalogue, rates, levers, scratch, log, journal, t, seed, month):
    """Carers and applicants in order, then enquiries sought, then what stands."""
    sharers, sums = place.sharers, scratch.sums[0]
    for s in range(place.counters[SHARERS]):
        if sharers.active[s] and sharers.approved[s] <= month:
            _serve(place, catalogue, rates, levers, log, journal, t, seed, s, month, sums)
        elif sharers.active[s]:
            _decide(place, rates, journal, t, seed, s, month)
    suited = _suited(place, rates, NOBODY, month)
    if suited > 0:
        for k in range(levers.sharer_enquiries[0]):
            _enquire(place, catalogue, rates, journal, t, seed, k, suited, month)
    _take_stock(place, journal, t, month)


@kernel
def count_trying(place, journal, t):
    """After the month's matching, how many try out a match."""
    for s in range(place.counters[SHARERS]):
        journal.sharers[t, TRYING] += place.sharers.guest[s] != NOBODY
