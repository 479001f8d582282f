"""Hospital: admission, stays of days or months, being ready to leave, and waiting in a bed.

A stay has lognormal days with the mean of the person's need. One of days begins and ends within the month; of one of
months the person lies in hospital until the month of being ready. Whoever is ready goes home at once, or waits for
support: for a step-down bed, or for an assessment and what comes of it. Each month of lying there costs skill, and each
day of waiting may raise need. A stroke raises need by more than a level and takes skill, which may come back.
"""

from __future__ import annotations

import numpy as np

from simulation.kernels.chance import PATHWAY, STAY, STROKE, WARD, uniforms
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.discharge import RETURN_MONTHS, cause_of, go_from_hospital, wait_in_bed, waits_for
from simulation.kernels.lookups import OLDER_MONTHS, age_months, at_home, cell
from simulation.state.codes import (
    AWAITING_ASSESSMENT,
    AWAITING_START,
    CARE_HOME,
    FRAILTY,
    FROM_HOSPITAL,
    HERE,
    HOME_UNAIDED,
    HOSPITAL,
    LEFT,
    N_NEEDS,
    NOBODY,
    NOT_ASKING,
    OWN_HOME,
)
from simulation.state.journal import COUNT_INDEX

ADMISSIONS = COUNT_INDEX["emergency_admissions"]
OF_RESIDENTS = COUNT_INDEX["admissions_of_residents"]
BED_DAYS = COUNT_INDEX["bed_days"]
STROKES = COUNT_INDEX["strokes"]
LONG_STAYS = COUNT_INDEX["long_stays"]
DELAYED_PEOPLE = COUNT_INDEX["delayed_people"]
DISCHARGED_UNAIDED = COUNT_INDEX["discharges_unaided"]
REQUESTS = COUNT_INDEX["requests"]
FROM_HOSPITAL_REQUESTS = COUNT_INDEX["requests_from_hospital"]
NEED_ROSE = COUNT_INDEX["need_rose"]
REABLED = COUNT_INDEX["reabled_followed"]
REABLED_AT_HOME = COUNT_INDEX["reabled_at_home"]
FRAIL = COUNT_INDEX["frail_followed"]
FRAIL_IN_CARE_HOME = COUNT_INDEX["frail_in_care_home"]
DAYS_WEEK = 7
CRISIS_MONTHS = 6
"""After which frail people of great age are looked for in care homes, and until which no other admission counts."""
GREAT_AGE_MONTHS = 75 * 12


@rule
def month_days(rates):
    """Whole days of a month."""
    return rates.weeks_permille * DAYS_WEEK // 1000


@rule
def request(place, sums, i, stage, urgency, month):
    """Ask, or ask more urgently than before."""
    people = place.people
    if people.stage[i] == NOT_ASKING or people.urgency[i] < urgency:
        if people.stage[i] == NOT_ASKING:
            sums[REQUESTS, cell(people, place.hoods, i, month)] += 1
        people.stage[i] = stage
        people.stage_since[i] = month
        people.urgency[i] = urgency


@rule
def _raise_need(place, sums, i, levels, month):
    people = place.people
    levels = min(levels, N_NEEDS - 1 - people.need[i])
    people.need[i] += levels
    people.passing[i] = 0
    sums[NEED_ROSE, cell(people, place.hoods, i, month)] += levels


@rule
def _fall_ill(place, rates, seed, i, month, sums):
    """What brings the person in, and what it does to need and skill; returns the days of the stay."""
    people, at = place.people, cell(place.people, place.hoods, i, month)
    u_days, u_worse, _, _ = uniforms(seed, STAY, i, month)
    spread = rates.stay_spread[int(u_days * len(rates.stay_spread))]
    older = 1 if age_months(people, i, month) >= OLDER_MONTHS else 0
    if uniforms(seed, STROKE, i, month)[0] < rates.stroke[older]:
        sums[STROKES, at] += 1
        people.stroke[i] = month
        people.skill[i] = np.float32(np.float64(people.skill[i]) * (1.0 - rates.stroke_skill))
        _raise_need(place, sums, i, rates.stroke_levels, month)
        return 1 + int(rates.stroke_days * spread)
    days = 1 + int(rates.stay_days[people.need[i]] * spread)
    if u_worse < rates.decondition[people.need[i]]:
        _raise_need(place, sums, i, 1, month)
    return days


