"""From both sides' results to a finding for each measure of a claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulation.claims.schema import WITH, WITHOUT, Claim, Expectation
from simulation.claims.verdict import (
    Finding,
    Region,
    judge,
    level_of,
    overall,
    region_of,
)
from simulation.measures.differences import period_names
from simulation.measures.registry import describe
from simulation.measures.results import Results, ResultsError
from simulation.measures.statistics import means
from simulation.state.codes import PAYER_NAMES

Values = NDArray[np.float64]
MONTHS: Final = "months"


@dataclass(frozen=True)
class Row:
    """One measure of a claim, tried. ``without`` and ``with_`` are its values [replicate], ``differences`` what is
    judged: with less without, over the difference of ``per`` if the claim says so."""

    expectation: Expectation
    label: str
    unit: str
    payer: str
    region: Region
    without: Values
    with_: Values
    differences: Values
    finding: Finding
    remark: str


@dataclass(frozen=True)
class Tried:
    """A claim that was tried: a row a measure, the verdict of all, and whether the switch changed anything at all."""

    claim: Claim
    rows: tuple[Row, ...]
    verdict: str
    changed: bool


def try_claim(claim: Claim, results: Results) -> Tried:
    """Judge the measures of a claim by the paired results of its two sides.

    Raises ResultsError where the results do not tell a measure for its group and period.
    """
    level = level_of(len(claim.measures))
    rows = tuple(_row(expectation, results, level) for expectation in claim.measures)
    verdict = overall([row.finding.verdict for row in rows])
    return Tried(claim, rows, verdict, anything_differs(results))


def anything_differs(results: Results) -> bool:
    """Whether the two sides differ in any measure, group, month and replicate."""
    return not np.array_equal(results.of(WITHOUT), results.of(WITH), equal_nan=True)


def _row(expectation: Expectation, results: Results, level: float) -> Row:
    measure = describe(expectation.measure)
    without, with_ = (_values(results, side, expectation.measure, expectation) for side in (WITHOUT, WITH))
    usual = float(means(without[:, None]).mean[0])
    region, label, unit, remark = region_of(expectation, usual), measure.label, measure.unit, ""
    differences = with_ - without
    if expectation.per is not None:
        below = _below(expectation.per, expectation, results)
        label, unit = f"{label}, per {_per_label(expectation.per)}", f"{unit} per {_per_unit(expectation.per)}"
        differences, remark = _ratio(differences, below, level, _per_label(expectation.per))
    elif not without.any() and not with_.any():  # exactly no difference would be told of what did not happen
        differences, remark = np.full(len(without), np.nan), "nothing of it happened, on either side"
    finding = judge(differences, region, level)
    payer = _payer(expectation.measure)
    return Row(expectation, label, unit, payer, region, without, with_, differences, finding, remark)


def _values(results: Results, side: str, measure: str, expectation: Expectation) -> Values:
    chosen = (results.measure == measure) & (results.group == expectation.group)
    rows = np.flatnonzero(chosen)
    rows = rows[period_names(results.period[rows], results.month[rows]) == expectation.period]
    if len(rows) != 1:
        where = f"group {expectation.group} and period {expectation.period}"
        raise ResultsError(f"the results do not tell {measure} for {where}")
    return np.asarray(results.of(side)[:, rows[0]])


def _below(per: str, expectation: Expectation, results: Results) -> Values:
    """Difference in what is divided by; of a stock, in person-years of the period."""
    with_, without = (_values(results, side, per, expectation) for side in (WITH, WITHOUT))
    return (with_ - without) * (_years(expectation, results) if _is_stock(per) else 1.0)


def _is_stock(measure: str) -> bool:
    return describe(measure).bottom == MONTHS


def _years(expectation: Expectation, results: Results) -> float:
    return results.horizon / 12 if expectation.period == "run" else 1.0


def _per_label(per: str) -> str:
    label = describe(per).label
    return f"person-year ({label[:1].lower()}{label[1:]})" if _is_stock(per) else f"{label[:1].lower()}{label[1:]}"


def _per_unit(per: str) -> str:
    return "person-year" if _is_stock(per) else describe(per).unit


def _ratio(above: Values, below: Values, level: float, label: str) -> tuple[Values, str]:
    """Values whose mean is the ratio of the mean differences and whose spread gives its error (the delta method).

    Undefined where the switch has not surely changed what is divided by: a ratio to nothing says nothing.
    """
    some = means(below[:, None])
    low, high = (float(end[0]) for end in some.interval(level))
    if not (low > 0 or high < 0):
        return np.full(len(above), np.nan), f"the switch has not surely changed the number: {label}"
    ratio = float(above.mean() / below.mean())
    return ratio + (above - ratio * below) / float(below.mean()), ""


def _payer(measure: str) -> str:
    """Who pays, where a measure is money."""
    if not describe(measure).unit.startswith("gbp"):
        return ""
    for name in PAYER_NAMES:
        if measure in {f"spend.payer.{name}"} or measure.startswith(f"spend.{name}."):
            return name
    if measure.startswith("unpaid_care."):
        return "family (nobody pays: hours of unpaid care at the price of an hour)"
    if measure in {"spend.contributions", "spend.self_funding"}:
        return "person"
    return "council and person" if measure.startswith(("spend.gross", "spend.long_term")) else "all payers"
