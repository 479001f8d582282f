"""Leaving hospital: what is waited for, what waiting does, and by which pathway."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING

from simulation.kernels.chance import DISCHARGE
from simulation.state.codes import AWAITING_START, CARE_HOME, NEED_HIGH, OWN_HOME

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person

PATHWAYS = ("discharges_unaided", "discharges_with_support", "discharges_to_step_down", "discharges_to_care_home")


def waited_for(town: NaiveEcosystem, person: Person) -> SimpleNamespace | None:
    """Support that has been agreed, or else that the person had before; None while all depends on an assessment."""
    if person.stage == AWAITING_START:
        return town.models[person.wanted]
    return None if person.arrangement is None else person.arrangement.model


def cause(town: NaiveEcosystem, person: Person) -> str:
    """What is waited for, in a word."""
    model = waited_for(town, person)
    if model is None:
        return "assessment"
    if model.row == town.rates.step_down_model:
        return "intermediate"
    if model.where == CARE_HOME:
        return "care_home"
    if model.where != OWN_HOME:
        return "other_home"
    return "home_care" if model.months == 0 else "intermediate"


def wait(town: NaiveEcosystem, person: Person, days: int, u_worse: float) -> None:
    """So many days of waiting, which may make the person less able."""
    town.count("delayed_days", person, days)
    town.count(f"delayed_days_{cause(town, person)}", person, days)
    person.stay_days += days
    if person.need < NEED_HIGH and u_worse < 1.0 - math.exp(-town.rates.decondition_day * days):
        person.need += 1
        person.passing = 0
        town.count("need_rose", person)


def go(town: NaiveEcosystem, person: Person, pathway: int) -> None:
    """Out of the bed; new support is somebody else's task."""
    town.count(PATHWAYS[pathway], person)
    person.left_hospital, person.pathway, person.setting = town.month, pathway, OWN_HOME


def leave_hospital(town: NaiveEcosystem, person: Person) -> None:
    """After waiting; the last days of waiting count."""
    u_days, u_worse, _, _ = town.draws(DISCHARGE, person.id)
    model, why = waited_for(town, person), cause(town, person)
    wait(town, person, int(-town.rates.delayed_days * math.log(u_days)), u_worse)
    if why == "intermediate" and person.older and town.month - person.reabled > 3:
        person.reabled = town.month
    if model is None:
        go(town, person, 0)
    elif model.where != CARE_HOME:
        go(town, person, 1)
    else:
        go(town, person, 2 if model.row == town.rates.step_down_model else 3)