@rule
def admit(place, rates, seed, i, month, sums):
    """A stay: of days, after which the person is ready to leave; or of months, to be lain in."""
    people, at = place.people, cell(place.people, place.hoods, i, month)
    sums[ADMISSIONS, at] += 1
    if people.setting[i] == CARE_HOME:
        sums[OF_RESIDENTS, at] += 1
    elif _is_followed(people, i, month):
        people.followed[i] = month
    days = _fall_ill(place, rates, seed, i, month, sums)
    sums[BED_DAYS, at] += days
    people.admitted[i] = month
    people.stay_days[i] = days
    if people.setting[i] != OWN_HOME:  # the place is kept, and the person goes back to it
        sums[DISCHARGED_UNAIDED, at] += 1
    elif days >= month_days(rates):
        sums[LONG_STAYS, at] += 1
        people.setting[i] = HOSPITAL
        people.hospital_since[i] = month + days // month_days(rates)
    else:
        _get_ready(place, rates, seed, i, month, sums)


@rule
def _is_followed(people, i, month):
    """A frail person of great age, whose last admission that was followed up is long ago."""
    if not people.conditions[i] & FRAILTY or age_months(people, i, month) < GREAT_AGE_MONTHS:
        return False
    return people.followed[i] < month - CRISIS_MONTHS


@rule
def _get_ready(place, rates, seed, i, month, sums):
    """Ready to leave: home at once, or in a bed until support is there."""
    people, at = place.people, cell(place.people, place.hoods, i, month)
    _, _, u_wait, u_ask = uniforms(seed, STAY, i, month)
    if u_wait < rates.discharge_needs_support[people.need[i]]:
        people.setting[i] = HOSPITAL
        people.hospital_since[i] = month
        _ask_to_leave(place, rates, seed, i, month, sums)
        return
    if people.setting[i] == HOSPITAL:
        go_from_hospital(place, i, HOME_UNAIDED, month, sums)
    else:
        sums[DISCHARGED_UNAIDED, at] += 1
    if u_ask < rates.hospital_ask[people.need[i]] and people.stage[i] == NOT_ASKING:
        sums[FROM_HOSPITAL_REQUESTS, at] += 1
        request(place, sums, i, AWAITING_ASSESSMENT, FROM_HOSPITAL, month)


@rule
def _ask_to_leave(place, rates, seed, i, month, sums):
    """The ward agrees a step-down bed itself, which is no request to the council; or it asks for an assessment."""
    people = place.people
    step_down = uniforms(seed, PATHWAY, i, month)[0] < rates.step_down_share and rates.step_down_model != NOBODY
    if step_down and (people.stage[i] == NOT_ASKING or people.urgency[i] < FROM_HOSPITAL):
        people.wanted[i] = rates.step_down_model
        people.stage[i] = AWAITING_START
        people.stage_since[i] = month
        people.urgency[i] = FROM_HOSPITAL
        return
    sums[FROM_HOSPITAL_REQUESTS, cell(people, place.hoods, i, month)] += 1
    request(place, sums, i, AWAITING_ASSESSMENT, FROM_HOSPITAL, month)


@rule
def _lie_in_bed(place, catalogue, rates, seed, i, month, sums):
    """A month in hospital of somebody who was there before it began."""
    people, loss = place.people, catalogue.models.skill_loss[rates.hospital_model]
    people.skill[i] = np.float32(np.float64(people.skill[i]) * (1.0 - loss))
    if people.hospital_since[i] > month:
        return
    if people.hospital_since[i] == month:
        _get_ready(place, rates, seed, i, month, sums)
        return
    cause = cause_of(catalogue.models, rates, waits_for(place, i))
    sums[DELAYED_PEOPLE, cell(people, place.hoods, i, month)] += 1
    wait_in_bed(place, rates, i, cause, month_days(rates), uniforms(seed, WARD, i, month)[0], month, sums)


@rule
def _follow_up(place, i, month, sums):
    """Where those are now who left for intermediate care, or were frail and in an acute crisis, so long ago."""
    people, at = place.people, cell(place.people, place.hoods, i, month)
    if people.status[i] == LEFT:
        return
    here = people.status[i] == HERE
    if people.reabled[i] == month - RETURN_MONTHS:
        sums[REABLED, at] += 1
        sums[REABLED_AT_HOME, at] += here and at_home(people, i)
    if people.followed[i] == month - CRISIS_MONTHS:
        sums[FRAIL, at] += 1
        sums[FRAIL_IN_CARE_HOME, at] += here and people.setting[i] == CARE_HOME


@kernel
def settle(place, catalogue, rates, scratch, rows, seed, month):
    """Walk those in hospital, and those who are followed up this month, in order of rows."""
    people, sums = place.people, scratch.sums[0]
    for k in range(rows.shape[0]):
        i = rows[k]
        _follow_up(place, i, month, sums)
        if people.status[i] == HERE and people.setting[i] == HOSPITAL:
            _lie_in_bed(place, catalogue, rates, seed, i, month, sums)
