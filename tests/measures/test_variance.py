"""Luck and evidence told apart, on values whose parts are known."""

import numpy as np
import pytest

from simulation.measures.variance import split


def made(draws, lucks, evidence, luck, both, seed=1):
    rng = np.random.default_rng(seed)
    return rng.normal(0, evidence, (draws, 1)) + rng.normal(0, luck, (1, lucks)) + rng.normal(0, both, (draws, lucks))


def test_parts_are_found_again():
    found = split(made(2000, 40, evidence=3, luck=0, both=2))
    assert found.evidence == pytest.approx(9, rel=0.1)
    assert found.both == pytest.approx(4, rel=0.05)
    assert found.luck == pytest.approx(0, abs=0.05)


def test_luck_shared_by_all_draws_is_not_evidence():
    values = made(50, 200, evidence=0, luck=5, both=0)
    found = split(values)
    assert found.evidence == pytest.approx(0, abs=1e-9)
    assert found.luck == pytest.approx(25, rel=0.3)


def test_the_noise_share_is_of_the_means_of_draws():
    found = split(made(4000, 2, evidence=1, luck=0, both=1))
    assert found.noise_share == pytest.approx(0.5 / 1.5, rel=0.1)


def test_one_replicate_tells_no_luck_and_one_draw_no_evidence():
    assert np.isnan(split(made(10, 1, 1, 0, 1)).noise_share)
    alone = split(made(1, 10, 0, 1, 0))
    assert alone.evidence == 0
    assert alone.luck > 0


def test_what_never_differs_has_no_parts():
    assert split(np.zeros((4, 3)))[:3] == (0, 0, 0)
