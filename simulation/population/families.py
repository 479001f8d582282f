"""Children with parents: dependent children, adult children at home, older people in a child's household."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.parameters import Parameters
from simulation.population.ages import Draft
from simulation.population.ranks import rank_within, starts
from simulation.population.streams import pick, triangular
from simulation.population.tables import by_age
from simulation.state.codes import NOBODY

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

MOTHER_AGES: Final = ("18_24", "25_29", "30_34", "35_39", "40_44", "45_49", "50_54", "55_59", "60_over")
FAMILY_SIZES: Final = ("1", "2", "3", "4", "5")


class Parents(NamedTuple):
    """Each person's parents, or NOBODY; ``second`` is the partner of ``first``."""

    first: Ints
    second: Ints

    @staticmethod
    def none(n: int) -> Parents:
        """Parents of ``n`` people, none known."""
        return Parents(np.full(n, NOBODY), np.full(n, NOBODY))

    def is_parent(self) -> Flags:
        """Who is somebody's parent."""
        found = np.zeros(len(self.first), bool)
        for side in self:
            found[side[side != NOBODY]] = True
        return found

    def give(self, child: Ints, parent: Ints, partner: Ints) -> None:
        """Make ``parent`` and the parent's partner the parents of ``child``."""
        self.first[child] = parent
        self.second[child] = partner[parent]


def old_enough(draft: Draft, parent: Ints, child: Ints, parameters: Parameters) -> Flags:
    """Whether a parent is enough older than a child; False where the parent is NOBODY."""
    gap = draft.months[parent] - draft.months[child]
    return np.asarray((parent != NOBODY) & (gap >= parameters.value("population.least_parent_gap_years") * 12))


def birth_age(n: int, parameters: Parameters, stream: np.random.Generator) -> NDArray[np.float64]:
    """Mothers' age in months at the birth of ``n`` children."""
    noise = triangular(stream, n, parameters.value("population.birth_age_noise_years"))
    return (parameters.value("population.birth_age_years") + noise) * 12


