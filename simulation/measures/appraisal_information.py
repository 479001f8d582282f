"""Which evidence is worth finding: the value of perfect information on each family, regret, and sensitivity."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from simulation.measures.appraisal_data import Amounts
from simulation.measures.appraisal_effects import averted, benefits, costs, gains
from simulation.measures.sensitivity import SAME_WORDS, Floats, sensitivity_rows, untold
from simulation.measures.sweep_runs import draws, families
from simulation.measures.value_of_information import Estimate, acceptability, evpi, evppi, noise_floor

PURSES_ASKED: Final = ("council", "all_payers", "society")
LEAST_DRAWS: Final = 32
"""With fewer draws a regression on hundreds of families finds nothing but chance."""

FEW: Final = f"families of the evidence are not told apart with fewer than {LEAST_DRAWS} draws"
ERRORS: Final = 2
"""Monte Carlo errors that a family must be worth: few draws of many families are confounded with each other."""
LOUD: Final = "an upper bound, and families are not told apart: "
"""What stands before the reason for which sensitivity is refused too."""


def information_rows(folder: Path, amounts: Amounts, schedule: str, price_year: int) -> list[dict[str, Any]]:
    """A row a purse and family, and one of everything together: EVPI, EVPPI, errors, and the floor of mere chance.

    The decision is the cheapest strategy for the purse; no outcome is given a price. None where nothing was drawn, and
    no family where luck is loud: a regression on luck would name one that happens to go with it.
    """
    if not amounts.plan.drawn:
        return []
    names, values = draws(folder)
    at = amounts.draw_numbers - 1
    of_family = {family: (values[at, names.index(ids[0])], len(ids)) for family, ids in families(folder).items()}
    rows: list[dict[str, Any]] = []
    for name in PURSES_ASKED:
        benefit = benefits(amounts, name, schedule, price_year)
        differences = [costs(amounts, other, name, schedule, price_year) for other in amounts.facts.others]
        caution, whole = cautions(differences), evpi(benefit)
        rows.append(_row(name, "everything", whole, None, len(names), caution))
        if not caution:
            floor = noise_floor(benefit)
            found = [_row(name, key, evppi(benefit, x), floor, ids, caution) for key, (x, ids) in of_family.items()]
            rows += sorted(found, key=lambda row: -float(row["value_of_information"]))
    return rows


def _row(purse: str, family: str, worth: Estimate, floor: float | None, ids: int, caution: str) -> dict[str, Any]:
    return {
        "purse": purse,
        "family": family,
        "value_of_information": worth.value,
        "mcse": worth.mcse,
        "floor": floor,
        "told": "yes" if worth.value > max(floor or 0.0, ERRORS * worth.mcse) else "no",
        "ids": ids,
        "caution": caution,
    }


def cautions(differences: Sequence[Floats]) -> str:
    """Why families are not told apart, from a cost [draw, luck] of each strategy; empty where they are.

    A strategy that never differs from the comparator bears no luck, and does not count unless none differs.
    """
    reasons = dict.fromkeys(untold(cost) for cost in differences)
    if set(reasons) <= {SAME_WORDS}:
        return SAME_WORDS
    words = [FEW] if len(differences[0]) < LEAST_DRAWS else []
    return "; ".join([*words, *(f"{LOUD}{why}" for why in reasons if why and why != SAME_WORDS)])


def regret_rows(amounts: Amounts, schedule: str, price_year: int) -> list[dict[str, Any]]:
    """A row a strategy and purse or outcome: how far it falls short of the choice that full knowledge would make.

    Mean over draws of the best strategy's less its own; money and each outcome apart, never added up. ``evpi`` is of
    choosing between the strategy and the comparator alone: which is worth a trial first. None where nothing was drawn.
    """
    if not amounts.plan.drawn:
        return []
    asked = [(name, "gbp", benefits(amounts, name, schedule, price_year)) for name in PURSES_ASKED]
    asked += [(outcome.id, outcome.unit, averted(amounts, outcome, schedule)) for outcome in amounts.outcomes]
    base = amounts.facts.strategies.index(amounts.facts.comparator)
    rows = []
    for what, unit, benefit in asked:
        short, share = benefit.max(axis=1, keepdims=True) - benefit, acceptability(benefit)
        for k, strategy in enumerate(amounts.facts.strategies):
            alone = evpi(benefit[:, [base, k]])
            rows.append({"strategy": strategy, "what": what, "unit": unit, "regret": float(short[:, k].mean()),
                         "mcse": float(short[:, k].std(ddof=1) / len(short) ** 0.5) if len(short) > 1 else None,
                         "share_best": float(share[k]), "evpi": alone.value if k != base else None})  # fmt: skip
    return rows


def sensitivities(folder: Path, amounts: Amounts, schedule: str, price_year: int) -> list[dict[str, Any]]:
    """A row a strategy, purse or outcome, and family drawn: first-order and total index of the difference."""
    if not amounts.plan.drawn:
        return []
    rows = []
    for strategy in amounts.facts.others:
        values: dict[str, Floats] = {
            name: costs(amounts, strategy, name, schedule, price_year) for name in PURSES_ASKED
        }
        values |= {outcome.id: gains(amounts, strategy, outcome, schedule) for outcome in amounts.outcomes}
        found = sensitivity_rows(folder, values, amounts.draw_numbers - 1)
        rows += [{"strategy": strategy, **row} for row in found]
    return rows
