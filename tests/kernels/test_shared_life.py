"""Life that is shared: who is introduced to whom, and when help goes both ways."""

from __future__ import annotations

import numpy as np
from naive.small import Case

from kernels.test_null import Change, differing, lived, one_step, put
from simulation.month import MONTH, Town
from simulation.population.check import problems
from simulation.state import codes
from simulation.state.people import TIE_SLOTS
from simulation.state.place import ARRANGEMENTS

NOBODY_MEETS = {"meet": 0.0, "rupture": 0.0, "tie_floor": 0.0, "balance": 0.0}
TIES_AND_COUNTS = {
    *(f"people.tie_{name}" for name in ("other", "kind", "strength", "gain", "start", "match", "mutual")),
    "journal.ties_formed",
}


def after_ties(**rates: float | np.ndarray) -> tuple[Town, Town]:
    """A town, and the same town after one more step of ties with these rates."""
    before, after = one_step("ties", put(acquaint=0.0, balance=0.0), put(**NOBODY_MEETS | rates))
    return before, after


def open_rows(town: Town) -> np.ndarray:
    arrangements = town.place.arrangements[: int(town.place.counters[ARRANGEMENTS])]
    return arrangements[arrangements.ended == codes.NEVER]


def carers_of_guests(town: Town) -> dict[int, int]:
    """Each person whom a Shared Lives carer supports, and the carer."""
    guests = open_rows(town)
    guests = guests[guests.sharer != codes.NOBODY]
    return dict(zip(guests.person.tolist(), town.place.sharers.person[guests.sharer].tolist(), strict=True))


def known_to(town: Town, i: int) -> set[int]:
    return set(town.place.people.tie_other[i].tolist()) - {codes.NOBODY}


def all_the_week(town: Town) -> None:
    town.catalogue.models.carer_time[:] = 1.0


def with_all_week(change: Change) -> Change:
    def both(town: Town) -> None:
        all_the_week(town)
        change(town)

    return both


# introductions


def test_where_nobody_introduces_it_makes_no_difference_how_much_of_the_week_is_spent_together() -> None:
    assert differing(*one_step("ties", put(acquaint=0.0), all_the_week)) == set()
    more = differing(*one_step("ties", put(acquaint=1.0), all_the_week))
    assert {"people.tie_other"} < more <= TIES_AND_COUNTS


def test_introductions_change_ties_and_nothing_else() -> None:
    assert differing(*one_step("ties", put(acquaint=0.0), put(acquaint=1.0))) <= TIES_AND_COUNTS


def test_whoever_is_introduced_is_a_grown_up_of_the_carers_own_and_becomes_a_friend() -> None:
    met = 0
    none = put(**NOBODY_MEETS, acquaint=0.0)
    before, after = one_step("ties", none, with_all_week(put(acquaint=1.0)))
    people, month = after.place.people, 4
    for i, carer in carers_of_guests(after).items():
        new = known_to(after, i) - known_to(before, i)
        for j in new:
            slot = people.tie_other[i].tolist().index(j)
            assert people.tie_kind[i, slot] == codes.FRIEND
            assert people.tie_start[i, slot] == month
            if j not in carers_of_guests(after):  # who is a guest elsewhere may have been introduced to this person
                assert j in known_to(before, carer) | known_to(after, carer)
                assert month - people.birth_month[j] >= 18 * 12
        met += len(new)
    assert met > 0
    assert problems(after.place, after.catalogue) == []


def test_nobody_is_introduced_in_hospital() -> None:
    def in_hospital(town: Town) -> None:
        all_the_week(town)
        town.place.people.setting[list(carers_of_guests(town))] = codes.HOSPITAL

    step = next(line for line in MONTH if line.name == "ties")
    _, town = one_step("ties", put(**NOBODY_MEETS, acquaint=0.0), in_hospital)
    known = {i: known_to(town, i) for i in carers_of_guests(town)}
    put(acquaint=1.0)(town)
    step.walk(town, 4, 4)
    assert known
    assert {i: known_to(town, i) for i in known} == known


# giving and taking


def half_as_able(town: Town) -> None:
    town.place.people.skill[:] *= np.float32(0.5)


def test_without_a_new_balance_skill_does_nothing_to_ties() -> None:
    own = {"people.skill"}
    assert differing(*one_step("ties", put(balance=0.0), half_as_able)) - own == set()
    assert differing(*one_step("ties", put(balance=1.0), half_as_able)) - own == {"people.tie_mutual"}


def test_both_sides_hold_the_balance_and_it_follows_its_chance() -> None:
    def able(town: Town) -> None:
        town.place.people.skill[:] = 1.0
        town.catalogue.models.reciprocity[:] = 1.0

    supported = []
    for share in (0.0, 0.5, 1.0):
        towns = one_step("ties", put(**NOBODY_MEETS | {"acquaint": 0.0, "balance": 1.0, "mutual": share}), able)
        people = towns[1].place.people
        assert problems(towns[1].place, towns[1].catalogue) == []
        rows = open_rows(towns[1]).person
        ties = people.tie_other[rows] != codes.NOBODY
        supported.append(people.tie_mutual[rows][ties].mean())
        assert ties.sum() > 50
    assert supported[0] == 0.0
    assert abs(supported[1] - 0.5) < 0.15
    assert supported[2] == 1.0


def test_those_without_support_keep_their_balance() -> None:
    before, after = one_step("ties", put(**NOBODY_MEETS), put(balance=1.0, mutual=0.0))
    people = after.place.people
    with_support = set(open_rows(after).person.tolist())
    for i in np.flatnonzero(people.status == codes.HERE).tolist():
        for slot in range(TIE_SLOTS):
            if people.tie_other[i, slot] != codes.NOBODY and not {i, int(people.tie_other[i, slot])} & with_support:
                assert people.tie_mutual[i, slot] == before.place.people.tie_mutual[i, slot]


def test_who_lives_with_a_carer_goes_along_to_a_new_home() -> None:
    towns = (lived(Case(seed, 200, 70, 10, heat=0.3, jumbled=True)) for seed in range(1, 30))
    town = next(town for town in towns if len(carers_of(town)))
    people, moved = town.place.people, np.unique(carers_of(town))
    for carer in moved:
        people.home[carer] = codes.NOBODY - 1 - 2 * carer
    matching = next(line for line in MONTH if line.name == "matching")
    matching.walk(town, 9, 9)
    stayed = np.isin(carers_of(town), moved)
    assert stayed.any()
    assert problems(town.place, town.catalogue) == []


def carers_of(town: Town) -> np.ndarray:
    """Carers with whom somebody lives."""
    rows = open_rows(town)
    rows = rows[(rows.sharer != codes.NOBODY) & (town.place.people.setting[rows.person] == codes.CARER_HOME)]
    return town.place.sharers.person[rows.sharer].astype(np.int64)
