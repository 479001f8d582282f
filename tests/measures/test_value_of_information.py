"""Acceptability and the value of information: closed forms, numbers that others published, and bounds."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.measures.value_of_information import acceptability, evpi, evppi, frontier, noise_floor, spline

STANDARD = NormalDist()


def normal_grid(n: int, dimensions: int) -> np.ndarray:
    """Points of a normal distribution that fill it evenly: an additive lattice (Korobov) through the inverse normal."""
    root = 1.0
    for _ in range(40):
        root = (1 + root) ** (1 / (dimensions + 1))
    steps = root ** -np.arange(1, dimensions + 1)
    shares = (0.5 + np.outer(np.arange(1, n + 1), steps)) % 1
    inverse = np.vectorize(STANDARD.inv_cdf)
    return inverse(np.clip(shares, 1e-12, 1 - 1e-12))


def closed_form(mean: float, spread: float) -> float:
    """E max(0, X) - max(0, E X) of a normal X: the value of knowing X before choosing between it and nothing."""
    ratio = abs(mean) / spread
    return spread * STANDARD.pdf(ratio) - abs(mean) * STANDARD.cdf(-ratio)


@pytest.mark.parametrize(("mean", "spread"), [(0.0, 1.0), (1.0, 2.0), (-0.5, 1.0)])
def test_evpi_of_two_normal_net_benefits_is_the_closed_form(mean, spread):
    z = normal_grid(2**16, 1)[:, 0]
    benefit = np.column_stack([np.zeros(len(z)), mean + spread * z])
    assert evpi(benefit).value == pytest.approx(closed_form(mean, spread), abs=1e-3)


@pytest.mark.parametrize(("mean", "one", "other"), [(0.5, 1.0, 2.0), (-1.0, 2.0, 1.0), (0.0, 1.0, 1.0)])
def test_evppi_of_two_normal_net_benefits_is_the_closed_form(mean, one, other):
    z = normal_grid(2**16, 2)
    benefit = np.column_stack([np.zeros(len(z)), mean + one * z[:, 0] + other * z[:, 1]])
    assert evppi(benefit, z[:, 0]).value == pytest.approx(closed_form(mean, one), abs=1e-3)
    assert evppi(benefit, z[:, 1]).value == pytest.approx(closed_form(mean, other), abs=1e-3)


VOI_SAMPLES = 10_000
"""Of the published sample below; two of its standard errors are allowed."""


def vignette(worth: float) -> tuple[np.ndarray, np.ndarray]:
    """The example of the vignette of R package voi: net benefit ``worth`` p1 - p2, p1 ~ N(1, 1), p2 ~ N(0, 2), or 0."""
    z = normal_grid(2**16, 2)
    p = np.column_stack([1 + z[:, 0], 2 * z[:, 1]])
    return np.column_stack([np.zeros(len(z)), worth * p[:, 0] - p[:, 1]]), p


# Jackson, "voi for Value of Information calculation: package overview", as rendered in github.com/chjackson/voi at
# commit b43b895 (docs/articles/voi.html). 0.4798107 is called exact there; the others are from a sample of 10,000.


def test_evpi_is_what_voi_publishes_as_exact():
    assert evpi(vignette(1)[0]).value == pytest.approx(0.4798107, abs=1e-3)


@pytest.mark.parametrize(("worth", "published"), [(1, 0.4759885), (2, 0.4028003), (3, 0.4174207)])
def test_evpi_is_what_voi_publishes_of_a_sample(worth, published):
    benefit = vignette(worth)[0]
    loss = benefit.max(axis=1) - benefit[:, 1]
    assert evpi(benefit).value == pytest.approx(published, abs=2 * loss.std() / VOI_SAMPLES**0.5)


@pytest.mark.parametrize(
    ("worth", "k", "published"), [(1, 0, 0.08210074), (1, 1, 0.39029827), (2, 0, 0.17052564), (3, 0, 0.25895085)]
)
def test_evppi_is_what_voi_publishes_of_a_sample(worth, k, published):
    benefit, p = vignette(worth)
    fitted = (worth * p[:, 0]) if k == 0 else 1 - p[:, 1]  # what is known of the benefit when one of the two is
    loss = np.maximum(fitted, 0) - fitted
    assert evppi(benefit, p[:, k]).value == pytest.approx(published, abs=2 * loss.std() / VOI_SAMPLES**0.5)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 4), st.integers(10, 80), st.integers(0, 2**32 - 1), st.booleans())
def test_evppi_lies_between_nothing_and_evpi(strategies, draws, seed, heavy):
    rng = np.random.default_rng(seed)
    x = rng.standard_t(2, draws) if heavy else rng.random(draws)
    benefit = rng.normal(0, 1, (draws, strategies)) + np.outer(x, rng.normal(0, 2, strategies))
    part, whole = evppi(benefit, x).value, evpi(benefit).value
    assert 0 <= part <= whole
    assert 0 <= noise_floor(benefit, shuffles=3) <= whole


def test_nothing_to_decide_has_no_value_of_information():
    rng = np.random.default_rng(1)
    x = rng.random(64)
    benefit = np.column_stack([np.zeros(64), 5 + x])
    assert evpi(benefit).value == 0
    assert evppi(benefit, x).value == 0


def test_what_moves_nothing_lies_below_the_floor_and_what_moves_all_above_it():
    rng = np.random.default_rng(7)
    x, idle = rng.normal(0, 1, 256), rng.normal(0, 1, 256)
    benefit = np.column_stack([np.zeros(256), x + rng.normal(0, 0.2, 256)])
    floor = noise_floor(benefit, shuffles=300)
    assert evppi(benefit, idle).value <= floor < evppi(benefit, x).value


def test_the_error_of_evppi_is_about_its_spread_over_samples():
    rng = np.random.default_rng(3)
    found = []
    for _ in range(60):
        x = rng.normal(0, 1, 128)
        found.append(evppi(np.column_stack([np.zeros(128), x + rng.normal(0, 1, 128)]), x))
    told, seen = np.mean([one.mcse for one in found]), np.std([one.value for one in found])
    assert 0.3 < told / seen < 2


def test_acceptability_shares_out_ties_and_adds_up_to_one():
    benefit = np.array([[0.0, 0.0, -1.0], [1.0, 0.0, 0.0], [0.0, 2.0, 1.0]])
    assert acceptability(benefit) == pytest.approx([0.5, 0.5, 0])


def test_the_frontier_follows_the_mean_and_not_the_share():
    benefit = np.array([[0.0, -1.0], [0.0, -1.0], [0.0, 5.0]])
    assert frontier(benefit) == (1, pytest.approx(1 / 3))


@pytest.mark.parametrize("inner", [0, 1, 3])
def test_a_natural_spline_is_straight_beyond_its_range_and_keeps_straight_lines(inner):
    x = np.linspace(0, 10, 50)
    basis = spline(x, inner)
    fitted = basis @ np.linalg.lstsq(basis, 3 - 2 * x, rcond=None)[0]
    assert fitted == pytest.approx(3 - 2 * x)
    assert np.linalg.matrix_rank(basis) == basis.shape[1] == inner + 2
