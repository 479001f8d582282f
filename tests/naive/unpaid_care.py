"""Unpaid care: help asked and given along ties, the strain of giving it, and breakdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naive.support import help_needed
from naive.things import Tie, clip, f32
from simulation.kernels.chance import CARE
from simulation.state.catalogue import RELIEF
from simulation.state.codes import AWAITING_ASSESSMENT, NEED_NONE, NOT_ASKING, OWN_HOME, PRESSING

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person

HOUR = 60


def step(town: NaiveEcosystem) -> None:
    here = [person for person in town.people if person.here]
    for person in here:
        ask_for_help(town, person)
    for person in town.people:
        person.cared_before, person.care_minutes = person.care_minutes > 0, 0
    for person in here:
        for helper, minutes in person.helped_by.items():
            helper.care_minutes += minutes
    for person in [person for person in here if bears(town, person)]:
        break_down(town, person)


def ask_for_help(town: NaiveEcosystem, person: Person) -> None:
    """At home, what services do not give is asked of family and friends, in proportion to the most each can give."""
    person.helped_by, person.asked_minutes, person.unpaid_minutes = {}, 0, 0
    if person.need == NEED_NONE:
        return
    person.asked_minutes = int(help_needed(town, person))
    if not person.at_home:
        return
    missing = max(person.asked_minutes - person.paid_minutes, 0)
    most = {tie.other(person): most_given(town, tie, person) for tie in person.own_ties()}
    room = sum(most.values())
    if room > missing:
        most = {helper: minutes * missing // room for helper, minutes in most.items()}
    person.helped_by = most
    person.unpaid_minutes = sum(most.values())


def most_given(town: NaiveEcosystem, tie: Tie, person: Person) -> int:
    """The most a tie gives a person, minutes a week: nothing from those unwilling, unable or resting."""
    rates, helper = town.rates, tie.other(person)
    willing = tie.match >= rates.care_willing[tie.kind]
    able = helper.setting == OWN_HOME and helper.need <= rates.care_max_need and helper.age_years >= rates.care_min_age
    resting = town.month < helper.rest_until
    return rates.care_minutes[tie.kind][person.near(helper)] if willing and able and not resting else 0


def bears(town: NaiveEcosystem, person: Person) -> bool:
    """The month's strain of giving care, or of having given it; returns whether the carer breaks down."""
    rates, caring = town.rates, person.care_minutes > 0
    if not (caring or person.cared_before or person.strain > 0.0):
        return False
    person.strain = f32(strain(town, person))
    if person.adult:
        tally(town, person)
    if person.care_minutes < rates.break_minutes:
        return False
    chance = rates.break_base + rates.break_strain * person.strain * person.strain
    return town.draws(CARE, person.id)[0] < chance


def strain(town: NaiveEcosystem, person: Person) -> float:
    rates = town.rates
    strain = rates.strain_keep * person.strain - rates.strain_recover
    strain += rates.strain_load * person.care_minutes / rates.strain_full_minutes
    if person.care_minutes > 0:
        strain += rates.strain_lonely * person.lonely
        strain -= person.effect(RELIEF)
    return clip(strain)


def tally(town: NaiveEcosystem, person: Person) -> None:
    """Count a carer who is an adult, and changes."""
    caring = person.care_minutes > 0
    if caring != person.cared_before:
        town.count("carers_starting" if caring else "carers_stopping", person)
    if not caring:
        return
    counted = {
        "carers": True,
        "carers_20_hours": person.care_minutes >= 20 * HOUR,
        "carers_50_hours": person.care_minutes >= 50 * HOUR,
        "carers_strained": person.strain >= town.rates.strain_high,
        "carers_losing_work": person.care_minutes >= town.rates.care_work_minutes and not person.older,
    }
    for name, true in counted.items():
        town.count(name, person, int(true))


def break_down(town: NaiveEcosystem, carer: Person) -> None:
    """The carer rests for some months; each person they helped may ask the council."""
    carer.rest_until = town.month + town.rates.rest_months
    if carer.adult:
        town.count("carer_breakdowns", carer)
    for tie in carer.own_ties():
        person = tie.other(carer)
        if person.helped_by.get(carer, 0) > 0:
            lose_carer(town, person)


def lose_carer(town: NaiveEcosystem, person: Person) -> None:
    person.lost_care = town.month
    can_ask = person.adult and person.stage == NOT_ASKING and person.at_home
    if can_ask and town.draws(CARE, person.id)[1] < town.rates.breakdown_ask:
        person.wait(AWAITING_ASSESSMENT, PRESSING)
        town.count("requests", person)
