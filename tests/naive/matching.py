"""Matching: who starts which support, where."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from naive.bonds import make_room
from naive.choosing import find_team, is_struck, strike_off
from naive.discharge import leave_hospital
from naive.front_door import choose, given_support, queue
from naive.introductions import find_sharer, tried_by
from naive.support import begin, end, pays_in_full, planned_minutes, priced_for, weekly_pence
from simulation.kernels.chance import MATCH
from simulation.state.codes import (
    AWAITING_START,
    CARER_HOME,
    END_OFF_LIST,
    END_SUPPORT_CHANGED,
    FROM_NOWHERE,
    FROM_SHARERS,
    HOSPITAL,
    NEED_NONE,
    NOT_ASKING,
)

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person


def step(town: NaiveEcosystem) -> None:
    """Who loses a provider to a list joins the queue; in its order: a place and the money, or wait on."""
    strike_off(town)
    for person in queue(town, AWAITING_START):
        if person.in_treatment:
            continue
        if person.need == NEED_NONE or not person.adult:
            person.stage = NOT_ASKING
            if person.setting == HOSPITAL:
                leave_hospital(town, person)
        elif not start(town, person) and tried_by(town, person) is None and not changing(town, person):
            town.record.sharers["waiting"] += int(town.models[person.wanted].source == FROM_SHARERS)
            look_again(town, person)


def start(town: NaiveEcosystem, person: Person) -> bool:
    """Start the awaited support; returns whether it began."""
    model = town.models[person.wanted]
    minutes = planned_minutes(town, person, model)
    scarce = model.source not in (FROM_NOWHERE, FROM_SHARERS)
    provider, team = find_team(town, person, model, minutes) if scarce else (None, 0)
    sharer = find_sharer(town, person, model) if model.source == FROM_SHARERS else None
    if model.source != FROM_NOWHERE and provider is None and sharer is None:
        return False
    struck = changing(town, person)
    if not struck and not affordable(town, person, model, minutes):
        return False
    town.count("start_wait_months", person, town.month - person.stage_since)
    if person.setting == HOSPITAL:
        leave_hospital(town, person)
    if person.arrangement is not None:
        end(town, person.arrangement, END_OFF_LIST if struck else END_SUPPORT_CHANGED)
    if sharer is not None and model.where == CARER_HOME:
        make_room(town, person, sharer.person)
    begin(town, person, model, minutes, provider, sharer, team)
    return True


def changing(town: NaiveEcosystem, person: Person) -> bool:
    """Whether what a person waits for is what the person has, from a provider that the list lets nobody choose."""
    support = person.arrangement
    return support is not None and support.model.row == person.wanted and is_struck(town, support)


def affordable(town: NaiveEcosystem, person: Person, model: SimpleNamespace, minutes: int) -> bool:
    """People with savings pay themselves; a pot pays for its models; duty does not wait; routine starts share a sum."""
    levers = town.levers
    if pays_in_full(person, model):
        return True
    if model.paid_from_pot:
        if levers.pot_starts[model.row] <= 0:
            return False
        levers.pot_starts[model.row] -= 1
        return True
    if person.urgency >= levers.duty_urgency:
        return True
    if levers.start_pence <= 0:
        return False
    levers.start_pence -= priced_for(person, model, weekly_pence(model, minutes, self_funded=False))
    return True


def look_again(town: NaiveEcosystem, person: Person) -> None:
    """Who still waits may be offered something else; always, where the pot that would pay is empty.

    Reablement is offered whatever the need; so who waits for it passes the assessment's other tests first. If the pot
    is empty and they are not passed, the person is told where else to turn.
    """
    model = town.models[person.wanted]
    pot_empty = model.paid_from_pot and town.levers.pot_starts[model.row] <= 0
    if not pot_empty and town.draws(MATCH, person.id)[1] >= town.rates.review:
        return
    if model.row == town.rates.reablement_model and not given_support(town, person, person.stage_since):
        if pot_empty:
            turn_away(town, person)
        return
    chosen = choose(town, person)
    if chosen is not None:
        person.wanted = chosen.row


def turn_away(town: NaiveEcosystem, person: Person) -> None:
    town.count("signposted", person)
    person.stage = NOT_ASKING
    if person.setting == HOSPITAL:
        leave_hospital(town, person)
