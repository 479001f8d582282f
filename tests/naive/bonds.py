"""Ties begin and end for both people at once, and every end has a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naive.things import Tie, f32
from simulation.state.codes import END_FADED, FRIEND, NEIGHBOUR, SHARED_LIVES

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person


def log_end(town: NaiveEcosystem, kind: int, reason: int, start: int) -> None:
    """A tie of this kind has ended this month."""
    town.tie_log.append((kind, reason, start, town.month))
    town.record.ties_ended[kind, reason] += 1


def begin_tie(town: NaiveEcosystem, one: Person, other: Person, kind: int, match: int | None = None) -> bool:
    """Tie two people with room who are not tied already; new ties are mutual. Returns whether it was done.

    ``match`` is how well they fit where more than the two themselves counts.
    """
    if one.tie_to(other) or not one.has_room or not other.has_room:
        return False
    match = town.match(one, other) if match is None else match
    tie = Tie((one, other), kind, f32(town.rates.tie_first), town.month, match, 1)
    for person in tie.people:
        person.ties[person.ties.index(None)] = tie
    town.record.ties_formed[kind,] += 1
    return True


def end_tie(town: NaiveEcosystem, tie: Tie, reason: int) -> None:
    """Take the tie from both people."""
    log_end(town, tie.kind, reason, tie.start)
    for person in tie.people:
        person.ties[person.ties.index(tie)] = None


def make_room(town: NaiveEcosystem, one: Person, other: Person) -> None:
    """Before two are tied, whoever of them has no room loses sight of the weakest acquaintance."""
    if one.tie_to(other) is not None:
        return
    for person in (one, other):
        if not person.has_room:
            end_tie(town, gives_way(person), END_FADED)


def gives_way(person: Person) -> Tie:
    """The weakest friend or neighbour who lives elsewhere; family elsewhere where there are none; else who is at home.
    No Shared Lives tie does."""
    ties = [tie for tie in person.own_ties() if tie.kind != SHARED_LIVES]
    away = [tie for tie in ties if tie.other(person).home != person.home]
    known = [tie for tie in away if tie.kind in (FRIEND, NEIGHBOUR)]
    return min(known or away or ties, key=lambda tie: tie.strength)
