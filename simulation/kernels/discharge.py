"""Leaving hospital: what a person waits for, what waiting does, and by which pathway the person leaves."""

from __future__ import annotations

import math

from simulation.kernels.chance import DISCHARGE, uniforms
from simulation.kernels.compiling import rule
from simulation.kernels.lookups import OLDER_MONTHS, age_months, cell
from simulation.state.codes import (
    AWAITING_START,
    CARE_HOME,
    HOME_UNAIDED,
    HOME_WITH_SUPPORT,
    N_NEEDS,
    NOBODY,
    OWN_HOME,
    TO_CARE_HOME,
    TO_STEP_DOWN,
    WAITS_ASSESSMENT,
    WAITS_CARE_HOME,
    WAITS_HOME_CARE,
    WAITS_INTERMEDIATE,
    WAITS_OTHER_HOME,
)
from simulation.state.journal import COUNT_INDEX

DELAYED_DAYS = COUNT_INDEX["delayed_days"]
FIRST_CAUSE = COUNT_INDEX["delayed_days_assessment"]
FIRST_PATHWAY = COUNT_INDEX["discharges_unaided"]
NEED_ROSE = COUNT_INDEX["need_rose"]
RETURN_MONTHS = 3
"""After which people who left for intermediate care are looked for at home (91 days, ASCOF 2B)."""


@rule
def waits_for(place, i):
    """The support that a person in hospital waits for: agreed, or in place and to be taken up again; or NOBODY."""
    people = place.people
    if people.stage[i] == AWAITING_START:
        return people.wanted[i]
    row = people.arrangement[i]
    return place.arrangements.model[row] if row != NOBODY else NOBODY


@rule
def cause_of(models, rates, m):
    """What is waited for, as delays are counted; without a model it is an assessment."""
    if m == NOBODY:
        return WAITS_ASSESSMENT
    if models.where[m] == CARE_HOME:
        return WAITS_INTERMEDIATE if m == rates.step_down_model else WAITS_CARE_HOME
    if models.where[m] != OWN_HOME:
        return WAITS_OTHER_HOME
    return WAITS_INTERMEDIATE if models.months[m] > 0 else WAITS_HOME_CARE


@rule
def _pathway(models, rates, m):
    """The pathway by which a person leaves with a model."""
    if m == NOBODY:
        return HOME_UNAIDED
    if models.where[m] != CARE_HOME:
        return HOME_WITH_SUPPORT
    return TO_STEP_DOWN if m == rates.step_down_model else TO_CARE_HOME


@rule
def wait_in_bed(place, rates, i, cause, days, u_worse, month, sums):
    """Days of waiting, counted by their cause; each may cost independence."""
    people, at = place.people, cell(place.people, place.hoods, i, month)
    sums[DELAYED_DAYS, at] += days
    sums[FIRST_CAUSE + cause, at] += days
    people.stay_days[i] += days
    if people.need[i] < N_NEEDS - 1 and u_worse < 1.0 - math.exp(-rates.decondition_day * days):
        people.need[i] += 1
        people.passing[i] = 0
        sums[NEED_ROSE, at] += 1


@rule
def go_from_hospital(place, i, pathway, month, sums):
    """Leave a bed that was lived in; the new support, if any, is the caller's task."""
    people = place.people
    sums[FIRST_PATHWAY + pathway, cell(people, place.hoods, i, month)] += 1
    people.left_hospital[i] = month
    people.pathway[i] = pathway
    people.setting[i] = OWN_HOME


@rule
def leave_hospital(place, catalogue, rates, seed, i, month, sums):
    """Leave after waiting, as an assessment or support that starts allows; the last days of waiting are counted."""
    people, models = place.people, catalogue.models
    u_days, u_worse, _, _ = uniforms(seed, DISCHARGE, i, month)
    m = waits_for(place, i)
    cause = cause_of(models, rates, m)
    wait_in_bed(place, rates, i, cause, int(-rates.delayed_days * math.log(u_days)), u_worse, month, sums)
    older = age_months(people, i, month) >= OLDER_MONTHS
    if cause == WAITS_INTERMEDIATE and older and people.reabled[i] < month - RETURN_MONTHS:
        people.reabled[i] = month
    go_from_hospital(place, i, _pathway(models, rates, m), month, sums)
