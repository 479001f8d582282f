"""How sure a difference is, and how it is told: more, or less (fewer), with ends that look the same way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from simulation.measures.wording import number, pounds

MONEY: Final = "gbp"


class Ends(NamedTuple):
    """A mean and the ends of its range, in the unit of the difference; no ends where there is one run."""

    mean: float
    low: float | None
    high: float | None

    @property
    def sure(self) -> bool:
        """Whether the range tells the mean from 0."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)

    @property
    def nothing(self) -> bool:
        """Whether all is exactly 0."""
        return self.mean == 0 and self.low in (0, None) and self.high in (0, None)

    @property
    def turned(self) -> Ends:
        """The same, counted the other way round: what is averted is what there is less of."""
        return Ends(-self.mean, _minus(self.high), _minus(self.low))


def ends(row: Mapping[str, Any]) -> Ends:
    """The range of a row of ``spread``: 95 % of its draws, or with one draw the interval of the mean (Student's t).

    Quantiles of a few replicates are no interval: they say where replicates lay, not how far the mean is known.
    """
    low, high = ("low_draws", "high_draws") if row["draws"] > 1 else ("low", "high")
    return Ends(float("nan") if row["mean"] is None else row["mean"], row[low], row[high])


class Basis(NamedTuple):
    """What a range is over: draws of the evidence, and replicates of each."""

    draws: int
    replicates: int

    @property
    def many(self) -> str:
        """What varies, with its number."""
        if self.draws > 1:
            return f"{self.draws} draws"
        return "one run" if self.replicates == 1 else f"{self.replicates} replicates"

    def range_of(self, told: Ends, unit: str) -> str:
        """The range, what it is, and what it leaves out, without a full stop."""
        if told.low is None or told.high is None:
            return "One run: there is no interval, and nothing is said about luck or evidence"
        if self.draws > 1:
            return f"95 % of {self.draws} draws of the evidence: {between(told.low, told.high, unit)}"
        return (
            f"95 % interval {between(told.low, told.high, unit)} (of the mean over {self.many}, Student's t; luck "
            "alone, the evidence was not drawn)"
        )

    def doubt(self, told: Ends) -> str:
        """What follows a statement whose range does not tell it from 0; empty where it does."""
        if told.sure:
            return ""
        if told.low is None:
            return ", in one run, which cannot be told from luck"
        if self.draws > 1:
            return f", which cannot be told from zero: the range of 95 % of {self.draws} draws holds it"
        return f", which {self.many} cannot tell from zero"


def size(value: float, unit: str) -> str:
    """Pounds or a number, without sign."""
    return pounds(value) if unit == MONEY else number(value)


def less(unit: str) -> str:
    """Less of money, fewer of what is counted."""
    return "less" if unit == MONEY else "fewer"


def directed(value: float, unit: str, counted: str = "") -> str:
    """``£304 less``, ``2 crises more`` (``counted``: what is counted); no difference where it is 0."""
    if value == 0:
        return "no difference"
    amount = f"{size(value, unit)} {counted}".strip()
    return f"{amount} {less(unit) if value < 0 else 'more'}"


def between(low: float, high: float, unit: str) -> str:
    """``£2 to £3 more``; ``£2 less to £3 more`` where the range holds 0."""
    if low == high:
        return directed(low, unit)
    if low >= 0:
        return f"{size(low, unit)} to {size(high, unit)} more"
    if high <= 0:
        return f"{size(high, unit)} to {size(low, unit)} {less(unit)}"
    return f"{directed(low, unit)} to {directed(high, unit)}"


def _minus(value: float | None) -> float | None:
    return None if value is None else -value
