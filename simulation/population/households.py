"""Who lives with whom: couples, people living alone, families with children, adults with their parents, sharers."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.parameters import Parameters
from simulation.population.ages import OLDER_MONTHS, Draft
from simulation.population.families import Parents, join_older, seat_adult_children, seat_children
from simulation.population.ranks import rank_within
from simulation.population.streams import Streams, pick, triangular
from simulation.population.tables import by_age, by_sex_age
from simulation.state.codes import LEARNING_DISABILITY, NOBODY

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

CHILD: Final = 0
WITH_PARTNER: Final = 1
ALONE: Final = 2
WITH_PARENTS: Final = 3
OTHERWISE: Final = 4
ELSEWHERE: Final = 5
"""Living with a Shared Lives carer, in a tenancy with support, or in a care home."""

PARTNER_AGES: Final = ("18_24", "25_34", "35_44", "45_54", "55_64", "65_74", "75_84", "85_over")
ALONE_AGES: Final = ("18_24", "25_44", "45_64", "65_74", "75_84", "85_over")
PARENT_AGES: Final = ("18_19", "20_24", "25_29", "30_34", "35_44", "45_64", "65_over")
LEARNING_PARENT_AGES: Final = ("18_24", "25_34", "35_44", "45_54", "55_64", "65_over")
NEWCOMER_AGES: Final = ("18_24", "25_34", "35_64", "65_over")
SHARING_SIZES: Final = ("2", "3", "4")


class Households(NamedTuple):
    """One entry a person; persons are positions in the draft."""

    head: Ints  # the person who stands for the household
    partner: Ints  # NOBODY if none lives here
    parents: Parents  # living in the same household


def draw_states(
    draft: Draft, conditions: NDArray[np.uint8], elsewhere: Flags, parameters: Parameters, stream: np.random.Generator
) -> Ints:
    """How each resident lives, by age and sex; people with a learning disability by their own shares."""
    years = draft.months // 12
    partner = by_sex_age(parameters, "population.partner", PARTNER_AGES, draft.female, years)
    alone = by_sex_age(parameters, "population.alone", ALONE_AGES, draft.female, years)
    parents = by_sex_age(parameters, "population.with_parents", PARENT_AGES, draft.female, years)
    learning = conditions & LEARNING_DISABILITY > 0
    ratio = parameters.value("population.learning_disability_partner_ratio")
    at_home = by_age(parameters, "population.learning_disability_with_parents", LEARNING_PARENT_AGES, years)
    placed = float(elsewhere[learning].mean()) if learning.any() else 0.0
    partner = np.where(learning, partner * ratio, partner)
    parents = np.where(learning, np.minimum(at_home / max(1.0 - placed, np.finfo(float).eps), 1.0 - partner), parents)
    return _split(years, partner, parents, alone, elsewhere, stream)


def draw_newcomer_states(draft: Draft, parameters: Parameters, stream: np.random.Generator) -> Ints:
    """How each newcomer lives: with a partner, alone, or otherwise (lone parents, sharers)."""
    years = draft.months // 12
    partner = by_sex_age(parameters, "population.arrivals.partner", NEWCOMER_AGES, draft.female, years)
    nobody = np.zeros(len(years))
    alone = (1.0 - partner) * parameters.value("population.arrivals.alone")
    return _split(years, partner, nobody, alone, np.zeros(len(years), bool), stream)


def _split(
    years: Ints,
    partner: NDArray[np.float64],
    parents: NDArray[np.float64],
    alone: NDArray[np.float64],
    elsewhere: Flags,
    stream: np.random.Generator,
) -> Ints:
    draw = stream.random(len(years))
    state = np.full(len(years), OTHERWISE)
    state[draw < partner + parents + alone] = ALONE
    state[draw < partner + parents] = WITH_PARENTS
    state[draw < partner] = WITH_PARTNER
    state[years < 18] = CHILD
    state[elsewhere] = ELSEWHERE
    return state


def form_households(draft: Draft, state: Ints, parameters: Parameters, streams: Streams, step: str) -> Households:
    """Households of people whose ``state`` is known. Those for whom there is no partner or parent live otherwise."""
    state = state.copy()
    partner = _couples(draft, state, parameters, streams(f"{step}.couples"))
    state[(state == WITH_PARTNER) & (partner == NOBODY)] = OTHERWISE
    parents = Parents.none(len(state))
    seat_children(draft, state == CHILD, state == OTHERWISE, partner, parents, parameters, streams(f"{step}.children"))
    seat_adult_children(
        draft, state == WITH_PARENTS, _hosts(state, parents), partner, parents, parameters, streams(f"{step}.adults")
    )
    head = np.arange(len(state))
    coupled = partner != NOBODY
    head[coupled] = np.minimum(head, partner)[coupled]
    seated = parents.first != NOBODY
    head[seated] = head[parents.first[seated]]
    head[seated] = head[head[seated]]
    _shelter(draft, state == CHILD, head, seated)
    is_parent = parents.is_parent()
    lodging = (state == OTHERWISE) & ~is_parent & (partner == NOBODY) & ~seated
    older = lodging & (draft.months >= OLDER_MONTHS)
    join_older(draft, older, coupled & ~seated, head, parents, parameters, streams(f"{step}.older"))
    joined = head != np.arange(len(head))
    _share(draft, np.flatnonzero(lodging & ~joined), head, parameters, streams(f"{step}.sharing"))
    return Households(head, partner, parents)


def _hosts(state: Ints, parents: Parents) -> Flags:
    """Who may have adult children at home: couples, lone parents, and those who live neither alone nor elsewhere."""
    return np.asarray((state == WITH_PARTNER) | (state == OTHERWISE) | (parents.is_parent() & (state != CHILD)))


def _couples(draft: Draft, state: Ints, parameters: Parameters, stream: np.random.Generator) -> Ints:
    """Each person's partner: men and women of a group paired by age with noise; some pairs of the same sex."""
    partner = np.full(len(state), NOBODY)
    able = state == WITH_PARTNER
    same_sex = able & (stream.random(len(state)) < parameters.value("population.same_sex_share"))
    noise = triangular(stream, len(state), parameters.value("population.partner_age_noise_years") * 12)
    key = draft.months + noise + draft.female * (parameters.value("population.partner_age_gap_years") * 12)
    _pair_up(np.flatnonzero(same_sex), draft.group * 2 + draft.female, draft.months + noise, partner)
    rest = able & ~same_sex
    men, women = np.flatnonzero(rest & (draft.female == 0)), np.flatnonzero(rest & (draft.female == 1))
    luck = stream.random(len(state))
    men, women = _equal_numbers(draft.group, men, women, luck)
    men = men[np.lexsort((key[men], draft.group[men]))]
    women = women[np.lexsort((key[women], draft.group[women]))]
    partner[men], partner[women] = women, men
    return partner


