from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.measures import student
from simulation.measures.statistics import bootstrap, means, variances


@pytest.mark.parametrize(
    ("freedom", "published"), [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (9, 2.262), (29, 2.045), (99, 1.984)]
)
def test_student_quantiles_agree_with_the_published_table(freedom, published):
    assert student.quantile(0.975, freedom) == pytest.approx(published, abs=5e-4)


def test_student_quantile_inverts_the_distribution():
    for freedom in range(1, 40):
        for p in (0.01, 0.25, 0.5, 0.75, 0.995):
            assert student.cdf(student.quantile(p, freedom), freedom) == pytest.approx(p, abs=1e-12)


def test_a_mean_has_its_monte_carlo_error_and_t_interval():
    some = means(np.array([[1.0], [2.0], [3.0], [6.0]]))
    assert some.mean[0] == 3
    assert some.mcse[0] == pytest.approx(math.sqrt(14 / 3 / 4))
    low, high = some.interval(0.95)
    assert high[0] - 3 == pytest.approx(3.182 * some.mcse[0], rel=1e-3)
    assert low[0] + high[0] == pytest.approx(6)


def test_one_replicate_gives_no_error_and_no_interval():
    some = means(np.array([[5.0]]))
    assert some.mean[0] == 5
    assert np.isnan([some.mcse, *some.interval(0.95)]).all()


def test_the_same_value_in_every_replicate_has_an_error_of_exactly_zero():
    some = means(np.full((7, 1), 0.1))
    assert (some.mean[0], some.mcse[0]) == (0.1, 0.0)
    assert bootstrap(np.full((7, 1), 0.1)) == (0.1, 0.1)


def test_undefined_replicates_are_left_out_of_the_mean():
    some = means(np.array([[1.0, np.nan], [np.nan, np.nan], [3.0, np.nan]]))
    assert some.n.tolist() == [2, 0]
    assert some.mean[0] == 2
    assert np.isnan(some.mean[1])


def test_t_intervals_cover_the_truth_about_95_times_in_100():
    values = np.random.default_rng(4).normal(10, 3, (10, 4000))
    low, high = means(values).interval(0.95)
    assert 0.93 < ((low <= 10) & (high >= 10)).mean() < 0.97


def test_the_bootstrap_agrees_with_t_where_values_are_normal_and_not_where_they_are_skewed():
    rng = np.random.default_rng(5)
    for values, like in ((rng.normal(0, 1, (30, 300)), True), (rng.lognormal(0, 2, (30, 300)), False)):
        low, high = means(values).interval(0.95)
        low_b, high_b = bootstrap(values)
        apart = np.maximum(abs(low - low_b), abs(high - high_b)) > (high - low) / 10
        assert (apart.mean() < 0.1) == like


def test_bootstrap_says_nothing_from_few_replicates():
    assert np.isnan(bootstrap(np.arange(4.0)[:, None])).all()


def test_variance_is_the_sample_variance():
    values = np.random.default_rng(6).normal(0, 2, (9, 5))
    np.testing.assert_allclose(variances(values), values.var(axis=0, ddof=1))
