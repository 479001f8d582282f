"""Partners, parents and children, and siblings who live in the place, in the same home or not."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.parameters import Parameters
from simulation.population.ages import Draft
from simulation.population.families import Parents, birth_age, old_enough
from simulation.population.ranks import starts
from simulation.population.streams import Streams
from simulation.population.tables import by_age
from simulation.state.codes import NOBODY

Ints = NDArray[np.int64]

MOTHER_HERE_AGES: Final = ("18_29", "30_44", "45_54", "55_64", "65_74", "75_over")


def find_parents(
    draft: Draft, home: Ints, partner: Ints, living_with: Parents, parameters: Parameters, streams: Streams
) -> Parents:
    """Parents in the place of adults who live apart from theirs; a share of them in the same neighbourhood."""
    stream = streams("kin.parents")
    years = draft.months // 12
    chance = by_age(parameters, "population.mother_here", MOTHER_HERE_AGES, years)
    adult = (stream.random(len(years)) < chance) & (living_with.first == NOBODY)
    child = np.flatnonzero(adult)
    wanted = draft.months[child] + birth_age(len(child), parameters, stream)
    near = stream.random(len(child)) < parameters.value("population.kin_same_neighbourhood")
    # lone fathers stand in for mothers who have died or live elsewhere
    fertile = stream.random(len(years)) >= parameters.value("population.childless")
    could = np.flatnonzero(fertile & (years >= 18) & ((draft.female == 1) | (partner == NOBODY)))
    parent = np.full(len(child), NOBODY)
    everywhere = np.zeros(len(years), np.int64)
    for same, group in ((near, draft.group), (~near, everywhere)):
        people = ByAge.of(group, draft.months, could, stream)
        parent[same] = people.find(group[child[same]], wanted[same], stream)
    fits = old_enough(draft, parent, child, parameters) & (home[parent] != home[child])
    found = Parents.none(len(years))
    found.first[child[fits]] = parent[fits]
    both = stream.random(len(child)) < parameters.value("population.both_parents")
    second = np.where(both, partner[parent], NOBODY)
    fits &= old_enough(draft, second, child, parameters)
    found.second[child[fits]] = second[fits]
    return found


class ByAge(NamedTuple):
    """People of each group in order of age, ready to be looked up."""

    able: Ints
    key: NDArray[np.float64]
    first: Ints
    span: float

    @staticmethod
    def of(group: Ints, months: Ints, able: Ints, stream: np.random.Generator) -> ByAge:
        """``able`` in order; ``months`` are not negative."""
        span = float(2 * months.max() + 1)
        age = months[able] + stream.random(len(able))  # a fraction of a month, so that no one of an age is preferred
        key = group[able] * span + age
        order = np.argsort(key, kind="stable")
        return ByAge(able[order], key[order], starts(group[able], int(group.max()) + 1), span)

    def find(self, group: Ints, wanted: NDArray[np.float64], stream: np.random.Generator) -> Ints:
        """For each ``group`` and ``wanted`` age in months somebody of about that age, or NOBODY."""
        if not len(self.able):
            return np.full(len(group), NOBODY)
        age = np.clip(wanted, 0.0, self.span - 2.0) + stream.random(len(wanted))
        at = np.searchsorted(self.key, group * self.span + age)
        inside = (at >= self.first[group]) & (at < self.first[group + 1])
        return np.where(inside, self.able[np.minimum(at, len(self.able) - 1)], NOBODY)


def find_siblings(draft: Draft, parents: Parents, parameters: Parameters, streams: Streams) -> tuple[Ints, Ints]:
    """Pairs of siblings next to each other in age, of the same first parent, who count on each other."""
    stream = streams("kin.siblings")
    who = np.flatnonzero(parents.first != NOBODY)
    mother = parents.first[who]
    order = np.lexsort((draft.months[who], mother))
    who, mother = who[order], mother[order]
    next_to = np.flatnonzero(mother[1:] == mother[:-1])
    kept = next_to[stream.random(len(next_to)) < parameters.value("population.siblings_tied")]
    return who[kept], who[kept + 1]
