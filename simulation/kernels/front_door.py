"""The front door: asking, a conversation, eligibility, and what is offered.

People ask with a chance that depends on age, need, the help that is missing and whether support is in place; some
ask who need no care. The council sees as many as its assessors can, the most urgent and longest waiting first. A
person may be offered reablement first; one with enough need, and enough help missing, waits for support to start;
another may be offered a programme, or is told where else to turn. A council may first offer a quick fix to all who ask.
"""

from __future__ import annotations

import numpy as np

from simulation.kernels.chance import ASK, ASSESS, CHOICE, PATHWAY, PRIORITY, fill_words, uniforms, unit, words
from simulation.kernels.choosing import take_up
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.discharge import leave_hospital
from simulation.kernels.lookups import (
    ADULT_MONTHS,
    OLDER_MONTHS,
    age_months,
    at_home,
    cell,
    gap,
    group,
    in_treatment,
    is_adult_here,
)
from simulation.kernels.passes import limit_of, list_below
from simulation.kernels.programmes import offer
from simulation.kernels.support import replan
from simulation.state.codes import (
    AWAITING_ASSESSMENT,
    AWAITING_START,
    CARE_HOME,
    FROM_HOSPITAL,
    HOSPITAL,
    IN_CRISIS,
    N_NEEDS,
    NEED_MODERATE,
    NEED_NONE,
    NOBODY,
    NOT_ASKING,
    PRESSING,
    ROUTINE,
)
from simulation.state.journal import COUNT_INDEX

REQUESTS = COUNT_INDEX["requests"]
ASSESSMENTS = COUNT_INDEX["assessments"]
SIGNPOSTED = COUNT_INDEX["signposted"]
ASSESSMENT_WAIT = COUNT_INDEX["assessment_wait_months"]
_24_BITS = 0xFFFFFF


@rule
def choose(place, catalogue, rates, levers, seed, i, month):
    """A support model for a person, by the weights of group and need, the council's preference, and who takes it up;
    or NOBODY."""
    return choose_by(place, catalogue, rates, levers, uniforms(seed, CHOICE, i, month)[0], i, month)


@rule
def choose_by(place, catalogue, rates, levers, u, i, month):
    """The choice that a draw makes."""
    people, models = place.people, catalogue.models
    g, need = group(people, i, month), people.need[i]
    total = 0.0
    for m in range(models.where.shape[0]):
        total += models.choice[m, g, need] * levers.preference[m] * take_up(place, models, rates, i, m)
    if total <= 0.0:
        return NOBODY
    mark = u * total
    chosen = NOBODY
    for m in range(models.where.shape[0]):
        weight = models.choice[m, g, need] * levers.preference[m] * take_up(place, models, rates, i, m)
        if weight > 0.0:
            chosen = m
            if mark < weight:
                return m
            mark -= weight
    return chosen


@rule
def _chance_to_ask(people, rates, i, month):
    older = 1 if age_months(people, i, month) >= OLDER_MONTHS else 0
    chance = rates.ask[older, people.need[i]] * (1.0 + rates.ask_gap * gap(people, i))
    return chance * rates.ask_supported if people.arrangement[i] != NOBODY else chance


@rule
def _asks(place, catalogue, rates, levers, i, u_self, seed, month, sums):
    """A person asks, or arranges support alone where savings allow and the person prefers it."""
    people = place.people
    people.stage_since[i] = month
    people.urgency[i] = ROUTINE
    if people.means[i] and people.need[i] >= NEED_MODERATE and people.arrangement[i] == NOBODY:
        chosen = choose(place, catalogue, rates, levers, seed, i, month)
        if u_self < rates.self_arrange and chosen != NOBODY:
            people.stage[i] = AWAITING_START
            people.wanted[i] = chosen
            return
    people.stage[i] = AWAITING_ASSESSMENT
    sums[REQUESTS, cell(people, place.hoods, i, month)] += 1


@rule
def _greatest_chance(rates, need):
    """A bound on the chance to ask, over all ages."""
    chance = max(rates.ask[0, need], rates.ask[1, need]) * (1.0 + max(rates.ask_gap, 0.0))
    return chance * max(rates.ask_supported, 1.0)


@rule
def _could_ask(people, i):
    return people.stage[i] == NOT_ASKING and at_home(people, i)


@kernel
def ask(first_tile, last_tile, place, catalogue, rates, levers, scratch, sums, drawn, few, seed, month):
    """Who asks this month; only a person's own row is written."""
    people, greatest = place.people, 0.0
    for need in range(N_NEEDS):
        greatest = max(greatest, _greatest_chance(rates, need))
    for tile in range(first_tile, last_tile):
        rows, living = scratch.here[tile], scratch.here_length[tile]
        fill_words(seed, ASK, rows, living, month, drawn)
        for f in range(list_below(drawn[0], living, limit_of(greatest), few)):
            i, u = rows[few[f]], unit(drawn[0, few[f]])
            if u >= _greatest_chance(rates, people.need[i]) or u >= _chance_to_ask(people, rates, i, month):
                continue
            if _could_ask(people, i) and is_adult_here(people, i, month):
                _asks(place, catalogue, rates, levers, i, unit(drawn[1, few[f]]), seed, month, sums)
        for k in range(scratch.needing_length[tile]):
            i = scratch.needing[tile, k]
            come_of_age = age_months(people, i, month) == ADULT_MONTHS
            if come_of_age and people.need[i] >= NEED_MODERATE and _could_ask(people, i):
                _asks(place, catalogue, rates, levers, i, 1.0, seed, month, sums)
                people.urgency[i] = PRESSING


