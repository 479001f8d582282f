"""Unpaid care: help asked and given along ties, the strain of giving it, and breakdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naive.brought import help_offered
from naive.programmes import help_carer
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
    for person, breaks, asks in [(person, *bears(town, person)) for person in here]:
        if breaks:
            break_down(town, person)
        if asks:
            ask_as_carer(town, person)


def ask_for_help(town: NaiveEcosystem, person: Person) -> None:
    """At home, help is asked of family and friends; they take account of what is paid."""
    person.helped_by, person.asked_minutes, person.unpaid_minutes, person.brought_minutes = {}, 0, 0, 0
    if person.need == NEED_NONE:
        return
    person.asked_minutes = int(help_needed(town, person))
    if not person.at_home:
        return
    most = {tie.other(person): most_given(town, tie, person) for tie in person.own_ties()}
    if person.arrangement is not None and person.arrangement.model.full_help:
        given = shared_out(town, most, max(person.asked_minutes - person.paid_minutes, 0))
    else:
        given = respond(town, person, most, shared_out(town, most, person.asked_minutes))
    person.helped_by = given
    missing = max(person.asked_minutes - sum(given.values()) - person.paid_minutes, 0)
    person.brought_minutes = min(help_offered(town, person), missing)
    person.unpaid_minutes = sum(given.values()) + person.brought_minutes


def shared_out(town: NaiveEcosystem, most: dict[Person, int], wanted: int) -> dict[Person, int]:
    """All of what everybody can give, if no more is wanted; else a part from the main carer, the rest in proportion."""
    room = sum(most.values())
    if room <= wanted:
        return most
    main = max(most, key=lambda helper: most[helper])
    first = min(most[main], wanted * town.rates.care_main_permille // 1000)
    left = {helper: minutes - first if helper is main else minutes for helper, minutes in most.items()}
    rest = {helper: minutes * (wanted - first) // (room - first) for helper, minutes in left.items()}
    rest[main] += first
    return rest


def respond(
    town: NaiveEcosystem, person: Person, most: dict[Person, int], given: dict[Person, int]
) -> dict[Person, int]:
    """An hour of paid help takes some minutes off what families give, in proportion; or adds some, as far as each can
    and any help is still missing."""
    whole = left = sum(given.values())
    answer = {}
    for helper, minutes in given.items():
        permille = town.rates.care_displaced_permille[person.near(helper)]
        change = min(minutes * person.paid_minutes * abs(permille) // (1000 * whole), minutes) if minutes else 0
        if permille < 0:
            change = -min(change, most[helper] - minutes, max(person.asked_minutes - left, 0))
        answer[helper] = minutes - change
        left -= change
    return answer


def most_given(town: NaiveEcosystem, tie: Tie, person: Person) -> int:
    """The most a tie gives a person, minutes a week: nothing from those unwilling, unable or resting."""
    rates, helper = town.rates, tie.other(person)
    willing = tie.match >= rates.care_willing[tie.kind]
    able = helper.setting == OWN_HOME and helper.need <= rates.care_max_need and helper.age_years >= rates.care_min_age
    resting = town.month < helper.rest_until
    return rates.care_minutes[tie.kind][person.near(helper)] if willing and able and not resting else 0


def bears(town: NaiveEcosystem, person: Person) -> tuple[bool, bool]:
    """The month's strain of giving care, or of having given it; returns whether the carer breaks down, and asks."""
    rates, caring = town.rates, person.care_minutes > 0
    if not (caring or person.cared_before or person.strain > 0.0):
        return False, False
    person.strain = f32(strain(town, person))
    if person.adult:
        tally(town, person)
    chance = rates.break_base + rates.break_strain * person.strain * person.strain
    u_breaks, _, u_asks, _ = town.draws(CARE, person.id)
    breaks = person.care_minutes >= rates.break_minutes and u_breaks < chance
    return breaks, caring and person.adult and u_asks < rates.carer_ask


def ask_as_carer(town: NaiveEcosystem, carer: Person) -> None:
    """A carer asks the council for support of the own; a few are given some."""
    town.count("carers_asking", carer)
    if town.draws(CARE, carer.id)[3] < town.rates.carer_helped and help_carer(town, carer):
        town.count("carers_helped", carer)


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
    beyond = person.care_minutes - town.rates.care_work_minutes
    loses_work = beyond >= 0 and not person.older
    counted = {
        "carers": True,
        "carers_20_hours": person.care_minutes >= 20 * HOUR,
        "carers_50_hours": person.care_minutes >= 50 * HOUR,
        "carers_strained": person.strain >= town.rates.strain_high,
        "carers_losing_work": loses_work,
    }
    for name, true in counted.items():
        town.count(name, person, int(true))
    if loses_work:
        lost = beyond * town.rates.work_lost_permille // 1000
        town.count("lost_work_minutes", person, min(lost, town.rates.work_lost_most))


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
