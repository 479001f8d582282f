"""Life with a Shared Lives carer: strain, families relieved, arrangements that break or are moved on from."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING

from naive.front_door import choose
from naive.support import end, priced_for
from naive.things import Arrangement, Sharer, clip, f32
from simulation.kernels.chance import SHARING
from simulation.state.codes import (
    AWAITING_START,
    CARER_HOME,
    COUNCIL,
    END_SUPPORT_BROKE,
    FROM_SHARERS,
    IN_CRISIS,
    MOVE_SUDDEN,
    MOVE_WANTED,
    NOT_ASKING,
    PRESSING,
    ROUTINE,
)

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person


def step(town: NaiveEcosystem) -> None:
    """Places held for nobody are let go; a month with each carer, the person who came last first."""
    for sharer in town.sharers:
        if sharer.guest is not None and not still_trying(town, sharer.guest):
            sharer.guest = None
        if sharer.active and sharer.approved <= town.month:
            for support in sorted(sharer.guests, key=lambda one: one.row, reverse=True):
                live_on(town, sharer, support)
            sharer.strain = f32(strain(town, sharer))
            for support in sharer.guests:
                if lives_in(support):
                    pay_breaks(town, support)


def still_trying(town: NaiveEcosystem, person: Person) -> bool:
    waits = person.here and person.stage == AWAITING_START
    return waits and town.models[person.wanted].source == FROM_SHARERS


def lives_in(support: Arrangement) -> bool:
    return support.model.where == CARER_HOME


def live_on(town: NaiveEcosystem, sharer: Sharer, support: Arrangement) -> None:
    """Who lives there goes along to a new home; the family is relieved; the arrangement breaks, or something else is
    offered, or neither."""
    rates, person, carer = town.rates, support.person, sharer.person
    if lives_in(support) and person.home != carer.home:
        person.move(person.setting, carer.home, carer.hood, MOVE_WANTED)
    u_break, u_move, _, _ = town.draws(SHARING, person.id)
    relieve_family(town, support)
    if u_break < chance_to_break(rates, sharer, support):
        town.record.sharers["broken"] += 1
        part(town, support, END_SUPPORT_BROKE)
    elif lives_in(support) and u_move < rates.sharing_move_on:
        wanted = choose(town, person)
        if wanted is not None and wanted is not support.model:
            ask_for(town, person, wanted, ROUTINE)


def chance_to_break(rates: SimpleNamespace, sharer: Sharer, support: Arrangement) -> float:
    """Strain shakes it; a good match and a strong tie hold it. Nobody lives on with a carer to whom the tie is gone."""
    tie = support.person.tie_to(sharer.person)
    if tie is None and lives_in(support) and sharer.person.here:
        return 1.0
    strength = 0.0 if tie is None else tie.strength
    hold = rates.sharing_break_fit * (support.quality / 256 - 0.5) + rates.sharing_break_tie * strength
    return rates.sharing_break * math.exp(rates.sharing_break_strain * sharer.strain - hold)


def relieve_family(town: NaiveEcosystem, support: Arrangement) -> None:
    """Each of the family and friends who helped this month bears a little less."""
    relief = support.model.family_relief
    if relief == 0.0 or support.person.unpaid_minutes == 0:
        return
    for helper, minutes in support.person.helped_by.items():
        if minutes > 0:
            helper.strain = f32(clip(helper.strain - relief))
            town.record.sharers["families_relieved"] += 1


def strain(town: NaiveEcosystem, sharer: Sharer) -> float:
    """Keeps most of last month's; the people there add to it, recovery and breaks take off."""
    rates, load = town.rates, 0.0
    for support in sorted(sharer.guests, key=lambda one: one.row):
        misfit = 1.0 + rates.sharer_strain_misfit * (1.0 - 2.0 * support.quality / 256)
        load += support.model.carer_time * rates.sharer_strain_need[support.person.need] * misfit
    level = rates.sharer_strain_keep * sharer.strain - rates.sharer_strain_recover
    level += rates.sharer_strain_load * load
    if any(lives_in(support) for support in sharer.guests):
        level -= rates.sharer_break_relief * rates.sharer_break_weeks
    return clip(level)


def pay_breaks(town: NaiveEcosystem, support: Arrangement) -> None:
    """The price of the weeks of breaks beyond those that the price covers."""
    model, person = support.model, support.person
    weekly = priced_for(person, model, model.price_pence)
    town.pay(COUNCIL, model.row, person.hood.fifth, weekly * town.rates.sharer_break_permille // 1000)


def ask_for(town: NaiveEcosystem, person: Person, model: SimpleNamespace | None, urgency: int) -> None:
    """Wait for a model, unless the person waits for something already."""
    if model is not None and person.stage == NOT_ASKING:
        person.wait(AWAITING_START, urgency)
        person.wanted = model.row


def part(town: NaiveEcosystem, support: Arrangement, reason: int) -> None:
    """An unplanned end; for somebody who lived there, a crisis, and a place is needed now."""
    person = support.person
    end(town, support, reason)
    wanted = choose(town, person)
    if not lives_in(support):
        ask_for(town, person, wanted, PRESSING)
        return
    person.go_home(MOVE_SUDDEN)
    town.count("crises", person)
    if wanted is not None:
        person.wait(AWAITING_START, IN_CRISIS)
        person.wanted = wanted.row
