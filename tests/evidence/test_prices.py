"""Deflators: financial years, calendar years, and prices carried between years."""

from __future__ import annotations

import pytest

from simulation.evidence.prices import PRICE_YEAR, PriceError, deflators, financial_year, is_money, price_factor


def test_years_are_complete_and_the_price_year_is_100() -> None:
    years = sorted(deflators())
    assert years == list(range(years[0], years[-1] + 1))
    assert deflators()[PRICE_YEAR] == 100.0


def test_prices_rose_every_year_but_the_one_after_the_pandemic() -> None:
    table = deflators()
    fell = [year for year in sorted(table)[1:] if table[year] < table[year - 1]]
    assert fell == [2021]


@pytest.mark.parametrize(
    ("period", "year"), [("2023-24", 2023), ("2025", 2025), ("1999-00", 1999), (" 2013-14 ", 2013)]
)
def test_financial_year(period: str, year: int) -> None:
    assert financial_year(period) == year


@pytest.mark.parametrize("period", ["", "2020s", "2023/24", "2023-25", "23-24", "2010-2016"])
def test_what_is_not_a_year(period: str) -> None:
    with pytest.raises(PriceError):
        financial_year(period)


def test_factors_multiply() -> None:
    there, back = price_factor("2013-14", 2020), price_factor("2020-21", 2013)
    assert there * back == pytest.approx(1.0)
    assert price_factor("2010") * 1 == pytest.approx(price_factor("2010", 2016) * price_factor("2016"))


def test_the_march_2026_release_is_met() -> None:
    assert price_factor("2020-21") == pytest.approx(1.1751, abs=5e-5)


@pytest.mark.parametrize(("unit", "money"), [("gbp", True), ("gbp_per_hour", True), ("share", False), ("gbps", False)])
def test_money_units(unit: str, money: bool) -> None:
    assert is_money(unit) is money
