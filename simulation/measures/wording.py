"""A paired difference in words that need no statistics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from simulation.measures.registry import in_words

MILLION = 1_000_000
THOUSAND = 1_000


def title(strategy: str) -> str:
    """``crisis_driven`` as Crisis driven."""
    words = in_words(strategy)
    return words[:1].upper() + words[1:]


def pounds(amount: float) -> str:
    """£1.2 million, £340 thousand, £56; without sign."""
    size = abs(amount)
    if round(size, -3) >= MILLION:
        return f"£{size / MILLION:,.1f} million"
    if size >= 10 * THOUSAND:
        return f"£{size / THOUSAND:,.0f} thousand"
    return f"£{size:,.0f}"


def number(amount: float) -> str:
    """Three significant figures, thousands with commas; without sign."""
    size = abs(amount)
    if size >= THOUSAND:
        return f"{size:,.0f}"
    text = f"{size:.3g}"
    return f"{size:.6f}".rstrip("0") if "e-" in text and size >= 1 / MILLION else text


def scaled(values: Iterable[float]) -> tuple[float, str]:
    """What numbers on an axis are counted in, and the word for it: 1000 and ``thousand `` with a space after it."""
    size = max(map(abs, values), default=0.0)
    if size >= MILLION:
        return float(MILLION), "million "
    return (float(THOUSAND), "thousand ") if size >= 10 * THOUSAND else (1.0, "")


def amount(value: float, unit: str) -> str:
    """A size with its unit: pounds, a share in percentage points, or a number."""
    if unit.startswith("gbp"):
        return pounds(value) + _after(unit)
    return number(value * 100 if unit.startswith("share") else value) + _after(unit)


def level(value: float, unit: str) -> str:
    """A level, after a difference has told the unit."""
    if unit.startswith("share"):
        return f"{value * 100:.3g} %"
    return pounds(value) if unit.startswith("gbp") else number(value)


def direction(value: float, unit: str = "") -> str:
    """Lower or higher; less or more of money."""
    if unit.startswith("gbp"):
        return "less" if value < 0 else "more"
    return "lower" if value < 0 else "higher"


def difference(row: Mapping[str, Any]) -> str:
    """What one row of the differences says, after the name of the measure.

    Tells apart: exactly the same; no interval; an interval that holds 0; and a difference.
    """
    mean, low, high, unit, n = row["mean"], row["low"], row["high"], row["unit"], row["n"]
    if mean is None:
        return "not defined in any replicate"
    if mean == 0 and (n < 2 or row["mcse"] == 0):
        return f"exactly the same in {_replicates(n)}"
    size = f"{amount(mean, unit)} {direction(mean, unit)}"
    if low is None:
        return f"{size} (interval not available from {_replicates(n)})"
    between = f"95 % interval {interval(low, high, unit)}"
    if low <= 0 <= high:
        return f"no difference that {_replicates(n)} can tell from zero ({between}{_after(unit)})"
    return f"{size} ({between}), against {level(row['comparator_mean'], unit)}"


def interval(low: float, high: float, unit: str) -> str:
    """``-£2 thousand to +£3 thousand``, without the rest of the unit."""
    return f"{_signed(low, unit)} to {_signed(high, unit)}"


def _after(unit: str) -> str:
    """What follows numbers of a unit."""
    if unit.startswith("gbp"):
        return unit.removeprefix("gbp")
    if unit.startswith("share"):
        return " percentage points"
    return "" if unit.endswith("0 to 1") else f" {unit}"


def _replicates(n: int) -> str:
    return "one replicate" if n == 1 else f"{n} replicates"


def _signed(value: float, unit: str) -> str:
    sign = "-" if value < 0 else "+" if value > 0 else ""
    if unit.startswith("share"):
        return f"{sign}{number(value * 100)}"
    return sign + (pounds(value) if unit.startswith("gbp") else number(value))
