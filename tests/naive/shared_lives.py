"""Shared Lives carers: households are approached, apply, are approved after some months, and leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naive.front_door import choose
from naive.support import end
from naive.things import Arrangement, Sharer
from simulation.kernels.chance import SHARER, SHARER_LEAVES
from simulation.state.codes import (
    AWAITING_START,
    COUNCIL,
    END_SUPPORT_BROKE,
    IN_CRISIS,
    MOVE_SUDDEN,
    NEED_LOW,
    NEED_NONE,
    NEVER,
    OWN_HOME,
)

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person


def step(town: NaiveEcosystem) -> None:
    """Leavers, then new applicants, then what stands; the council pays for each household approved."""
    for sharer in town.sharers:
        if sharer.active and not stays(town, sharer):
            leave(town, sharer)
    for enquiry in range(town.levers.sharer_enquiries):
        u_whom, u_places, _, _ = town.draws(SHARER, enquiry)
        may_apply(town, town.people[int(u_whom * len(town.people))], places(town, u_places))
    for sharer in town.sharers:
        if sharer.active:
            take_stock(town, sharer)


def stays(town: NaiveEcosystem, sharer: Sharer) -> bool:
    person = sharer.person
    able = person.here and person.need <= NEED_LOW and person.setting == OWN_HOME
    return able and town.draws(SHARER_LEAVES, person.id)[0] >= town.rates.sharer_leave


def leave(town: NaiveEcosystem, sharer: Sharer) -> None:
    """Those who live there must go, in the order in which they came."""
    sharer.active, sharer.approved = False, NEVER
    town.record.sharers["left"] += 1
    for support in sorted(sharer.guests, key=lambda one: one.row):
        displace(town, support)


def displace(town: NaiveEcosystem, support: Arrangement) -> None:
    """An unplanned end: a crisis, and a place is needed now."""
    person = support.person
    end(town, support, END_SUPPORT_BROKE)
    person.go_home(MOVE_SUDDEN)
    town.count("crises", person)
    wanted = choose(town, person)
    if wanted is not None:
        person.wait(AWAITING_START, IN_CRISIS)
        person.wanted = wanted.row


def places(town: NaiveEcosystem, u: float) -> int:
    """One to three, by the shares of the evidence."""
    one, two, _ = town.rates.sharer_places
    if u < one:
        return 1
    return 2 if u - one < two else 3


def may_apply(town: NaiveEcosystem, person: Person, places: int) -> None:
    """A person of the right age, in good health and at home applies, unless the household does so already."""
    rates = town.rates
    suits = person.here and person.need == NEED_NONE and person.setting == OWN_HOME
    of_age = rates.sharer_min_age <= person.age_years <= rates.sharer_max_age
    known = any(sharer.person is person and sharer.active for sharer in town.sharers)
    if suits and of_age and not known:
        row, approved = len(town.sharers), town.month + rates.sharer_months
        town.sharers.append(Sharer(row, person, places, approved, active=True))


def take_stock(town: NaiveEcosystem, sharer: Sharer) -> None:
    if sharer.approved == town.month:
        fifth = sharer.person.hood.fifth
        town.pay(COUNCIL, town.service("sharer_recruitment"), fifth, town.rates.sharer_recruit_pence)
    town.record.sharers["approved" if sharer.approved <= town.month else "applying"] += 1
    town.record.sharers["supported"] += len(sharer.guests)
