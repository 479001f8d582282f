"""What was claimed of a measure and what was found, in words that need no statistics."""

from __future__ import annotations

import math
from typing import Final

from simulation.claims.findings import Row
from simulation.claims.verdict import MOST_REPLICATES, UNDECIDED
from simulation.measures.wording import amount, interval

EXPECTED: Final = {"up": "higher", "down": "lower"}


def claimed(row: Row) -> str:
    """What the claim says of a measure."""
    asked = row.expectation
    if asked.expect == "within":
        return f"Claimed: a difference of {interval(row.region.low, row.region.high, _short(row.unit))}."
    if asked.expect == "none":
        return f"Claimed: no difference, that is less than {amount(row.region.high, row.unit)} either way."
    matters = row.region.low if asked.expect == "up" else -row.region.high
    beyond = f" by more than {amount(matters, row.unit)}" if matters else ""
    return f"Claimed: {EXPECTED[asked.expect]}{beyond}."


def finding_words(row: Row) -> str:
    """What was found of a measure, who pays, and what would decide."""
    found = row.finding
    if math.isnan(found.mean):
        return f"Found: not defined ({row.remark or 'no replicate tells it'}). **{_capital(found.verdict)}.**"
    if math.isnan(found.low):
        return f"Found: {_difference(row)}; one replicate gives no interval. **{_capital(found.verdict)}.**"
    level = f"{found.level * 100:.3g} % interval"
    between = f"{level} {interval(found.low, found.high, _short(row.unit))}"
    payer = f" Paid by: {row.payer}." if row.payer else ""
    return f"Found: {_difference(row)} ({between}). **{_capital(found.verdict)}.**{payer}{_more(row)}"


def _difference(row: Row) -> str:
    mean = row.finding.mean
    if mean == 0 and row.finding.error == 0:
        return "exactly no difference"
    money = row.unit.startswith("gbp")
    return (
        f"{amount(mean, row.unit)} {('less' if mean < 0 else 'more') if money else ('lower' if mean < 0 else 'higher')}"
    )


def _short(unit: str) -> str:
    """The unit without what pounds or shares are of: that is said once."""
    return "gbp" if unit.startswith("gbp") else unit


def _more(row: Row) -> str:
    needed = row.finding.to_decide
    if row.finding.verdict != UNDECIDED or needed is None:
        return ""
    if needed == 0:
        return (
            f" No number of replicates up to {MOST_REPLICATES:,} would decide it at this size, as far as can be told."
        )
    return f" About {needed:,} replicates would decide it, if mean and spread stay as they are."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
