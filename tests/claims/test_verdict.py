"""The rule against numbers made by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.claims.schema import Expectation
from simulation.claims.verdict import (
    NOT_SUPPORTED,
    SUPPORTED,
    UNDECIDED,
    judge,
    level_of,
    overall,
    region_of,
    replicates_to_decide,
)

T_95_3 = 3.182446305284263
"""Student's t, 97.5 %, 3 degrees of freedom (printed tables: 3.182)."""


def expectation(**given):
    return Expectation.model_validate({"measure": "crises", **given})


def verdict(values, without=1.0, **given):
    return judge(np.array(values, float), region_of(expectation(**given), without), 0.95).verdict


def test_the_interval_is_students():
    found = judge(np.array([1.0, 2.0, 3.0, 4.0]), region_of(expectation(expect="up"), 1.0), 0.95)
    half = T_95_3 * math.sqrt(5 / 3) / 2
    assert (found.mean, found.n) == (2.5, 4)
    assert found.low == pytest.approx(2.5 - half)
    assert found.high == pytest.approx(2.5 + half)


@pytest.mark.parametrize(
    ("values", "given", "said"),
    [
        ([4, 5, 6], {"expect": "up"}, SUPPORTED),
        ([4, 5, 6], {"expect": "down"}, NOT_SUPPORTED),
        ([-4, -5, -6], {"expect": "down"}, SUPPORTED),
        ([-4, -5, -6], {"expect": "up"}, NOT_SUPPORTED),
        ([-4, 5, 1], {"expect": "up"}, UNDECIDED),
        ([4, 5, 6], {"expect": "up", "matters": 8}, NOT_SUPPORTED),
        ([4, 5, 6], {"expect": "up", "matters": 5}, UNDECIDED),
        ([0, 0, 0], {"expect": "up"}, NOT_SUPPORTED),
        ([0, 0, 0], {"expect": "none"}, SUPPORTED),
        ([1, 1, 1], {"expect": "none"}, NOT_SUPPORTED),
        ([-1, 0, 1], {"expect": "none", "matters": 10}, SUPPORTED),
        ([-1, 0, 1], {"expect": "none", "matters": 1}, UNDECIDED),
        ([9, 10, 11], {"expect": "none", "matters": 1}, NOT_SUPPORTED),
        ([-10, -11, -12], {"expect": "within", "low": -26, "high": -5}, SUPPORTED),
        ([-1, -1.1, -1.2], {"expect": "within", "low": -26, "high": -5}, NOT_SUPPORTED),
        ([-4, -5, -6], {"expect": "within", "low": -26, "high": -5}, UNDECIDED),
        ([5], {"expect": "up"}, UNDECIDED),
        ([math.nan, math.nan], {"expect": "up"}, UNDECIDED),
    ],
)
def test_verdicts(values, given, said):
    assert verdict(values, **given) == said


def test_an_interval_that_holds_zero_does_not_show_that_there_is_no_effect():
    assert verdict([-50, 0, 50], expect="none", matters=10) == UNDECIDED


def test_what_matters_may_be_a_share_of_the_level_without():
    assert verdict([2, 2.1, 2.2], without=100.0, expect="up", matters_share=0.01) == SUPPORTED
    assert verdict([2, 2.1, 2.2], without=-1000.0, expect="up", matters_share=0.01) == NOT_SUPPORTED


def test_intervals_of_a_claim_are_simultaneous():
    assert level_of(1) == 0.95
    assert level_of(5) == pytest.approx(0.99)


def test_intervals_of_five_measures_hold_at_once_about_as_often_as_promised():
    rng = np.random.default_rng(1)
    region, level = region_of(expectation(expect="up"), 0.0), level_of(5)
    missed = 0
    for _ in range(1000):
        found = [judge(rng.normal(0, 1, 8), region, level) for _ in range(5)]
        missed += any(one.low > 0 or one.high < 0 for one in found)
    assert 30 <= missed <= 70


def test_replicates_to_decide_would_decide():
    region = region_of(expectation(expect="up"), 0.0)
    needed = replicates_to_decide(1.0, 2.0, region, 0.95)
    assert needed == 18  # t(17) x 2 / sqrt(18) = 0.9946 < 1 <= t(16) x 2 / sqrt(17) = 1.0283
    undecided = judge(np.array([3.0, -1.0, 3.0, -1.0]), region, 0.95)
    assert undecided.verdict == UNDECIDED
    assert undecided.to_decide is not None
    assert 4 < undecided.to_decide < 100


def test_no_number_of_replicates_decides_at_the_edge():
    assert replicates_to_decide(5.0, 1.0, region_of(expectation(expect="up", matters=5), 0.0), 0.95) == 0


def test_a_claim_stands_only_if_all_its_measures_do():
    assert overall([SUPPORTED, SUPPORTED]) == SUPPORTED
    assert overall([SUPPORTED, UNDECIDED]) == UNDECIDED
    assert overall([SUPPORTED, UNDECIDED, NOT_SUPPORTED]) == NOT_SUPPORTED
