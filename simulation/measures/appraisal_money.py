"""Present values by payer, to the penny; optimism bias by cost line; weights by deprivation fifth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.discounting import discount_factors, schedule_names
from simulation.evidence.parameters import Parameters
from simulation.evidence.prices import price_factor
from simulation.measures.appraisal_data import COUNCIL, Amounts
from simulation.measures.discounting import UNDISCOUNTED
from simulation.measures.results import ResultsError
from simulation.measures.uncertainty import spread
from simulation.state.codes import N_FIFTHS, PAYER_NAMES

Pence = NDArray[np.int64]
Floats = NDArray[np.float64]

UNPAID: Final = "unpaid_care"
PARTS: Final = (*PAYER_NAMES, UNPAID)
"""Whose money it is, each part apart; the last is valued and nobody pays it."""
PURSES: Final = {
    **{payer: (payer,) for payer in PAYER_NAMES},
    "nhs_and_council": ("nhs", "council"),
    "all_payers": PAYER_NAMES,
    UNPAID: (UNPAID,),
    "society": PARTS,
}
"""Purses by the parts that add up to them, to the penny. Society: all payers, and unpaid care at its value."""
AS_MODELLED: Final = "as modelled"
WITH_BIAS: Final = "with optimism bias"
BIAS: Final = "appraisal.optimism_bias"


def factors(years: int, schedule: str, price_year: int, to_price_year: int) -> Floats:
    """What a year's pounds are multiplied by [year]: the schedule's factor and the change of price base."""
    if schedule == UNDISCOUNTED:
        discount = np.ones(years)
    elif schedule in schedule_names():
        discount = discount_factors(schedule, years)
    else:
        raise ResultsError(f"no discount schedule is called {schedule}; there are {', '.join(schedule_names())}")
    return np.asarray(discount * price_factor(str(price_year), to_price_year))


def present_value(pence: Pence, by_year: Floats) -> Pence:
    """Present pence of yearly pence [..., year], rounded to the penny: [...]."""
    return np.asarray(np.rint((pence * by_year).sum(axis=-1)), np.int64)


def parts_present(amounts: Amounts, strategy: str, by_year: Floats, bias: Mapping[str, float]) -> Pence:
    """Present pence of the difference [run, part], parts as in ``PARTS``; biased council lines cost so much more."""
    pence = amounts.over(strategy, amounts.pence).astype(np.float64)
    for line, share in bias.items():
        if line not in amounts.lines:
            known = ", ".join(sorted(amounts.lines))
            raise ResultsError(f"the council has no cost line {line}; there are {known}")
        pence[:, COUNCIL] += share * amounts.over(strategy, amounts.lines[line])
    payers = np.rint((pence * by_year).sum(axis=-1)).astype(np.int64)
    unpaid = present_value(amounts.over(strategy, amounts.unpaid).astype(np.int64), by_year)
    return np.column_stack([payers, unpaid])


def purse(parts: Pence, name: str) -> Pence:
    """Pence of a purse [run]: its parts added up."""
    return np.asarray(parts[:, [PARTS.index(part) for part in PURSES[name]]].sum(axis=1))


def default_bias(parameters: Parameters, lines: Mapping[str, Any]) -> dict[str, float]:
    """Optimism bias of the evidence by cost line of the council."""
    found = {}
    for name in parameters:
        if name.startswith(f"{BIAS}.") and f"class.{name[len(BIAS) + 1 :]}" in lines:
            found[f"class.{name[len(BIAS) + 1 :]}"] = parameters.value(name)
    return found


def present_value_rows(
    amounts: Amounts, schedules: Sequence[str], price_year: int, bias: Mapping[str, float]
) -> list[dict[str, Any]]:
    """A row a strategy, cost line, schedule and purse: the mean in pence, and how it varies, in pounds.

    Means of parts are rounded to the penny and means of purses are their sums.
    """
    rows = []
    for strategy in amounts.facts.others:
        for cost_line, chosen in ((AS_MODELLED, {}), (WITH_BIAS, dict(bias))):
            for schedule in schedules:
                by_year = factors(amounts.years, schedule, amounts.facts.price_year, price_year)
                parts = parts_present(amounts, strategy, by_year, chosen)
                means = np.rint(parts[amounts.square].mean(axis=(0, 1))).astype(np.int64)
                for name in PURSES:
                    mean = int(means[[PARTS.index(part) for part in PURSES[name]]].sum())
                    varied = spread(purse(parts, name)[amounts.square] / 100)
                    names = {"strategy": strategy, "purse": name, "discounting": schedule, "cost_line": cost_line}
                    rows.append(
                        {**names, "price_year": price_year, **_of(varied), "mean_pence": mean, "mean": mean / 100}
                    )
    return rows


def _of(varied: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("mean", "mcse", "low", "high", "low_draws", "median", "high_draws", "draws", "replicates", "noise_share")
    return {**{name: varied[name] for name in kept}, "share_saves": varied["share_below_zero"]}


def weights(parameters: Parameters) -> Floats:
    """Distributional weights by fifth, most deprived first: relative income to the power of less the elasticity.

    Source: HM Treasury, The Green Book (2022), annex 3 (elasticity of the marginal utility of income).
    """
    income = parameters.vector("appraisal.relative_income", [f"fifth_{k}" for k in range(1, N_FIFTHS + 1)])
    return np.asarray(income ** -parameters.value("appraisal.income_elasticity"))


def weighted(pence: Pence, weight: Floats) -> Pence:
    """Pence [..., fifth] by weights [fifth], each to the penny: weights of 1 change nothing."""
    return np.rint(pence * weight).astype(np.int64)
