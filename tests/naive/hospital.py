"""Hospital: stays of days or months, being ready to leave, waiting in a bed, and what became of people since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naive.discharge import go, wait
from naive.things import f32
from simulation.kernels.chance import PATHWAY, STAY, STROKE, WARD
from simulation.state.codes import (
    AWAITING_ASSESSMENT,
    AWAITING_START,
    CARE_HOME,
    FROM_HOSPITAL,
    HOSPITAL,
    LEFT,
    NEED_HIGH,
    NOBODY,
    NOT_ASKING,
    OWN_HOME,
)

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person

FRAILTY = 4


def step(town: NaiveEcosystem) -> None:
    for person in town.people:
        follow_up(town, person)
        if person.here and person.setting == HOSPITAL:
            lie_in_bed(town, person)


def follow_up(town: NaiveEcosystem, person: Person) -> None:
    """Three months after leaving for intermediate care, six after a crisis of a frail person; not who moved away."""
    if person.status == LEFT:
        return
    if town.month - person.reabled == 3:
        town.count("reabled_followed", person)
        town.count("reabled_at_home", person, int(person.here and person.at_home))
    if town.month - person.followed == 6:
        town.count("frail_followed", person)
        town.count("frail_in_care_home", person, int(person.here and person.setting == CARE_HOME))


def lie_in_bed(town: NaiveEcosystem, person: Person) -> None:
    """Skill is lost; treatment goes on, or ends, or is over and the person waits."""
    ward = town.models[town.rates.hospital_model]
    person.skill = f32(person.skill * (1.0 - ward.skill_loss))
    if person.hospital_since == town.month:
        get_ready(town, person)
    elif person.hospital_since < town.month:
        town.count("delayed_people", person)
        wait(town, person, month_days(town), town.draws(WARD, person.id)[0])


def month_days(town: NaiveEcosystem) -> int:
    return town.rates.weeks_permille * 7 // 1000


def admit(town: NaiveEcosystem, person: Person) -> None:
    """An emergency admission: home again within the month, or in a bed for months."""
    town.count("emergency_admissions", person)
    if person.setting == CARE_HOME:
        town.count("admissions_of_residents", person)
    elif FRAILTY in person.conditions and person.age_months >= 75 * 12 and town.month - person.followed > 6:
        person.followed = town.month
    days = fall_ill(town, person)
    town.count("bed_days", person, days)
    person.admitted, person.stay_days = town.month, days
    if person.setting != OWN_HOME:
        town.count("discharges_unaided", person)
    elif days < month_days(town):
        get_ready(town, person)
    else:
        town.count("long_stays", person)
        person.setting, person.hospital_since = HOSPITAL, town.month + days // month_days(town)


def fall_ill(town: NaiveEcosystem, person: Person) -> int:
    """A stroke or something else; returns days of treatment."""
    rates = town.rates
    u_days, u_worse, _, _ = town.draws(STAY, person.id)
    factor = rates.stay_spread[int(u_days * len(rates.stay_spread))]
    if town.draws(STROKE, person.id)[0] < rates.stroke[1 if person.older else 0]:
        town.count("strokes", person)
        person.stroke = town.month
        person.skill = f32(person.skill * (1.0 - rates.stroke_skill))
        worsen(town, person, rates.stroke_levels)
        return 1 + int(rates.stroke_days * factor)
    before = person.need
    if u_worse < rates.decondition[before]:
        worsen(town, person, 1)
    return 1 + int(rates.stay_days[before] * factor)


def worsen(town: NaiveEcosystem, person: Person, levels: int) -> None:
    new = min(person.need + levels, NEED_HIGH)
    town.count("need_rose", person, new - person.need)
    person.need, person.passing = new, 0


def get_ready(town: NaiveEcosystem, person: Person) -> None:
    """Well enough to leave: for home, or to wait for support in a bed."""
    rates = town.rates
    _, _, u_wait, u_ask = town.draws(STAY, person.id)
    if u_wait < rates.discharge_needs_support[person.need]:
        person.setting, person.hospital_since = HOSPITAL, town.month
        ask_to_leave(town, person)
        return
    if person.setting == HOSPITAL:
        go(town, person, 0)
    else:
        town.count("discharges_unaided", person)
    if person.stage == NOT_ASKING and u_ask < rates.hospital_ask[person.need]:
        town.count("requests_from_hospital", person)
        request(town, person, AWAITING_ASSESSMENT, FROM_HOSPITAL)


def ask_to_leave(town: NaiveEcosystem, person: Person) -> None:
    """For a step-down bed, without asking the council; or for an assessment."""
    bed = town.rates.step_down_model
    pressing = person.stage != NOT_ASKING and person.urgency >= FROM_HOSPITAL
    if bed != NOBODY and not pressing and town.draws(PATHWAY, person.id)[0] < town.rates.step_down_share:
        person.wait(AWAITING_START, FROM_HOSPITAL)
        person.wanted = bed
        return
    town.count("requests_from_hospital", person)
    request(town, person, AWAITING_ASSESSMENT, FROM_HOSPITAL)


def request(town: NaiveEcosystem, person: Person, stage: int, urgency: int) -> None:
    """Ask, or ask more urgently than before."""
    asking = person.stage != NOT_ASKING
    if asking and person.urgency >= urgency:
        return
    if not asking:
        town.count("requests", person)
    person.wait(stage, urgency)
