"""Small questions that many processes ask about a person."""

from __future__ import annotations

import math

from simulation.kernels.compiling import rule
from simulation.state.codes import (
    AUTISM,
    CARER_HOME,
    GROUP_LEARNING,
    GROUP_MENTAL,
    GROUP_OLDER,
    GROUP_PHYSICAL,
    HERE,
    HOSPITAL,
    LEARNING_DISABILITY,
    MENTAL_ILLNESS,
    MOVE_SUDDEN,
    NOBODY,
    OWN_HOME,
    TENANCY,
)
from simulation.state.people import PROGRAMME_SLOTS, TIE_SLOTS
from simulation.state.rates import MAX_AGE, N_BANDS

ADULT_MONTHS = 18 * 12
OLDER_MONTHS = 65 * 12
BAND_MONTHS = 60


@rule
def age_months(people, i, month):
    """Age in completed months."""
    return month - people.birth_month[i]


@rule
def age_years(people, i, month):
    """Age in completed years, at most ``MAX_AGE``."""
    return min((month - people.birth_month[i]) // 12, MAX_AGE)


@rule
def band(people, i, month):
    """Five-year age band."""
    return min((month - people.birth_month[i]) // BAND_MONTHS, N_BANDS - 1)


@rule
def cell(people, hoods, i, month):
    """Deprivation fifth and age group of an adult: the last axis of the journal's counts."""
    older = 1 if age_months(people, i, month) >= OLDER_MONTHS else 0
    return 2 * hoods.fifth[people.hood[i]] + older


@rule
def is_adult_here(people, i, month):
    """Lives in the place and is 18 or over."""
    return people.status[i] == HERE and age_months(people, i, month) >= ADULT_MONTHS


@rule
def at_home(people, i):
    """Lives in an ordinary home: own, a tenancy, or a Shared Lives carer's."""
    where = people.setting[i]
    return where == OWN_HOME or where == TENANCY or where == CARER_HOME


@rule
def in_treatment(people, i, month):
    """In hospital, and not ready to leave."""
    return people.setting[i] == HOSPITAL and people.hospital_since[i] > month


@rule
def gap(people, i):
    """Share of the help a person needs that nobody gives, 0 to 1."""
    asked = people.asked_minutes[i]
    if asked <= 0:
        return 0.0
    missing = asked - people.unpaid_minutes[i] - people.paid_minutes[i]
    return max(missing, 0) / asked


@rule
def near(people, i, j):
    """How near two people live: 0 the same home, 1 the same neighbourhood, 2 apart."""
    if people.home[i] == people.home[j]:
        return 0
    if people.hood[i] == people.hood[j]:
        return 1
    return 2


@rule
def alone_but_for(people, i, guest):
    """No tie of the person shares the person's home, or that to a guest alone."""
    for slot in range(TIE_SLOTS):
        other = people.tie_other[i, slot]
        if other != NOBODY and other != guest and people.home[other] == people.home[i]:
            return False
    return True


@rule
def lives_alone(people, i):
    """No tie of the person shares the person's home."""
    return alone_but_for(people, i, NOBODY)


@rule
def uprooted(people, rates, i, month):
    """Whether the last move was sudden, and still tells on health."""
    return people.moved_how[i] == MOVE_SUDDEN and month - people.moved[i] <= rates.uprooted_months


@rule
def group(people, i, month):
    """Group by which the council plans support."""
    if people.conditions[i] & (LEARNING_DISABILITY | AUTISM):
        return GROUP_LEARNING
    if age_months(people, i, month) >= OLDER_MONTHS:
        return GROUP_OLDER
    if people.conditions[i] & MENTAL_ILLNESS:
        return GROUP_MENTAL
    return GROUP_PHYSICAL


@rule
def programme_effect(people, programmes, i, channel, month):
    """What the programmes a person is or was in still do on a channel: full while it lasts, then fading."""
    effect = 0.0
    for slot in range(PROGRAMME_SLOTS):
        p = people.programme[i, slot]
        if p == NOBODY:
            continue
        size = programmes.efficacy[p, channel]
        if size == 0.0:
            continue
        after = month - people.programme_since[i, slot] - programmes.months[p]
        effect += size * math.pow(1.0 - programmes.decay[p], float(after)) if after > 0 else size
    return effect
