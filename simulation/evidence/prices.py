"""Pounds of any year in pounds of the price year, by the GDP deflator (``deflators.csv``)."""

from __future__ import annotations

import csv
import functools
import re
from pathlib import Path
from typing import Final

PRICE_YEAR: Final = 2024
"""Financial year (2024 is 2024-25) whose prices every result is in, unless a scenario says otherwise."""

_FILE: Final = Path(__file__).with_name("deflators.csv")
_PERIOD: Final = re.compile(r"(\d{4})(?:-(\d{2}))?")


class PriceError(ValueError):
    """A price has no year that the deflator table knows."""


def is_money(unit: str) -> bool:
    """Whether a unit is pounds (``gbp``, ``gbp_per_hour``...)."""
    return unit == "gbp" or unit.startswith("gbp_")


def financial_year(period: str) -> int:
    """First calendar year of a financial year: 2023 for ``2023-24``; ``2023`` stands for the one that starts in it."""
    found = _PERIOD.fullmatch(period.strip())
    if found is None:
        raise PriceError(f"{period!r} is not a financial year like 2023-24 nor a calendar year like 2023")
    first = int(found[1])
    if found[2] is not None and int(found[2]) != (first + 1) % 100:
        raise PriceError(f"{period!r} is not a financial year: {first} is followed by {(first + 1) % 100:02d}")
    return first


@functools.cache
def deflators() -> dict[int, float]:
    """GDP deflator index by financial year (2024-25 = 100); HM Treasury, as dated in the file."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return {financial_year(row["financial_year"]): float(row["index"]) for row in csv.DictReader(lines)}


def price_factor(period: str, price_year: int = PRICE_YEAR) -> float:
    """What to multiply a price of ``period`` by to have it in ``price_year`` prices."""
    table = deflators()
    year = financial_year(period)
    for wanted in (year, price_year):
        if wanted not in table:
            raise PriceError(f"no deflator for {wanted}; the table runs from {min(table)} to {max(table)}")
    return table[price_year] / table[year]
