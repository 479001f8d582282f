"""Ratings at the start are what inspections before it would have left."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.population.characters import inspected
from simulation.population.streams import Streams
from simulation.state import codes
from simulation.state.supply import Providers
from tests.population.conftest import Sample

MANY = 40_000


def _inspected(sample: Sample, quality: float, noise: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    rates = sample.rates._replace(inspection_noise=noise)
    return inspected(np.full(MANY, quality), rates, Streams(5)("test"))


def test_every_inspected_provider_begins_with_a_rating_and_no_other_does(small: Sample) -> None:
    providers: Providers = small.place.providers
    rated = small.rates.inspected[providers.model] > 0
    assert 0 < rated.sum() < len(rated)
    assert (providers.rating[rated] != codes.UNRATED).all()
    assert (providers.rating[~rated] == codes.UNRATED).all()


@pytest.mark.parametrize("quality", [-1.0, 0.0, 1.5])
def test_ratings_are_those_of_a_time_at_which_inspections_had_long_gone_on(small: Sample, quality: float) -> None:
    """A rating is there in proportion to how often it is given and how long it stays."""
    rating, _ = _inspected(small, quality)
    cuts = np.array([small.rates.cut_inadequate, 0.0, small.rates.cut_outstanding])
    below = np.concatenate(([0.0], 1.0 / (1.0 + np.exp(quality - cuts)), [1.0]))
    names = (codes.INADEQUATE, codes.REQUIRES_IMPROVEMENT, codes.GOOD, codes.OUTSTANDING)
    stays = np.diff(below) * small.rates.inspection_months[list(names)]
    found = np.array([(rating == name).mean() for name in names])
    assert found == pytest.approx(stays / stays.sum(), abs=0.012)


def test_inspections_to_come_are_spread_over_the_months_a_rating_stays(small: Sample) -> None:
    rating, due = _inspected(small, 1.0)
    for name in (codes.REQUIRES_IMPROVEMENT, codes.GOOD):
        longest = small.rates.inspection_months[name]
        months = due[rating == name]
        assert months.min() >= 0
        assert months.max() < longest
        assert np.bincount(months, minlength=longest) == pytest.approx(len(months) / longest, rel=0.2)


def test_an_inspector_without_error_says_what_quality_is(small: Sample) -> None:
    for quality, name in ((-3.0, codes.INADEQUATE), (-0.1, codes.REQUIRES_IMPROVEMENT), (0.1, codes.GOOD)):
        assert (_inspected(small, quality, noise=0.0)[0] == name).all()