def seat_children(
    draft: Draft,
    child: Flags,
    unpartnered: Flags,
    partner: Ints,
    parents: Parents,
    parameters: Parameters,
    stream: np.random.Generator,
) -> None:
    """Give dependent children of each group a lone parent or a couple, in families of the sizes of the evidence."""
    children = np.flatnonzero(child)
    lone = stream.random(len(children)) < parameters.value("population.lone_parent_children")
    weight = by_age(parameters, "population.parent_weight", MOTHER_AGES, draft.months // 12)
    mothers = parameters.value("population.lone_parent_mothers")
    women = unpartnered & (draft.female == 1)
    men = unpartnered & (draft.female == 0)
    share = (weight @ men) * mothers / max((weight @ women) * (1.0 - mothers), np.finfo(float).tiny)
    lone_weight = weight * (women * share + men)
    # of each couple, the younger woman's side stands for the family; of two men, the first
    leads = (partner != NOBODY) & ((draft.female == 1) | (draft.female[partner] == 0))
    leads &= ~((draft.female == draft.female[partner]) & (np.arange(len(partner)) > partner))
    _fill_families(draft, children[lone], lone_weight, partner, parents, parameters, stream)
    left = children[parents.first[children] == NOBODY]
    _fill_families(draft, left, weight * leads, partner, parents, parameters, stream)


def _fill_families(
    draft: Draft,
    children: Ints,
    weight: NDArray[np.float64],
    partner: Ints,
    parents: Parents,
    parameters: Parameters,
    stream: np.random.Generator,
) -> None:
    """Families are opened in weighted random order until each group's children fit; then matched by age."""
    n_groups = int(draft.group.max()) + 1
    leads = np.flatnonzero(weight > 0)
    luck = stream.random(len(leads)) / weight[leads]
    leads = leads[np.lexsort((luck, draft.group[leads]))]
    sizes = 1 + pick(stream, len(leads), parameters.vector("population.family_size", FAMILY_SIZES))
    places = np.repeat(leads, sizes)
    first = starts(draft.group[places], n_groups)
    room = np.diff(first)
    children = children[room[draft.group[children]] > 0]
    if not len(children):
        return
    group = draft.group[children]
    seat = rank_within(group, draft.months[children])
    mother = places[first[group] + seat % room[group]]
    expected = draft.months[mother] - birth_age(len(mother), parameters, stream)
    parents.give(
        children[np.lexsort((draft.months[children], group))],
        mother[np.lexsort((expected, group))],
        partner,
    )


def near_in_age(
    draft: Draft, who: Ints, wanted: NDArray[np.float64], hosts: Ints, reach: int, stream: np.random.Generator
) -> Ints:
    """For each person one of the ``reach`` hosts of the same group nearest to the ``wanted`` age, or NOBODY."""
    if not len(hosts):
        return np.full(len(who), NOBODY)
    n_groups = int(draft.group.max()) + 1
    span = float(2 * draft.months.max() + 1)
    hosts = hosts[np.lexsort((draft.months[hosts], draft.group[hosts]))]
    first = starts(draft.group[hosts], n_groups)
    key = draft.group[hosts] * span + draft.months[hosts]
    at = np.searchsorted(key, draft.group[who] * span + np.clip(wanted, 0.0, span - 1.0))
    at = at + np.floor(stream.random(len(who)) * reach - reach / 2).astype(np.int64)
    low, high = first[draft.group[who]], first[draft.group[who] + 1]
    found = hosts[np.clip(at, low, np.maximum(high - 1, low)).clip(0, len(hosts) - 1)]
    return np.where(high > low, found, NOBODY)


def seat_adult_children(
    draft: Draft,
    grown: Flags,
    hosts: Flags,
    partner: Ints,
    parents: Parents,
    parameters: Parameters,
    stream: np.random.Generator,
) -> None:
    """Adults who live with their parents get a mother (or lone father) of a fitting age in their group."""
    who = np.flatnonzero(grown)
    lead = hosts & ((draft.female == 1) | (partner == NOBODY))
    wanted = draft.months[who] + birth_age(len(who), parameters, stream)
    reach = int(parameters.value("population.host_reach"))
    found = near_in_age(draft, who, wanted, np.flatnonzero(lead & ~grown), reach, stream)
    found = _with_siblings(draft, who, found, 2 * reach, parameters, stream)
    fits = old_enough(draft, found, who, parameters)
    parents.give(who[fits], found[fits], partner)


def _with_siblings(
    draft: Draft, who: Ints, found: Ints, apart: int, parameters: Parameters, stream: np.random.Generator
) -> Ints:
    """Some take the host of the person ``apart`` places younger in their group, as a sibling at home."""
    order = np.lexsort((draft.months[who], draft.group[who]))
    joins = stream.random(len(who)) < parameters.value("population.siblings_at_home")
    elder, younger = order[apart:], order[: len(order) - apart] if len(order) > apart else order[:0]
    same = joins[elder] & ~joins[younger] & (draft.group[who[elder]] == draft.group[who[younger]])
    found = found.copy()
    found[elder[same]] = found[younger[same]]
    return found


def join_older(
    draft: Draft,
    older: Flags,
    couples: Flags,
    head: Ints,
    parents: Parents,
    parameters: Parameters,
    stream: np.random.Generator,
) -> None:
    """Some older people who live neither with a partner nor alone join the household of a grown child in a couple."""
    who = np.flatnonzero(older)
    who = who[stream.random(len(who)) < parameters.value("population.older_with_child")]
    wanted = draft.months[who] - birth_age(len(who), parameters, stream)
    hosts = np.flatnonzero(couples & ~older & (parents.first == NOBODY))
    found = near_in_age(draft, who, wanted, hosts, int(parameters.value("population.host_reach")), stream)
    fits = (found != NOBODY) & old_enough(draft, who, found, parameters)
    child, parent = found[fits], who[fits]
    child, once = np.unique(child, return_index=True)
    parents.first[child] = parent[once]
    head[parent[once]] = head[child]