@kernel
def priorities(place, rows, keys, seed):
    """Keys that order people who wait: most urgent first, then the longest waiting, then by a lot fixed for each."""
    people = place.people
    for k in range(rows.shape[0]):
        i = rows[k]
        lot = np.int64(words(seed, PRIORITY, i, 0, 0)[0]) & _24_BITS
        since = np.int64(people.stage_since[i]) + 32768
        keys[k] = ((3 - np.int64(people.urgency[i])) << 48) + (since << 24) + lot


@rule
def _offered_reablement(place, catalogue, rates, levers, seed, i, month):
    """Whether a person without support, and whose support has not changed in a year, is first offered reablement."""
    people, first = place.people, rates.reablement_model
    if first == NOBODY or people.arrangement[i] != NOBODY or levers.pot_starts[first] <= 0:
        return False
    if (people.urgency[i] != ROUTINE and people.urgency[i] != FROM_HOSPITAL) or people.changed[i] > month - 12:
        return False
    models, need = catalogue.models, people.need[i]
    if need == NEED_NONE or need < models.min_need[first] or need > models.max_need[first]:
        return False
    return uniforms(seed, ASSESS, i, month)[0] < rates.reablement_offer[group(people, i, month)]


@rule
def _fixed_first(place, catalogue, levers, journal, t, seed, i, month, sums):
    """Whether a person without support who can wait is given a quick fix, and not looked at further."""
    people = place.people
    if levers.quick_first[0] <= 0.0 or people.arrangement[i] != NOBODY or people.urgency[i] != ROUTINE:
        return False
    if uniforms(seed, ASSESS, i, month)[3] >= levers.quick_first[0]:
        return False
    return offer(place, catalogue, levers, journal, t, seed, i, month, sums, True)


@rule
def _given_support(people, catalogue, rates, place, seed, i, month):
    """Whether somebody with enough need is to have new support: at once when a carer has stopped or in a crisis, if
    what is in place no longer fits, or if enough help is missing and the assessment ends in an offer taken up."""
    if people.urgency[i] == PRESSING or people.urgency[i] == IN_CRISIS:
        return True
    if people.arrangement[i] == NOBODY:
        enough = gap(people, i) >= rates.ask_least_gap
        return enough and uniforms(seed, ASSESS, i, month)[2] < rates.eligible_share
    m = place.arrangements.model[people.arrangement[i]]
    return people.need[i] > catalogue.models.max_need[m]


@rule
def _begins_as_short_stay(people, catalogue, rates, seed, i, wanted, month):
    """Whether a care home agreed in hospital is first a short stay, from which to see what is needed for good."""
    if people.setting[i] != HOSPITAL or catalogue.models.where[wanted] != CARE_HOME or rates.interim_model == NOBODY:
        return False
    return uniforms(seed, PATHWAY, i, month)[1] < rates.interim_share


@rule
def given_long_term(place, catalogue, rates, levers, seed, i, month):
    """Whether the assessment of a month (this one's or, for somebody who waits, an earlier one's) ends in long-term
    support."""
    people = place.people
    eligible = people.need[i] >= levers.eligible_need[0] and people.need[i] > NEED_NONE
    return eligible and _given_support(people, catalogue, rates, place, seed, i, month)


@rule
def _assess(place, catalogue, rates, levers, journal, t, seed, i, month, sums):
    people = place.people
    at = cell(people, place.hoods, i, month)
    sums[ASSESSMENTS, at] += 1
    sums[ASSESSMENT_WAIT, at] += month - people.stage_since[i]
    if _fixed_first(place, catalogue, levers, journal, t, seed, i, month, sums):
        people.stage[i] = NOT_ASKING
        return
    eligible = people.need[i] >= levers.eligible_need[0] and people.need[i] > NEED_NONE
    wanted = NOBODY
    if _offered_reablement(place, catalogue, rates, levers, seed, i, month):
        wanted = rates.reablement_model
    elif given_long_term(place, catalogue, rates, levers, seed, i, month):
        wanted = choose(place, catalogue, rates, levers, seed, i, month)
        if wanted != NOBODY and _begins_as_short_stay(people, catalogue, rates, seed, i, wanted, month):
            wanted = rates.interim_model
    if wanted != NOBODY:
        people.stage[i] = AWAITING_START
        people.stage_since[i] = month
        people.wanted[i] = wanted
        return
    people.stage[i] = NOT_ASKING
    if people.setting[i] == HOSPITAL:
        leave_hospital(place, catalogue, rates, seed, i, month, sums)
    if eligible and people.arrangement[i] != NOBODY:
        replan(place, catalogue.models, rates, levers, people.arrangement[i])
        return
    if uniforms(seed, ASSESS, i, month)[1] >= levers.early_offer[0] or not offer(
        place, catalogue, levers, journal, t, seed, i, month, sums, False
    ):
        sums[SIGNPOSTED, at] += 1


@kernel
def assess(place, catalogue, rates, levers, scratch, journal, t, queue, seed, month):
    """See as many of those in the queue, in its order, as the month's assessments allow."""
    for k in range(min(queue.shape[0], levers.assessments[0])):
        i = queue[k]
        if is_adult_here(place.people, i, month) and not in_treatment(place.people, i, month):
            _assess(place, catalogue, rates, levers, journal, t, seed, i, month, scratch.sums[0])
