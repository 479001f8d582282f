from __future__ import annotations

import numpy as np
import pytest

from simulation.measures.equity import concentration, most_over_least


def test_the_same_for_everyone_is_no_concentration():
    assert concentration(np.array([2.0, 4, 6]), np.array([1.0, 2, 3])) == pytest.approx(0)


def test_all_in_the_most_deprived_of_five_equal_groups():
    assert concentration(np.array([1.0, 0, 0, 0, 0]), np.ones(5)) == pytest.approx(-0.8)
    assert concentration(np.array([0.0, 0, 0, 0, 1]), np.ones(5)) == pytest.approx(0.8)


def test_the_index_agrees_with_the_covariance_formula_over_people():
    rng = np.random.default_rng(7)
    people = rng.integers(1, 50, 5)
    each = rng.gamma(2, 3, 5)
    per_person = np.repeat(each, people)
    rank = (np.arange(people.sum()) + 0.5) / people.sum()
    grouped_rank = np.repeat([rank[np.repeat(np.arange(5), people) == g].mean() for g in range(5)], people)
    expected = 2 * np.cov(per_person, grouped_rank, ddof=0)[0, 1] / per_person.mean()
    assert concentration(each * people, people.astype(float)) == pytest.approx(expected)


def test_nothing_to_share_has_no_index():
    assert np.isnan(concentration(np.zeros(5), np.ones(5)))
    assert np.isnan(most_over_least(np.array([1.0, 0.0]), np.ones(2)))


def test_ratio_is_per_person():
    assert most_over_least(np.array([10.0, 5.0]), np.array([10.0, 10.0])) == 2
