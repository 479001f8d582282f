"""Indices of sensitivity: Ishigami's closed form within 0.03, nothing of nothing, refused where luck is loud."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import qmc

from simulation.measures.sensitivity import (
    FEW_WORDS,
    NOISY_WORDS,
    ONE_LUCK_WORDS,
    PREDICTED,
    SAME_WORDS,
    UNKNOWN_WORDS,
    RefusedError,
    indices,
    indices_without_luck,
)

A, B = 7.0, 0.1


def ishigami(points: np.ndarray) -> np.ndarray:
    x = (2 * points - 1) * np.pi
    return np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])


def closed_form() -> tuple[np.ndarray, np.ndarray]:
    """Ishigami and Homma 1990; Saltelli and others 2008, Global Sensitivity Analysis, 4.6."""
    one = 0.5 * (1 + B * np.pi**4 / 5) ** 2
    two, both = A**2 / 8, B**2 * np.pi**8 * 8 / 225
    whole = one + two + both
    return np.array([one, two, 0.0]) / whole, np.array([one + both, two, both]) / whole


def points_of(draws: int, dimensions: int = 3, seed: int = 1) -> np.ndarray:
    return qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed)).random(draws)


@pytest.mark.parametrize("seed", range(3))
def test_ishigami_is_reproduced_within_three_hundredths(seed):
    points = points_of(1024, seed=seed)
    found = indices_without_luck(ishigami(points), points)
    first, total = closed_form()
    assert np.abs(found.first - first).max() < 0.03
    assert np.abs(found.total - total).max() < 0.03
    assert found.predicted > PREDICTED


def test_a_little_luck_is_borne_and_more_than_a_tenth_is_refused():
    points, rng = points_of(1024), np.random.default_rng(2)
    y = ishigami(points)[:, None]
    first, total = closed_form()
    quiet = indices(y + rng.normal(0, 1, (1024, 2)), points)
    assert max(np.abs(quiet.first - first).max(), np.abs(quiet.total - total).max()) < 0.06
    with pytest.raises(RefusedError, match=NOISY_WORDS):
        indices(y + rng.normal(0, 3, (1024, 2)), points)


def test_luck_that_all_draws_share_is_no_noise():
    points = points_of(512)
    luck = np.random.default_rng(3).normal(0, 100, (1, 4))
    found = indices(ishigami(points)[:, None] + luck, points)
    assert np.abs(found.first - closed_form()[0]).max() < 0.05


def test_what_does_nothing_has_no_share():
    points = points_of(256, 4)
    found = indices_without_luck(3 * points[:, 0] + points[:, 1], points)
    assert found.first == pytest.approx([0.9, 0.1, 0, 0], abs=0.01)
    assert found.total == pytest.approx([0.9, 0.1, 0, 0], abs=0.01)


def test_few_draws_of_many_families_are_refused():
    points = points_of(64, 40)
    with pytest.raises(RefusedError, match=FEW_WORDS):
        indices_without_luck(points[:, 0], points)


def test_a_first_order_share_is_never_above_the_total():
    points = points_of(128, 5)
    found = indices_without_luck(points[:, 0] * points[:, 1] + points[:, 2] ** 2, points)
    assert (found.first <= found.total + 1e-12).all()
    assert found.total.sum() >= found.first.sum()


def test_what_one_replicate_or_a_missing_value_or_no_difference_cannot_tell_is_refused():
    points = points_of(128, 2)
    y = points[:, [0]] + np.random.default_rng(4).normal(0, 0.01, (128, 2))
    assert indices(y, points).first[0] > 0.9
    missing = y.copy()
    missing[3, 0] = np.nan
    for values, words in ((y[:, :1], ONE_LUCK_WORDS), (missing, UNKNOWN_WORDS), (np.ones((128, 2)), SAME_WORDS)):
        with pytest.raises(RefusedError, match=words):
            indices(values, points)
