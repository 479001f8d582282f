"""Cost by named outcome: the plane, acceptability, and what perfect information would be worth."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulation.measures.appraisal_data import Amounts, Outcome
from simulation.measures.appraisal_money import factors, parts_present, purse
from simulation.measures.appraisal_sure import Ends, ends
from simulation.measures.discounting import UNDISCOUNTED
from simulation.measures.uncertainty import spread
from simulation.measures.value_of_information import acceptability, evpi, frontier

Floats = NDArray[np.float64]

PURSES_TOLD: Final = ("council", "nhs_and_council", "all_payers", "society")
THRESHOLDS: Final = 101
"""Points of a curve over what an outcome may be worth."""


def costs(amounts: Amounts, strategy: str, name: str, schedule: str, price_year: int) -> Floats:
    """Present cost of a purse, strategy less comparator, in pounds [draw, luck]."""
    by_year = factors(amounts.years, schedule, amounts.facts.price_year, price_year)
    return np.asarray(purse(parts_present(amounts, strategy, by_year, {}), name)[amounts.square] / 100)


def gains(amounts: Amounts, strategy: str, outcome: Outcome, schedule: str) -> Floats:
    """Numbers of an outcome that the strategy averts, discounted like money [draw, luck]."""
    by_year = factors(amounts.years, schedule, amounts.facts.price_year, amounts.facts.price_year)
    averted = -(amounts.over(strategy, amounts.effects[outcome.id]) * by_year).sum(axis=-1)
    return np.asarray(averted[amounts.square])


def plane_rows(amounts: Amounts, schedule: str, price_year: int) -> list[dict[str, Any]]:
    """A row a strategy, outcome and purse: cost, number averted, their ratio where it means something, quadrants."""
    rows = []
    for strategy in amounts.facts.others:
        for outcome in amounts.outcomes:
            gain = gains(amounts, strategy, outcome, schedule)
            plain = gains(amounts, strategy, outcome, UNDISCOUNTED)
            for name in PURSES_TOLD:
                cost = costs(amounts, strategy, name, schedule, price_year)
                rows.append({"strategy": strategy, "outcome": outcome.id, "unit": outcome.unit, "purse": name,
                             "discounting": schedule, "price_year": price_year,
                             **_plane(cost, gain), "gain_undiscounted": float(plain.mean())})  # fmt: skip
    return rows


def _plane(cost: Floats, gain: Floats) -> dict[str, Any]:
    spent, gained = (ends(spread(values)) for values in (cost, gain))
    c, g = (_points(values) for values in (cost, gain))
    return {
        "cost": spent.mean,
        "cost_low": spent.low,
        "cost_high": spent.high,
        "gain": gained.mean,
        "gain_low": gained.low,
        "gain_high": gained.high,
        "ratio": ratio(spent, gained),
        "verdict": verdict(spent, gained),
        "share_better_dearer": float(((g > 0) & (c > 0)).mean()),
        "share_better_cheaper": float(((g > 0) & (c <= 0)).mean()),
        "share_worse_cheaper": float(((g <= 0) & (c <= 0)).mean()),
        "share_worse_dearer": float(((g <= 0) & (c > 0)).mean()),
    }


def _points(values: Floats) -> Floats:
    """What a point of the plane is: a draw, or a replicate where there is one draw."""
    return np.asarray(values.mean(axis=1) if len(values) > 1 else values[0])


def ratio(cost: Ends, gain: Ends) -> float | None:
    """Pounds for each one averted; none where what is averted cannot be told from 0, nor unless both are more or less.

    A ratio to a number that may be 0 may be anything.
    """
    return cost.mean / gain.mean if gain.sure and cost.mean * gain.mean > 0 else None


def verdict(cost: Ends, gain: Ends) -> str:
    """The quadrant of a mean, as far as cost and outcome can be told from 0."""
    if gain.nothing:
        return "no difference in the outcome"
    price, worth = ("dearer" if cost.mean > 0 else "cheaper"), ("better" if gain.mean > 0 else "worse")
    if cost.sure and gain.sure:
        return f"{price} and {worth}"
    if gain.sure:
        return f"{worth}, and the cost cannot be told from zero"
    if cost.sure:
        return f"{price}, and the outcome cannot be told from zero"
    return "neither the cost nor the outcome can be told from zero"


def plane_points(amounts: Amounts, schedule: str, price_year: int) -> list[dict[str, Any]]:
    """Every point of the plane: a row a draw (or replicate), strategy, outcome and purse."""
    rows = []
    for strategy in amounts.facts.others:
        for name in PURSES_TOLD:
            cost = _points(costs(amounts, strategy, name, schedule, price_year))
            for outcome in amounts.outcomes:
                gain = _points(gains(amounts, strategy, outcome, schedule))
                rows += [
                    {"strategy": strategy, "outcome": outcome.id, "purse": name, "point_number": k + 1,
                     "cost": float(c), "gain": float(g)}
                    for k, (c, g) in enumerate(zip(cost, gain, strict=True))
                ]  # fmt: skip
    return rows


def benefits(amounts: Amounts, name: str, schedule: str, price_year: int) -> Floats:
    """Net benefit in money alone of every strategy, pounds [draw, strategy], the comparator's 0."""
    nothing = np.zeros(len(amounts.square))
    return np.column_stack(
        [
            nothing if k == amounts.facts.comparator else -costs(amounts, k, name, schedule, price_year).mean(axis=1)
            for k in amounts.facts.strategies
        ]
    )


def averted(amounts: Amounts, outcome: Outcome, schedule: str) -> Floats:
    """What every strategy averts [draw, strategy], the comparator nothing."""
    nothing = np.zeros(len(amounts.square))
    return np.column_stack(
        [
            nothing if k == amounts.facts.comparator else gains(amounts, k, outcome, schedule).mean(axis=1)
            for k in amounts.facts.strategies
        ]
    )


def curve_rows(amounts: Amounts, schedule: str, price_year: int) -> list[dict[str, Any]]:
    """Acceptability, its frontier and the value of perfect information over what one outcome averted may be worth."""
    money = {name: benefits(amounts, name, schedule, price_year) for name in PURSES_TOLD}
    rows = []
    for outcome in amounts.outcomes:
        gain = averted(amounts, outcome, schedule)
        for name in PURSES_TOLD:
            for worth in worths(money[name], gain):
                benefit = money[name] + worth * gain
                best, _ = frontier(benefit)
                share, information = acceptability(benefit), evpi(benefit)
                rows += [
                    {"outcome": outcome.id, "purse": name, "worth": float(worth), "strategy": strategy,
                     "share_best": float(share[k]), "on_frontier": "yes" if k == best else "no",
                     "evpi": information.value, "mcse": information.mcse}
                    for k, strategy in enumerate(amounts.facts.strategies)
                ]  # fmt: skip
    return rows


def worths(money: Floats, gain: Floats) -> Floats:
    """What one outcome averted may be worth: from 0 to twice the largest ratio of means; none if no gain."""
    cost, averted_ = -money.mean(axis=0), gain.mean(axis=0)
    largest = 2 * max((abs(float(c / g)) for c, g in zip(cost, averted_, strict=True) if g), default=0.0)
    if largest <= 0 or not math.isfinite(largest):
        return np.zeros(0)
    size = 10.0 ** math.floor(math.log10(largest))
    most = next(step * size for step in (1, 2, 5, 10) if step * size >= largest)
    return np.linspace(0, most, THRESHOLDS)
