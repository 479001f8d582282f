"""Leaving hospital: what is waited for, what waiting does, and by which pathway."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulation.kernels.chance import DISCHARGE
from simulation.state.codes import AWAITING_START, CARE_HOME, NEED_HIGH, OWN_HOME, WAIT_NAMES

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person

PATHWAYS = ("discharges_unaided", "discharges_with_support", "discharges_to_step_down", "discharges_to_care_home")


def waits_for(town: NaiveEcosystem, person: Person) -> str:
    """In a word: an assessment, or the kind of support that has been agreed."""
    if person.stage != AWAITING_START:
        return "assessment"
    model = town.models[person.wanted]
    if model.row == town.rates.step_down_model:
        return "intermediate"
    if model.where == CARE_HOME:
        return "care_home"
    if model.where != OWN_HOME:
        return "other_home"
    return "home_care" if model.months == 0 else "intermediate"


def wait(town: NaiveEcosystem, person: Person, days: int, u_worse: float) -> None:
    """So many days of waiting, which may make the person less able."""
    cause = waits_for(town, person)
    assert cause in WAIT_NAMES
    town.count("delayed_days", person, days)
    town.count(f"delayed_days_{cause}", person, days)
    person.stay_days += days
    if person.need < NEED_HIGH and u_worse < 1.0 - math.exp(-town.rates.decondition_day * days):
        person.need += 1
        town.count("need_rose", person)


def go(town: NaiveEcosystem, person: Person, pathway: int) -> None:
    """Out of the bed; new support is somebody else's task."""
    town.count(PATHWAYS[pathway], person)
    person.left_hospital, person.pathway, person.setting = town.month, pathway, OWN_HOME


def leave_hospital(town: NaiveEcosystem, person: Person) -> None:
    """After waiting; the last days of waiting count."""
    u_days, u_worse, _, _ = town.draws(DISCHARGE, person.id)
    cause = waits_for(town, person)
    wait(town, person, int(-town.rates.delayed_days * math.log(u_days)), u_worse)
    if cause == "intermediate" and person.older and town.month - person.reabled > 3:
        person.reabled = town.month
    if cause == "assessment":
        go(town, person, 0)
    elif cause == "care_home":
        go(town, person, 3)
    else:
        go(town, person, 2 if town.models[person.wanted].where == CARE_HOME else 1)
