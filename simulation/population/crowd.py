"""Everyone in one list, residents, newcomers and children to be born, brought into the order of rows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.population.future import Arrivals, Births
from simulation.population.health import Health
from simulation.population.links import Links, move_in
from simulation.population.residents import Residents
from simulation.state.codes import NOBODY

Ints = NDArray[np.int64]


class Crowd(NamedTuple):
    """One entry a person. People are named by their position here, which in the end is their row."""

    hood: Ints
    home: Ints
    female: NDArray[np.uint8]
    birth: Ints  # month
    entry: Ints  # month index from the start of the burn-in; NOBODY for residents
    partner: Ints
    first: Ints  # parents in the same home (of children to be born: mother, and father if he lives with her)
    second: Ints
    joins: Ints  # the partner here whom a newcomer joins
    first_apart: Ints  # parents in another home
    second_apart: Ints
    child_apart: Ints  # a newcomer's grown child here
    sibling: Ints  # a newcomer's sibling here
    conditions: NDArray[np.uint8]
    need: NDArray[np.uint8]
    means: NDArray[np.uint8]
    model: Ints  # of support, or NOBODY


_REFERENCES = ("partner", "first", "second", "joins", "first_apart", "second_apart", "child_apart", "sibling")


def together(
    residents: Residents,
    arrivals: Arrivals,
    arrival_health: Health,
    arrival_means: NDArray[np.uint8],
    links: Links,
    births: Births,
    birth_health: Health,
    birth_means: NDArray[np.uint8],
    start: int,
) -> tuple[Crowd, Ints]:
    """Everyone in order of neighbourhood, then month of entry (residents first), then home, then age; and the row of
    each resident and newcomer. So rows of people not here yet lie together, and passes over tiles skip them.

    ``start`` is the month in which the burn-in begins.
    """
    here, come, born = len(residents.model), len(arrivals.entry), len(births.entry)
    present, later, unborn = np.full(here, NOBODY), np.full(come, NOBODY), np.full(born, NOBODY)
    homes, new_homes = residents.households, arrivals.households
    head = move_in(np.concatenate((homes.head, new_homes.head + here)), links.joins)
    hood = np.concatenate((residents.draft.group, arrivals.hood))[head]
    crowd = Crowd(
        hood=np.concatenate((hood, hood[births.mother])),
        home=np.unique(np.concatenate((head, head[births.mother])), return_inverse=True)[1],
        female=np.concatenate((residents.draft.female, arrivals.draft.female, births.female)),
        birth=start + np.concatenate((-residents.draft.months, arrivals.entry - arrivals.draft.months, births.entry)),
        entry=np.concatenate((present, arrivals.entry, births.entry)),
        partner=np.concatenate((homes.partner, shifted(new_homes.partner, here), unborn)),
        first=np.concatenate((homes.parents.first, shifted(new_homes.parents.first, here), births.mother)),
        second=np.concatenate((homes.parents.second, shifted(new_homes.parents.second, here), births.father)),
        joins=np.concatenate((links.joins, unborn)),
        first_apart=np.concatenate((residents.parents_apart.first, links.parent[here:], unborn)),
        second_apart=np.concatenate((residents.parents_apart.second, links.other_parent[here:], unborn)),
        child_apart=np.concatenate((links.child, unborn)),
        sibling=np.concatenate((links.sibling, unborn)),
        conditions=np.concatenate((residents.health.conditions, arrival_health.conditions, birth_health.conditions)),
        need=np.concatenate((residents.health.need, arrival_health.need, birth_health.need)),
        means=np.concatenate((residents.means, arrival_means, birth_means)),
        model=np.concatenate((residents.model, later, unborn)),
    )
    order = np.lexsort((crowd.birth, crowd.home, crowd.entry, crowd.hood))
    row = np.empty(len(order), np.int64)
    row[order] = np.arange(len(order))
    return _ordered(crowd, order, row), row[: here + come]


def shifted(person: Ints, by: int) -> Ints:
    """References to people, moved ``by`` positions; NOBODY stays."""
    return np.where(person == NOBODY, NOBODY, person + by)


def _ordered(crowd: Crowd, order: Ints, row: Ints) -> Crowd:
    crowd = Crowd._make(column[order] for column in crowd)
    named = {name: getattr(crowd, name) for name in _REFERENCES}
    return crowd._replace(**{name: np.where(who == NOBODY, NOBODY, row[who]) for name, who in named.items()})
