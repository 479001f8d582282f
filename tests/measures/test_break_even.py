from __future__ import annotations

import numpy as np
import pyarrow.compute as pc
import pytest

from measures.folders import write_runs
from simulation.measures.break_even import NEVER_PAID, NO_DIFFERENCE, break_even, cumulative, net_cost, outcome
from simulation.measures.discounting import SCHEDULE, UNDISCOUNTED, schedules
from simulation.measures.results import read_folder


def path(*a_year):
    """Cumulative net cost from a net cost in each year, spread over its months."""
    return np.cumsum(np.repeat(np.array(a_year, float) / 12, 12))


@pytest.mark.parametrize(
    ("a_year", "expected"),
    [
        ((100, -50, -60, -10), "year_3"),
        ((100, 50, 10), NEVER_PAID),
        ((100, -100, 0), "year_2"),
        ((-10, -10, -10), "year_1"),
        ((100, -200, 150), NEVER_PAID),  # paid back, and then not: it does not last
        ((100, -200, 150, -60), "year_4"),
        ((0, 0, 0), NO_DIFFERENCE),
        ((0, 0, 1), NEVER_PAID),
    ],
)
def test_break_even_is_the_first_year_from_which_nothing_is_owed(a_year, expected):
    assert outcome(path(*a_year)) == expected


def test_rounding_of_a_sum_is_not_a_debt():
    assert outcome(path(100, -100, 0) + 1e-9) == "year_2"


def test_a_short_last_year_counts():
    assert outcome(path(100, -50)[:18]) == NEVER_PAID
    assert outcome(path(100, -200)[:18]) == "year_2"


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    return read_folder(write_runs(tmp_path_factory.mktemp("runs"), 4))


def test_outcomes_are_a_distribution_over_replicates(results):
    table = break_even(results, "crisis_driven", schedules(results.horizon))
    for purse in ("council", "nhs", "all_payers"):
        for discounting in (UNDISCOUNTED, SCHEDULE):
            chosen = pc.and_(pc.equal(table["purse"], purse), pc.equal(table["discounting"], discounting))
            mine = table.filter(chosen)
            assert sum(mine["share"].to_pylist()) == pytest.approx(1)
            assert sum(mine["replicates"].to_pylist()) == 4
            assert {"year_1", "year_2", NEVER_PAID, NO_DIFFERENCE} == set(mine["outcome"].to_pylist())


def test_net_cost_adds_up_the_paired_differences(results):
    factors = schedules(results.horizon)
    paths = cumulative(results, "crisis_driven", "prevention_investment", "spend.payer.council", factors[UNDISCOUNTED])
    k = results.where(measure="spend.payer.council", period="run", group="all")[0]
    difference = results.of("prevention_investment")[:, k] - results.of("crisis_driven")[:, k]
    np.testing.assert_allclose(paths[:, -1], difference)
    table = net_cost(results, "crisis_driven", factors)
    chosen = pc.and_(pc.equal(table["purse"], "council"), pc.equal(table["discounting"], UNDISCOUNTED))
    assert table.filter(chosen)["mean"].to_pylist()[-1] == pytest.approx(difference.mean())


def test_purses_add_to_all_payers(results):
    table = net_cost(results, "crisis_driven", schedules(results.horizon))
    last = table.filter(pc.and_(pc.equal(table["month"], 23), pc.equal(table["discounting"], SCHEDULE))).to_pylist()
    by_purse = {row["purse"]: row["mean"] for row in last}
    whole = by_purse.pop("all_payers")
    assert sum(by_purse.values()) == pytest.approx(whole)


def test_the_first_year_is_not_discounted_and_the_second_is_by_the_schedule():
    factors = schedules(30)
    assert set(factors[UNDISCOUNTED]) == {1.0}
    np.testing.assert_allclose(factors[SCHEDULE], np.repeat([1, 1 / 1.035, 1 / 1.035**2], 12)[:30])
