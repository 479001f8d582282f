"""Grant and tax, a path, cuts by deprivation, reserves: who has how much."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from actors.living import changed
from simulation.actors.budget import Budget, grant_share
from simulation.evidence.parameters import load_parameters
from simulation.past import Setting


def budget(setting: Setting, recovery: float = 0.5, limit: bool = True, **parameters: float) -> Budget:
    place = changed(setting, council__opening_overspend_share=0.0, **parameters)
    opened = Budget(SimpleNamespace(parameters=place.parameters, setting=place), recovery, limit)
    opened.open(100.0)
    return opened


def year(one: Budget, number: int) -> float:
    one.set_year(number)
    one.add(0.0)
    return one.total


def test_it_grows_as_the_evidence_says(small):
    one = budget(small, council__real_growth_per_year=0.02)
    assert [year(one, k) for k in range(3)] == pytest.approx([100, 102, 104.04])


def test_a_path_holds_as_far_as_it_goes(small):
    one = budget(small._replace(real_path=(0.9, 0.8)), council__real_growth_per_year=0.1)
    assert [year(one, k) for k in range(4)] == pytest.approx([90, 80, 88, 96.8])


def test_a_cut_of_grants_grows_and_is_given_back(small):
    cut = {"council__grant_cut": 0.5, "council__grant_cut_years": 2.0, "council__grant_restored_year": 3.0}
    one = budget(small, council__real_growth_per_year=0.0, council__grant_share=0.4, **cut)
    assert [year(one, k) for k in range(4)] == pytest.approx([90, 80, 80, 100])


def test_the_same_cut_of_grants_takes_from_deprived_councils_what_it_took(small):
    """IFS 2018: 17 % from the 30 most and 3 % from the 30 least deprived councils; England's 9 % was not fitted."""
    value, cut = load_parameters().value, 0.363
    taken = [cut * grant_share(value, most_deprived) for most_deprived in (0.493, 0.035, 0.2)]
    assert taken[:2] == pytest.approx([0.17, 0.03], abs=0.003)
    assert taken[2] == pytest.approx(0.09, abs=0.011)


def test_reserves_meet_what_is_not_recovered_until_they_are_gone(small):
    one = budget(small, council__real_growth_per_year=0.0, council__reserve_share=0.08)
    year(one, 0)
    one.close_year(110.0)
    assert (one.recovering, one.reserve) == pytest.approx((5.0, 3.0))
    assert year(one, 1) == pytest.approx(95.0)
    one.close_year(105.0)
    assert (one.recovering, one.reserve) == pytest.approx((7.0, 0.0))
    year(one, 2)
    one.close_year(90.0)
    assert (one.recovering, one.reserve) == pytest.approx((0.0, 3.0))


def test_without_a_cash_limit_an_overspend_has_no_consequence(small):
    one = budget(small, limit=False, council__real_growth_per_year=0.0)
    year(one, 0)
    one.close_year(200.0)
    assert one.recovering == 0.0
    assert year(one, 1) == pytest.approx(100.0)
