"""Shared Lives carers: an enquiry, an application, a decision after some months, years of service, and an end."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from naive.brought import moved_in
from naive.sharing import ask_for, part
from naive.things import Sharer, Willing
from simulation.kernels.chance import APPROVE, SHARER, SHARER_LEAVES
from simulation.state.codes import COUNCIL, END_WORKER_LEFT, NEED_LOW, NEED_NONE, NEVER, OWN_HOME, PRESSING

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person


def step(town: NaiveEcosystem) -> None:
    """Carers and applicants, then enquiries sought, then what stands."""
    for sharer in town.sharers:
        if sharer.active and sharer.approved <= town.month:
            serve(town, sharer)
        elif sharer.active:
            decide(town, sharer)
    suited = [willing for willing in town.willing if suits(town, willing.person)]
    if suited:
        for number in range(town.levers.sharer_enquiries):
            enquire(town, number, suited)
    for sharer in town.sharers:
        if sharer.active:
            take_stock(town, sharer)


def able(person: Person) -> bool:
    """Here, at home, with little need."""
    return person.here and person.need <= NEED_LOW and person.setting == OWN_HOME


def suits(town: NaiveEcosystem, person: Person) -> bool:
    """Of the right age, in good health and at home."""
    of_age = town.rates.sharer_min_age <= person.age_years <= town.rates.sharer_max_age
    return able(person) and person.need == NEED_NONE and of_age


def serve(town: NaiveEcosystem, sharer: Sharer) -> None:
    """A carer may give notice; one whose notice is over, or who cannot go on, is gone."""
    if not sharer.has_given_notice:
        notice = months_of_notice(town, sharer)
        if notice is not None:
            give_notice(town, sharer, notice)
    if sharer.leaves <= town.month or not able(sharer.person):
        leave(town, sharer)


def months_of_notice(town: NaiveEcosystem, sharer: Sharer) -> int | None:
    """Older carers retire; any may resign, the sooner the more strained."""
    rates, person = town.rates, sharer.person
    u_retire, u_resign, _, _ = town.draws(SHARER_LEAVES, person.id)
    if person.age_years >= rates.sharer_retire_age and u_retire < rates.sharer_retire:
        return rates.sharer_retire_notice
    if u_resign < rates.sharer_resign * math.exp(rates.sharer_resign_strain * sharer.strain):
        return rates.sharer_resign_notice
    return None


def give_notice(town: NaiveEcosystem, sharer: Sharer, months: int) -> None:
    """Nobody new comes, and the people there look for another carer."""
    sharer.leaves, sharer.guest = town.month + months, None
    town.record.sharers["notices"] += 1
    for support in sharer.guests:
        ask_for(town, support.person, support.model, PRESSING)


def leave(town: NaiveEcosystem, sharer: Sharer) -> None:
    """Whoever is still there must go, the last who came first."""
    sharer.active, sharer.approved, sharer.guest = False, NEVER, None
    town.record.sharers["left"] += 1
    for support in sorted(sharer.guests, key=lambda one: one.row, reverse=True):
        town.record.sharers["displaced"] += 1
        part(town, support, END_WORKER_LEFT)


def decide(town: NaiveEcosystem, sharer: Sharer) -> None:
    """Who no longer can withdraws; when the decision is due, some are approved and others turned down."""
    if not able(sharer.person) or moved_in(town, sharer.person):
        turn_down(town, sharer)
        return
    if town.month < sharer.decided:
        return
    u_approve, u_places, _, _ = town.draws(APPROVE, sharer.person.id)
    if u_approve >= town.rates.sharer_approve:
        turn_down(town, sharer)
        return
    sharer.approved, sharer.places = town.month, places(town, u_places)
    town.record.sharers["approvals"] += 1
    town.record.sharers["approval_months"] += town.month - sharer.applied


def turn_down(town: NaiveEcosystem, sharer: Sharer) -> None:
    """The household may be asked again after a rest."""
    sharer.active = False
    town.record.sharers["withdrawn"] += 1
    for willing in town.willing:
        if willing.person is sharer.person:
            willing.ready = town.month + town.rates.sharer_rest_months


def places(town: NaiveEcosystem, u: float) -> int:
    """One to three, by the shares of the evidence."""
    one, two, _ = town.rates.sharer_places
    if u < one:
        return 1
    return 2 if u - one < two else 3


def enquire(town: NaiveEcosystem, number: int, suited: list[Willing]) -> None:
    """An enquiry is sought; it fails where the household cannot be asked yet, and is paid for where it can."""
    u_whom, u_apply, u_first, u_second = town.draws(SHARER, number)
    willing = suited[int(u_whom * len(suited))]
    town.record.sharers["sought"] += 1
    homes = {sharer.person.home for sharer in town.sharers if sharer.active}
    if willing.ready > town.month or willing.person.home in homes:
        return
    fifth = willing.person.hood.fifth
    town.pay(COUNCIL, town.service("sharer_recruitment"), fifth, town.rates.sharer_enquiry_pence)
    town.record.sharers["enquiries"] += 1
    if u_apply >= town.rates.sharer_apply:
        willing.ready = town.month + town.rates.sharer_rest_months
        town.record.sharers["withdrawn"] += 1
        return
    apply(town, willing, u_first + u_second - 1.0)


def apply(town: NaiveEcosystem, willing: Willing, off_the_mean: float) -> None:
    """``off_the_mean`` is -1 to 1."""
    rates = town.rates
    months = rates.sharer_months * (1.0 + rates.sharer_months_spread * off_the_mean)
    willing.ready, decided = NEVER, town.month + max(int(months + 0.5), 0)
    row = len(town.sharers)
    town.sharers.append(Sharer(row, willing.person, active=True, applied=town.month, decided=decided))


def take_stock(town: NaiveEcosystem, sharer: Sharer) -> None:
    record = town.record.sharers
    if sharer.approved > town.month:
        record["applying"] += 1
        return
    record["approved"] += 1
    record["people"] += len(sharer.guests)
    record["places"] += sharer.places
    record["strain"] += int(sharer.strain * 1000)


def count_trying(town: NaiveEcosystem) -> None:
    """After the month's matching."""
    town.record.sharers["trying"] += sum(sharer.guest is not None for sharer in town.sharers)
