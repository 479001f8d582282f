"""Crisis: attendances, who is admitted, and breakdown of support."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from naive.front_door import choose
from naive.hospital import admit, request
from naive.support import begin, end, weekly_pence
from simulation.kernels.chance import CRISIS, HEALTH
from simulation.state.catalogue import CALM
from simulation.state.codes import (
    AWAITING_ASSESSMENT,
    AWAITING_START,
    CARE_HOME,
    END_SUPPORT_BROKE,
    HOSPITAL,
    IN_CRISIS,
    NEED_MODERATE,
    NEED_SUBSTANTIAL,
)

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person


def step(town: NaiveEcosystem) -> None:
    """What befalls each adult out of hospital is known from the state before; then it is met, person by person."""
    adults = [person for person in town.people if person.here and person.adult and person.setting != HOSPITAL]
    events = [(person, is_admitted(town, person), is_in_crisis(town, person)) for person in adults]
    for person in adults:
        may_attend(town, person)
    for person, admitted, crisis in events:
        if admitted:
            admit(town, person)
        if crisis and person.setting not in (HOSPITAL, CARE_HOME):
            meet_crisis(town, person)


def may_attend(town: NaiveEcosystem, person: Person) -> None:
    rates = town.rates
    chance = rates.attend[person.band][person.need] * (1.0 + rates.attend_unmet * person.gap)
    if town.draws(HEALTH, person.id)[0] < chance:
        town.count("ae_attendances", person)


def is_admitted(town: NaiveEcosystem, person: Person) -> bool:
    rates = town.rates
    chance = rates.admit[person.band][person.need] * (1.0 + rates.admit_unmet * person.gap)
    return town.draws(HEALTH, person.id)[1] < chance


def is_in_crisis(town: NaiveEcosystem, person: Person) -> bool:
    """Whether support breaks down around a person at home with moderate or more need."""
    rates = town.rates
    _, _, u_crisis, u_breakdown = town.draws(HEALTH, person.id)
    if person.need < NEED_MODERATE or not person.at_home:
        return False
    if person.lost_care == town.month and person.need >= NEED_SUBSTANTIAL and u_breakdown < rates.crisis_breakdown:
        return True
    alone = 1.0 if person.lives_alone else 0.0
    chance = rates.crisis[person.need] * math.exp(rates.crisis_gap * person.gap + rates.crisis_alone * alone)
    return u_crisis < chance * max(1.0 - person.effect(CALM), 0.0)


def may_place(town: NaiveEcosystem) -> bool:
    """A duty asks for no money; without it, an emergency placement uses up the month's allowance like any start."""
    if town.levers.duty_urgency > IN_CRISIS:
        if town.levers.start_pence <= 0:
            return False
        placement = town.models[town.rates.emergency_model]
        town.levers.start_pence -= weekly_pence(placement, placement.minutes_week, self_funded=False)
    return True


def meet_crisis(town: NaiveEcosystem, person: Person) -> None:
    """Duty: an emergency placement, or support at home ahead of everyone else."""
    town.count("crises", person)
    if town.draws(CRISIS, person.id)[0] < town.rates.crisis_place[person.need] and may_place(town):
        if person.arrangement is not None:
            end(town, person.arrangement, END_SUPPORT_BROKE)
        placement = town.models[town.rates.emergency_model]
        begin(town, person, placement, placement.minutes_week)
        town.count("emergency_placements", person)
        return
    wanted = choose(town, person)
    if wanted is not None and person.arrangement is None:
        person.wanted = wanted.row
        request(town, person, AWAITING_START, IN_CRISIS)
    else:
        request(town, person, AWAITING_ASSESSMENT, IN_CRISIS)
