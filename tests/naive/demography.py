"""Births, deaths, moves in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naive.bonds import end_tie
from naive.support import end
from simulation.kernels.chance import DEATH, LEAVE
from simulation.state.codes import (
    DIED,
    END_DEATH,
    END_LEFT_PLACE,
    END_LEFT_TOGETHER,
    FUTURE,
    HERE,
    LEFT,
    MOVE_WANTED,
    NEED_LOW,
    NOT_ASKING,
    OWN_HOME,
)

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person

LEAVES_PARENTS = LEFT + 1


def step(town: NaiveEcosystem) -> None:
    """First everyone's fate is known, then it happens; then newcomers enter, then their ties begin."""
    fates = {person: fate(town, person) for person in town.people if person.here}
    movers = {person for person, what in fates.items() if what == LEFT}
    for person, what in fates.items():
        if what == LEAVES_PARENTS:
            person.found_home(MOVE_WANTED)
        elif what != HERE:
            depart(town, person, what, movers)
    newcomers = town.newcomers[town.month + town.burn_in]
    for person in newcomers:
        if person.status == FUTURE and may_enter(person):
            enter(town, person)
    for person in newcomers:
        if person.here:
            tie_in(town, person)


def fate(town: NaiveEcosystem, person: Person) -> int:
    """Here, died, left, or on to a home apart from the parents."""
    u_death, u_home, _, _ = town.draws(DEATH, person.id)
    chance = town.rates.death[person.female][person.age_years][person.need]
    if person.uprooted:
        chance *= town.rates.death_uprooted
    if not person.own_ties():
        chance = max(chance, chance * town.rates.death_isolated)
    if u_death < chance:
        return DIED
    if moves_out(town, person):
        return LEFT
    return LEAVES_PARENTS if leaves_parents(town, person, u_home) else HERE


def moves_out(town: NaiveEcosystem, person: Person) -> bool:
    """One lot for a home, so that families go together; a child goes with the chance of a parent there."""
    leading = person if person.adult else person.parent_at_home or person
    lot = person.home if person.setting == OWN_HOME else person.placement
    return town.draws(LEAVE, lot)[0] < town.rates.leave[leading.band]


def leaves_parents(town: NaiveEcosystem, person: Person, u: float) -> bool:
    """A young adult without much need moves out of the parents' home to one nearby."""
    young = person.adult and person.age_years <= town.rates.leave_parents_max_age and person.need <= NEED_LOW
    with_parents = person.setting == OWN_HOME and person.parent_at_home is not None
    return young and with_parents and u < town.rates.leave_parents


def depart(town: NaiveEcosystem, person: Person, status: int, movers: set[Person]) -> None:
    """Support and ties end, and the record says why; between two who move out in the same month, that they did."""
    died = status == DIED
    if person.adult:
        town.count("deaths" if died else "moves_out", person)
    town.record.persons["died" if died else "left"] += 1
    reason = END_DEATH if died else END_LEFT_PLACE
    if person.arrangement is not None:
        end(town, person.arrangement, reason)
    for tie in person.own_ties():
        together = {person, tie.other(person)} <= movers
        end_tie(town, tie, END_LEFT_TOGETHER if together else reason)
    person.status, person.stage, person.care_minutes = status, NOT_ASKING, 0


def may_enter(person: Person) -> bool:
    """A child is born only if a parent (whoever the child is tied to) is here."""
    return person.age_months > 0 or any(tie.other(person).here for tie in person.own_ties())


def enter(town: NaiveEcosystem, person: Person) -> None:
    person.status = HERE
    town.record.persons["entered"] += 1
    if person.adult:
        town.count("arrivals", person)


def tie_in(town: NaiveEcosystem, person: Person) -> None:
    """The ties a newcomer brings to people here begin now, if those have room; two newcomers' tie begins once."""
    for slot, tie in enumerate(person.ties):
        if tie is None:
            continue
        other = tie.other(person)
        known = other.tie_to(person)
        if not other.here or not (known or other.has_room):
            person.ties[slot] = None
            continue
        if known is not tie:
            other.ties[other.ties.index(known)] = tie
            town.record.ties_formed[tie.kind,] += 1
        tie.start = town.month
