"""Null means exactly nothing: an effect at its null value, or another number of threads, changes no bit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from naive.pair import kernels_of_case
from naive.reading import columns_of
from naive.small import Case, levers_of_month, set_levers, setting_of_case

from simulation.month import MONTH, Town
from simulation.state.codes import MOVE_SUDDEN
from simulation.state.journal import COUNT_INDEX, OTHER_SERVICES
from simulation.state.place import ARRANGEMENTS, TIES_LOGGED

LARGE = Case(seed=3, adults=3000, per_hood=500, months=4, heat=0.5, jumbled=True)
SMALL = Case(seed=4, adults=400, per_hood=100, months=5, heat=0.5, jumbled=True)
Change = Callable[[Town], None]


def nothing(town: Town) -> None:
    """Change nothing."""


def lived(case: Case, threads: int = 1, change: Change = nothing, each_month: Change = nothing) -> Town:
    """A town after its months, with something changed before the first or before each."""
    setting, town = setting_of_case(case), kernels_of_case(case, threads)
    change(town)
    for t in range(case.months):
        set_levers(town.levers, levers_of_month(setting, case.seed, t))
        each_month(town)
        for line in MONTH:
            if line.walk is not None:
                line.walk(town, t, t)
    town.close()
    return town


def arrays_of(town: Town) -> dict[str, Any]:
    """All that a month can change, by name."""
    place, rows = town.place, int(town.place.counters[ARRANGEMENTS])
    found = {"counters": place.counters, "sums": town.scratch.sums.sum(axis=0)}
    tables = {name: getattr(place, name) for name in ("people", "providers", "posts", "sharers", "willing")}
    for name, table in (*tables.items(), ("journal", town.journal)):
        found |= {f"{name}.{field}": column for field, column in columns_of(table).items()}
    found |= {f"arrangements.{field}": column[:rows] for field, column in columns_of(place.arrangements).items()}
    logged = int(place.counters[TIES_LOGGED])
    return found | {f"log.{field}": column[:logged] for field, column in columns_of(town.tie_log).items()}


def differing(one: Town, other: Town) -> set[str]:
    """Names of the arrays that are not the same to the bit."""
    mine, theirs = arrays_of(one), arrays_of(other)
    return {
        name
        for name in mine
        if np.ascontiguousarray(mine[name]).tobytes() != np.ascontiguousarray(theirs[name]).tobytes()
    }


def put(**values: Any) -> Change:
    """Set some rates."""

    def change(town: Town) -> None:
        for name, value in values.items():
            town.rates[name] = value

    return change


def all_help_missing(town: Town) -> None:
    """As if nobody had been helped last month."""
    town.place.people.unpaid_minutes[:] = 0
    town.place.people.paid_minutes[:] = 0


def one_step(name: str, change: Change, cause: Change) -> tuple[Town, Town]:
    """Two towns with the same past and the same rates, after one step that only one begins with the cause."""
    step = next(line for line in MONTH if line.name == name)
    towns = []
    for before in (nothing, cause):
        town = lived(SMALL, change=change)
        before(town)
        step.walk(town, SMALL.months - 1, SMALL.months - 1)
        towns.append(town)
    return towns[0], towns[1]


@pytest.mark.parametrize("threads", [2, 3])
def test_threads_change_no_bit(threads: int) -> None:
    assert differing(lived(LARGE), lived(LARGE, threads)) == set()


def test_the_same_town_lives_the_same_months_again() -> None:
    assert differing(lived(SMALL), lived(SMALL)) == set()


HELP = {"people.unpaid_minutes", "people.paid_minutes"}
NULLS = (
    ("need and skill", {"rise_unmet": 0.0}, {"rise_unmet": 20.0}, all_help_missing, HELP),
    (
        "crisis and hospital",
        {"attend_unmet": 0.0, "admit_unmet": 0.0, "crisis_gap": 0.0},
        {"attend_unmet": 5.0, "admit_unmet": 5.0, "crisis_gap": 5.0},
        all_help_missing,
        HELP,
    ),
)


@pytest.mark.parametrize(("step", "null", "strong", "cause", "own"), NULLS, ids=[row[0] for row in NULLS])
def test_help_that_is_missing_does_nothing_where_its_effect_is_null(
    step: str, null: dict[str, float], strong: dict[str, float], cause: Change, own: set[str]
) -> None:
    assert differing(*one_step(step, put(**null), cause)) - own == set()
    assert differing(*one_step(step, put(**strong), cause)) - own != set()


def a_little_more_paid_help(town: Town) -> None:
    """For everyone but those whose support is there day and night."""
    place, models = town.place, town.catalogue.models
    row = place.people.arrangement
    always = (row >= 0) & (models.full_help[place.arrangements.model[np.maximum(row, 0)]] > 0)
    place.people.paid_minutes[~always] += 200


def test_paid_help_takes_nothing_from_families_where_nothing_is_displaced() -> None:
    own = {"people.paid_minutes"}
    null, strong = np.zeros(3, np.int64), np.full(3, 1000)
    more = a_little_more_paid_help
    assert differing(*one_step("unpaid care", put(care_displaced_permille=null), more)) - own == set()
    displaced = one_step("unpaid care", put(care_displaced_permille=strong), more)
    supplemented = one_step("unpaid care", put(care_displaced_permille=-strong), more)
    unpaid = [[int(town.place.people.unpaid_minutes.sum()) for town in pair] for pair in (displaced, supplemented)]
    assert unpaid[0][1] < unpaid[0][0]
    assert unpaid[1][1] > unpaid[1][0]


MOVES = {"death_uprooted": 1.0, "rise_uprooted": 1.0, "move_skill": 0.0, "move_kept": 1.0, "move_kept_sudden": 1.0}


def test_a_move_does_nothing_to_health_skill_and_ties_where_its_effects_are_null() -> None:
    def as_if_sudden(town: Town) -> None:
        town.place.people.moved_how[:] = MOVE_SUDDEN
        town.place.people.moved[:] = SMALL.months - 2

    own = {"people.moved_how", "people.moved"}
    for step, name in (("demography", "death_uprooted"), ("need and skill", "rise_uprooted")):
        assert differing(*one_step(step, put(**MOVES), as_if_sudden)) - own == set()
        assert differing(*one_step(step, put(**MOVES | {name: 8.0}), as_if_sudden)) - own != set()
    for name, strong in (("move_skill", 0.5), ("move_kept", 0.5), ("move_kept_sudden", 0.5)):
        changed = differing(lived(SMALL, change=put(**MOVES)), lived(SMALL, change=put(**MOVES | {name: strong})))
        assert changed & {"people.skill", "people.tie_strength"}


def test_pay_does_nothing_where_its_effect_is_null() -> None:
    def less_pay(town: Town) -> None:
        town.place.providers.pay_ratio[:] = 0.2

    own = {"providers.pay_ratio"}
    assert differing(*one_step("workforce", put(leave_pay=0.0), less_pay)) - own == set()
    assert differing(*one_step("workforce", put(leave_pay=-3.0), less_pay)) - own != set()


def test_a_programme_without_effect_changes_only_who_takes_part_and_what_it_costs() -> None:
    def without_effect(town: Town) -> None:
        town.catalogue.programmes.efficacy[:] = 0.0

    def no_places(town: Town) -> None:
        town.levers.programme_places[:] = 0

    with_programmes = lived(SMALL, change=without_effect)
    none = lived(SMALL, change=without_effect, each_month=no_places)
    started = COUNT_INDEX["programme_starts"]
    assert with_programmes.journal.counts[:, started].sum() > 0 == none.journal.counts[:, started].sum()
    own = {"people.programme", "people.programme_since", "journal.counts", "journal.ledger"}
    assert differing(with_programmes, none) == own
    counts = {
        name for name, k in COUNT_INDEX.items() if (with_programmes.journal.counts != none.journal.counts)[:, k].any()
    }
    assert counts == {"programme_starts", "carers_helped", "signposted"}
    models = len(with_programmes.catalogue.models)
    unequal = (with_programmes.journal.ledger != none.journal.ledger).any(axis=(0, 1, 3))
    assert not unequal[:models].any()
    assert not unequal[-len(OTHER_SERVICES) :].any()


def test_a_programme_with_effect_changes_more() -> None:
    def no_places(town: Town) -> None:
        town.levers.programme_places[:] = 0

    assert "people.strain" in differing(lived(SMALL), lived(SMALL, each_month=no_places))
