"""Question 15: which claims survive uncertainty, and what should be studied next?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from simulation.measures.appraisal import Appraisal, appraise
from simulation.measures.appraisal_effects import PURSES_TOLD, benefits
from simulation.measures.registry import in_words
from simulation.measures.results import ResultsError
from simulation.measures.value_of_information import acceptability
from simulation.measures.wording import THOUSAND, pounds
from simulation.questions.reading import Answer, Row

SHOWN = 10
SAME = "all strategies lived exactly the same in every draw, so there is nothing to choose: compare some that differ"


def answer(folder: Path, options: dict[str, Any]) -> Answer:
    """Share of draws in which each strategy is cheapest or has the better outcome, and what knowing would be worth.

    Raises ResultsError where all strategies are the same.
    """
    found = appraise(folder)
    if not any(row["pence"] for row in found.tables["present_values_by_run"].to_pylist()):
        raise ResultsError(f"{folder}: {SAME}")
    amounts, rows, lines = found.amounts, [], ["Share of draws in which each strategy wins:"]
    for purse in PURSES_TOLD:
        share = acceptability(benefits(amounts, purse, found.schedule, found.price_year))
        for strategy, value in zip(amounts.facts.strategies, share, strict=True):
            rows.append(_row("Cheapest", "% of draws", amounts.names[strategy], in_words(purse), 100 * float(value)))
        told = [f"{amounts.names[s]} {v:.0%}" for s, v in zip(amounts.facts.strategies, share, strict=True)]
        lines.append(f"- cheapest for {in_words(purse)}: {', '.join(told)}")
    for row in found.tables["plane"].to_pylist():
        if row["purse"] == PURSES_TOLD[0]:
            better = row["share_better_dearer"] + row["share_better_cheaper"]
            rows.append(_row("Better than the comparator", "% of draws", amounts.names[row["strategy"]],
                             in_words(row["outcome"]), 100 * better))  # fmt: skip
            lines.append(f"- {amounts.names[row['strategy']]}, {in_words(row['outcome'])}: better in {better:.0%}")
    lines += ["", "What to study next (value of perfect information, choosing the cheapest):"]
    information = found.tables["information"].to_pylist() if "information" in found.tables else []
    for purse in dict.fromkeys(row["purse"] for row in information):
        mine = [row for row in information if row["purse"] == purse]
        apart = [row for row in mine[1:] if row["told"] == "yes"][:SHOWN]
        for row in (mine[0], *apart):  # a family that does not stand out from chance has no place in a ranking
            value, error = row["value_of_information"], 2 * (row["mcse"] or 0.0)
            one = _row(f"Worth of knowing: {in_words(purse)}", "£ thousand", "", row["family"], value / THOUSAND)
            rows.append({**one, "low": max(0.0, value - error) / THOUSAND, "high": (value + error) / THOUSAND})
        names = ", ".join(row["family"] for row in apart) or "no family stands out from chance"
        ranked = "" if len(mine) == 1 else f"; families: {names}"
        lines.append(f"- {in_words(purse)}: everything {pounds(mine[0]['value_of_information'])}{ranked}.")
        if mine[0]["caution"]:
            lines.append(f"  - caution: {mine[0]['caution']}")
    return Answer(rows, [*lines, *_alone(found)], "twice the Monte Carlo error, of the worth of knowing")


def _alone(found: Appraisal) -> list[str]:
    """What knowing would be worth to a choice between each strategy and the comparator alone: which to try first."""
    purse = PURSES_TOLD[0]
    known = [row for row in found.tables["regret"].to_pylist() if row["what"] == purse and row["evpi"] is not None]
    ranked = sorted(known, key=lambda row: -row["evpi"])
    told = [f"{found.amounts.names[row['strategy']]} {pounds(row['evpi'])}" for row in ranked]
    return ["", f"Worth of knowing for {in_words(purse)}, each against the comparator alone: {', '.join(told)}."]


def _row(panel: str, unit: str, series: str, label: str, mean: float) -> Row:
    return {
        "panel": panel,
        "unit": unit,
        "series": series,
        "x": 0,
        "label": label,
        "mean": mean,
        "low": None,
        "high": None,
    }
