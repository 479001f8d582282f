"""``appraisal.md``: every headline with how sure it is, who pays, for whom, and what it leaves out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulation.measures.appraisal_data import FIFTHS, Amounts, Outcome
from simulation.measures.appraisal_money import AS_MODELLED, UNPAID, WITH_BIAS
from simulation.measures.headline import Headline, markdown
from simulation.measures.registry import in_words
from simulation.measures.wording import number, pounds, title

if TYPE_CHECKING:
    from simulation.measures.appraisal import Appraisal

Row = dict[str, Any]

PERSPECTIVES: Final = {"council": "the council", "all_payers": "all payers together"}
NO_QALY: Final = (
    "No QALY is computed, and outcomes are not added up: no published mapping from what the model measures to utility "
    "was found, and what the domains weigh is for people who draw on care and support to say (docs/limits.md)."
)
SHOWN: Final = 10
"""Families of the evidence listed in the report; all are in information.csv."""


def report(folder: Path, found: Appraisal) -> list[str]:
    """The report, a line a line of Markdown."""
    facts = found.amounts.facts
    return [
        f"# Appraisal of {facts.scenario.replace('_', ' ')}",
        "",
        *_compared(folder, found),
        "",
        "## Headlines",
        "",
        *markdown(headlines(found)),
        "## When it is paid back",
        "",
        *_break_even(found),
        "",
        "## Which evidence would be worth finding",
        "",
        *_information(found),
        "",
        "## What is not in it",
        "",
        NO_QALY,
        "",
        "Effects that the model does not know have no price here: see docs/limits.md, which is part of this appraisal.",
        "It is not independently assured, and nobody has signed it off for a decision.",
    ]


def _compared(folder: Path, found: Appraisal) -> list[str]:
    facts, amounts = found.amounts.facts, found.amounts
    what = amounts.plan.options.get(amounts.point, "")
    return [
        f"What would happen without: {title(facts.comparator)}. Compared with it: "
        f"{', '.join(title(name) for name in facts.others)}, the same people with the same luck.",
        f"{amounts.years} years from {facts.start}; present values by the schedule {found.schedule}, in prices of "
        f"{found.price_year}-{(found.price_year + 1) % 100:02d}; {facts.adults_lived:,} adults lived "
        f"({facts.scale:g} of the place).",
        f"{_basis(amounts)} Results: {folder.name}, scenario digest {_digest(folder)}."
        + (f" Point {amounts.point} of the grid: {what}." if what else ""),
    ]


def _basis(amounts: Amounts) -> str:
    draws, lucks = amounts.square.shape
    if amounts.plan.drawn:
        return f"{draws} draws of the evidence, {lucks} replicates each."
    return f"{lucks} replicates; the evidence was not drawn, so nothing below says how unsure it is."


def _digest(folder: Path) -> str:
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return str(manifest["identity"]["scenario_sha256"])[:12]
    except (OSError, ValueError, KeyError, TypeError):
        return "unknown"


def headlines(found: Appraisal) -> list[Headline]:
    """Every headline of an appraisal: money by perspective, then each outcome, strategy by strategy."""
    made = []
    for strategy in found.amounts.facts.others:
        made += [_money(found, strategy, purse) for purse in PERSPECTIVES]
        made += [_outcome(found, strategy, outcome) for outcome in found.amounts.outcomes]
    return made


def _rows(found: Appraisal, table: str, **wanted: Any) -> list[Row]:
    if table not in found.tables:
        return []
    return [row for row in found.tables[table].to_pylist() if all(row[k] == v for k, v in wanted.items())]


def _money(found: Appraisal, strategy: str, purse: str) -> Headline:
    facts = found.amounts.facts
    (row,) = _rows(found, "present_values", strategy=strategy, purse=purse, discounting=found.schedule,
                   cost_line=AS_MODELLED)  # fmt: skip
    years = found.amounts.years
    return Headline(
        title=f"{title(strategy)}: money of {PERSPECTIVES[purse]}",
        statement=f"It costs {PERSPECTIVES[purse]} {_more(row['mean'])} over {years} years than "
        f"{title(facts.comparator).lower()} (present value).",
        uncertainty=f"{_interval(found, row, 'gbp')} It saves in {row['share_saves']:.0%}. {_others(found, row)}",
        payer=_payers(found, strategy),
        distribution=_fifths_of_money(found, strategy),
        limits=limits(found),
    )


def _more(value: float) -> str:
    return f"{pounds(value)} {'less' if value < 0 else 'more'}"


def _interval(found: Appraisal, row: Row, unit: str) -> str:
    draws, lucks = found.amounts.square.shape
    if row["low_draws"] is None:
        return "One run: there is no interval, and nothing is said about luck or evidence."
    low, high = (_signed(row[name], unit) for name in ("low_draws", "high_draws"))
    if not found.amounts.plan.drawn:
        return f"95 % of {lucks} replicates: {low} to {high} (luck alone; the evidence was not drawn)."
    error = f", Monte Carlo error of the mean {_size(row['mcse'], unit)}" if row["mcse"] is not None else ""
    return f"95 % of {draws} draws of the evidence: {low} to {high}{error}."


def _size(value: float, unit: str) -> str:
    return pounds(value) if unit == "gbp" else number(value)


def _signed(value: float, unit: str) -> str:
    return ("-" if value < 0 else "+") + _size(value, unit)


def _others(found: Appraisal, row: Row) -> str:
    """The same by other schedules, and with optimism bias."""
    same = {"strategy": row["strategy"], "purse": row["purse"]}
    told = [
        f"{other['discounting']} {_signed(other['mean'], 'gbp')}"
        for other in _rows(found, "present_values", **same, cost_line=AS_MODELLED)
        if other["discounting"] != found.schedule
    ]
    biased = _rows(found, "present_values", **same, cost_line=WITH_BIAS, discounting=found.schedule)
    lines = ", ".join(f"{line} {share:+.0%}" for line, share in found.bias.items()) or "none"
    return f"By other schedules: {', '.join(told)}. With optimism bias ({lines}): {_signed(biased[0]['mean'], 'gbp')}."


def _payers(found: Appraisal, strategy: str) -> str:
    rows = {row["purse"]: row for row in _rows(found, "present_values", strategy=strategy, cost_line=AS_MODELLED,
                                               discounting=found.schedule)}  # fmt: skip
    cash = [f"{in_words(name)} {_penny(rows[name])}" for name in ("council", "nhs", "person", "family", "community")]
    return (
        f"{', '.join(cash)}; together {_penny(rows['all_payers'])}. Unpaid care, which nobody pays, at its value: "
        f"{_penny(rows[UNPAID])}."
    )


def _penny(row: Row) -> str:
    pence = row["mean_pence"]
    return f"{'-' if pence < 0 else '+'}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def _fifths_of_money(found: Appraisal, strategy: str) -> str:
    words = {
        "council_support": "council support",
        "own_payments": "own payments",
        "unpaid_care": "value of unpaid care",
    }
    parts = []
    for line, name in words.items():
        rows = {(r["group"], r["weighting"]): r for r in _rows(found, "distribution", strategy=strategy, what=line)}
        ends = [_signed(rows[fifth, "unweighted"]["mean"], "gbp") for fifth in (FIFTHS[0], FIFTHS[-1])]
        sums = [_signed(rows["all", kind]["mean"], "gbp") for kind in ("unweighted", "weighted")]
        parts.append(
            f"{name}: most deprived fifth {ends[0]}, least {ends[1]}; sum {sums[0]}, weighted by income {sums[1]}"
        )
    return f"{'. '.join(part[:1].upper() + part[1:] for part in parts)}."


def _outcome(found: Appraisal, strategy: str, outcome: Outcome) -> Headline:
    rows = {row["purse"]: row for row in _rows(found, "plane", strategy=strategy, outcome=outcome.id)}
    row = next(iter(rows.values()))
    better = row["share_better_dearer"] + row["share_better_cheaper"]
    gain = row["gain"]
    verb = outcome.gone if gain > 0 else "more" if gain < 0 else "more or fewer"
    band = {"low_draws": row["gain_low"], "high_draws": row["gain_high"], "mcse": None}
    return Headline(
        title=f"{title(strategy)}: {outcome.label}",
        statement=f"{number(gain)} {outcome.unit} {verb} in {found.amounts.years} years (discounted like money; "
        f"undiscounted {number(row['gain_undiscounted'])}).",
        uncertainty=f"{_interval(found, band, outcome.unit)} Fewer in {better:.0%}.",
        payer=" ".join(_cost_of_one(rows[purse], outcome) for purse in ("council", "all_payers")),
        distribution=_fifths_of(found, strategy, outcome),
        limits=limits(found),
    )


def _cost_of_one(row: Row, outcome: Outcome) -> str:
    who = PERSPECTIVES[row["purse"]]
    if row["ratio"] is None or row["gain"] <= 0:
        return f"For {who}: {row['verdict']}."
    return f"For {who}: {pounds(row['ratio'])} for each {outcome.one} {outcome.gone}."


def _fifths_of(found: Appraisal, strategy: str, outcome: Outcome) -> str:
    rows = {row["group"]: row for row in _rows(found, "distribution", strategy=strategy, what=outcome.id)}
    if not rows:
        return "Not known by deprivation fifth: the model counts it for the whole place only."
    told = [f"{fifth.replace('fifth_', '')}: {_signed(rows[fifth]['mean'], outcome.unit)}" for fifth in FIFTHS]
    return f"{outcome.gone.capitalize()} by deprivation fifth, 1 the most deprived: {', '.join(told)}."


def limits(found: Appraisal) -> str:
    """What every headline leaves out."""
    amounts = found.amounts
    scale = amounts.facts.scale
    part = f" Lived at {scale:g} of its size, where waits are longer than in the whole." if scale < 1 else ""
    unsure = "Draws cover the ranges of the evidence table" if amounts.plan.drawn else "Intervals cover luck alone"
    return (
        f"One invented place, no forecast of any council. {unsure}, not what the model leaves out (docs/limits.md): "
        f"children's care, housing, benefits, employers, and harm that it cannot see.{part} Not independently assured."
    )


def _break_even(found: Appraisal) -> Iterable[str]:
    yield "| strategy | purse | discounting | paid back for good |"
    yield "|---|---|---|---|"
    told: dict[tuple[str, str, str], list[str]] = {}
    for row in _rows(found, "break_even"):
        if row["draws"] and row["purse"] in PERSPECTIVES:
            key = (row["strategy"], row["purse"], row["discounting"])
            told.setdefault(key, []).append(f"{row['outcome'].replace('_', ' ')}: {row['draws']} of {row['n']}")
    for (strategy, purse, schedule), words in told.items():
        yield f"| {title(strategy)} | {in_words(purse)} | {schedule} | {'; '.join(words)} |"


def _information(found: Appraisal) -> Iterable[str]:
    rows = _rows(found, "information")
    if not rows:
        yield "The evidence was not drawn (`simulate sweep --draws N`), so nothing can be said."
        return
    for purse in dict.fromkeys(row["purse"] for row in rows):
        mine = [row for row in rows if row["purse"] == purse]
        whole, parts = mine[0], [row for row in mine[1:] if row["told"] == "yes"]
        caution = f" ({whole['caution']})" if whole["caution"] else ""
        yield (
            f"- For {PERSPECTIVES.get(purse, in_words(purse))}, choosing the cheapest: knowing everything would be "
            f"worth {pounds(whole['value_of_information'])} (error {pounds(whole['mcse'] or 0.0)}){caution}."
        )
        if len(mine) > 1 and not parts:
            yield "  No family of the evidence stands out from what shuffled values give."
        for row in parts[:SHOWN]:
            yield f"  - {row['family']}: {pounds(row['value_of_information'])} (error {pounds(row['mcse'])})"
