"""Discount schedules reproduce the published tables."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.evidence.discounting import DiscountError, discount_factors, schedule, schedule_names

GREEN_BOOK = {
    0: 1.0000, 1: 0.9662, 2: 0.9335, 3: 0.9019, 5: 0.8420, 10: 0.7089, 20: 0.5026, 30: 0.3563,
    31: 0.3459, 40: 0.2651, 50: 0.1973, 75: 0.0942, 76: 0.0919, 80: 0.0833, 100: 0.0508, 125: 0.0274,
}  # fmt: skip


@pytest.mark.parametrize(("year", "factor"), GREEN_BOOK.items())
def test_green_book_factors_to_four_decimals(year: int, factor: float) -> None:
    assert round(float(discount_factors("greenbook-2026", 126)[year]), 4) == factor


def test_a_constant_rate_is_a_power() -> None:
    np.testing.assert_allclose(discount_factors("nice", 40), 1.035 ** -np.arange(40.0), rtol=1e-12)


def test_an_annuity_of_one_has_its_closed_form() -> None:
    paid = discount_factors("nice", 26)[1:].sum()
    assert paid == pytest.approx((1 - 1.035**-25) / 0.035)


def test_health_is_discounted_less_than_costs() -> None:
    assert np.all(discount_factors("health-1.5", 60)[1:] > discount_factors("greenbook-2026", 60)[1:])


@pytest.mark.parametrize("years", [0, 1])
def test_short_horizons(years: int) -> None:
    assert discount_factors("nice", years).tolist() == [1.0] * years


@pytest.mark.parametrize("name", schedule_names())
def test_each_schedule_is_dated_and_sourced(name: str) -> None:
    found = schedule(name)
    assert found.issuer and found.source and found.dated and found.valid_from
    assert all(0 < rate < 0.1 for _, rate in found.rates)


def test_an_unknown_schedule_names_those_that_exist() -> None:
    with pytest.raises(DiscountError, match="greenbook-2026"):
        discount_factors("greenbok", 3)