def _pair_up(who: Ints, group: Ints, key: NDArray[np.float64], partner: Ints) -> None:
    """Pair neighbours in order of ``key`` within a group; the odd one out stays single."""
    order = who[np.lexsort((key[who], group[who]))]
    rank = rank_within(group[order], key[order])
    first = np.flatnonzero((rank[:-1] % 2 == 0) & (group[order[:-1]] == group[order[1:]]))
    a, b = order[first], order[first + 1]
    partner[a], partner[b] = b, a


def _equal_numbers(group: Ints, men: Ints, women: Ints, luck: NDArray[np.float64]) -> tuple[Ints, Ints]:
    """As many men as women in each group, the surplus left out at random."""
    n = int(group.max()) + 1 if len(group) else 0
    keep = np.minimum(np.bincount(group[men], minlength=n), np.bincount(group[women], minlength=n))
    return (
        men[rank_within(group[men], luck[men]) < keep[group[men]]],
        women[rank_within(group[women], luck[women]) < keep[group[women]]],
    )


def _shelter(draft: Draft, child: Flags, head: Ints, seated: Flags) -> None:
    """A child for whom the group has no family lives with its first adult."""
    lost = np.flatnonzero(child & ~seated)
    adults = np.flatnonzero(~child)
    if not len(lost) or not len(adults):
        return
    at = np.searchsorted(draft.group[adults], draft.group[lost])
    head[lost] = head[adults[np.minimum(at, len(adults) - 1)]]


def _share(draft: Draft, who: Ints, head: Ints, parameters: Parameters, stream: np.random.Generator) -> None:
    """Adults who live with neither partner, parents nor children share homes with others near their age."""
    noise = triangular(stream, len(who), parameters.value("population.friends_age_noise_years") * 12)
    order = who[np.lexsort((draft.months[who] + noise, draft.group[who]))]
    sizes = 2 + pick(stream, len(order), parameters.vector("population.sharing_size", SHARING_SIZES))
    home = np.searchsorted(np.cumsum(sizes), np.arange(len(order)), side="right")
    same = np.concatenate(([False], (home[1:] == home[:-1]) & (draft.group[order[1:]] == draft.group[order[:-1]])))
    begin = np.maximum.accumulate(np.where(same, 0, np.arange(len(order)))) if len(order) else np.zeros(0, np.int64)
    head[order] = order[begin]
