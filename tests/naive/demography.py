"""Births, deaths, moves in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naive.bonds import end_tie
from naive.support import end

from simulation.kernels.chance import DEATH
from simulation.state.codes import DIED, END_DEATH, END_LEFT_PLACE, FUTURE, HERE, LEFT, NOT_ASKING

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person


def step(town: NaiveEcosystem) -> None:
    """First everyone's fate is known, then it happens; then newcomers enter, then their ties begin."""
    fates = [(person, fate(town, person)) for person in town.people if person.here]
    for person, status in fates:
        if status != HERE:
            depart(town, person, status)
    newcomers = town.newcomers[town.month + town.burn_in]
    for person in newcomers:
        if person.status == FUTURE and may_enter(person):
            enter(town, person)
    for person in newcomers:
        if person.here:
            tie_in(town, person)


def fate(town: NaiveEcosystem, person: Person) -> int:
    u_death, u_leave, _, _ = town.draws(DEATH, person.id)
    chance = town.rates.death[person.female][person.age_years][person.need]
    if not person.own_ties():
        chance = max(chance, chance * town.rates.death_isolated)
    if u_death < chance:
        return DIED
    return LEFT if u_leave < town.rates.leave[person.band] else HERE


def depart(town: NaiveEcosystem, person: Person, status: int) -> None:
    """Support and ties end, and the record says why."""
    died = status == DIED
    if person.adult:
        town.count("deaths" if died else "moves_out", person)
    town.record.persons["died" if died else "left"] += 1
    reason = END_DEATH if died else END_LEFT_PLACE
    if person.arrangement is not None:
        end(town, person.arrangement, reason)
    for tie in person.own_ties():
        end_tie(town, tie, reason)
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
