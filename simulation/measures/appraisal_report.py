"""``appraisal.md``: every headline with how sure it is, who pays, for whom, and what it leaves out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulation.measures.appraisal_data import FIFTHS, Amounts, Outcome
from simulation.measures.appraisal_money import AS_MODELLED, UNPAID, WITH_BIAS
from simulation.measures.appraisal_sure import MONEY, Basis, Ends, directed, ends
from simulation.measures.headline import Headline, markdown
from simulation.measures.registry import in_words
from simulation.measures.wording import pounds

if TYPE_CHECKING:
    from simulation.measures.appraisal import Appraisal

Row = dict[str, Any]

PERSPECTIVES: Final = {"council": "the council", "all_payers": "all payers together"}
SPENDS: Final = {"council": "The council spends", "all_payers": "All payers together spend"}
QUADRANTS: Final = {
    "share_better_dearer": "fewer and dearer",
    "share_better_cheaper": "fewer and not dearer",
    "share_worse_dearer": "not fewer and dearer",
    "share_worse_cheaper": "not fewer and not dearer",
}
"""Columns of the plane in words: points on a line of 0 are in the latter of each two."""
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
        f"What would happen without: {amounts.names[facts.comparator]}. Compared with it: "
        f"{', '.join(amounts.names[name] for name in facts.others)}, the same people with the same luck.",
        f"{amounts.years} years from {facts.start}; present values by the schedule {found.schedule}, in prices of "
        f"{found.price_year}-{(found.price_year + 1) % 100:02d}; {facts.adults_lived:,} adults lived "
        f"({facts.scale:g} of the place).",
        f"{_basis(amounts)} Results: {folder.name}, scenario digest {_digest(folder)}."
        + (f" Point {amounts.point} of the grid: {what}." if what else ""),
    ]


def _basis(amounts: Amounts) -> str:
    draws, lucks = amounts.square.shape
    if amounts.plan.drawn:
        many = "1 draw" if draws == 1 else f"{draws} draws"
        return f"{many} of the evidence, {lucks} replicates each.{_left_out(amounts)}"
    return f"{lucks} replicates; the evidence was not drawn, so nothing below says how unsure it is."


def _left_out(amounts: Amounts) -> str:
    if not amounts.within:
        return ""
    ranges = ", ".join(text.replace("=", ", wider by a factor of ") for text in amounts.within)
    return f" {amounts.left_out} more are left out, which start outside the published range of {ranges}."


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
    names, comparator = found.amounts.names, found.amounts.facts.comparator
    (row,) = _rows(found, "present_values", strategy=strategy, purse=purse, discounting=found.schedule,
                   cost_line=AS_MODELLED)  # fmt: skip
    basis, told, years = _over(found), ends(row), found.amounts.years
    amount = "exactly as much" if told.nothing else directed(told.mean, MONEY)
    doubt = f", in each of {basis.many}" if told.nothing else basis.doubt(told)
    return Headline(
        title=f"{names[strategy]}: money of {PERSPECTIVES[purse]}",
        statement=f"{SPENDS[purse]} {amount} over {years} years {_than(told)} {names[comparator]} "
        f"(present value){doubt}.",
        uncertainty=f"{basis.range_of(told, MONEY)}{_error(row)}. Less in {row['share_saves']:.0%} of {basis.many}. "
        f"{_others(found, row)}",
        payer=_payers(found, strategy),
        distribution=_fifths_of_money(found, strategy),
        limits=limits(found),
    )


def _over(found: Appraisal) -> Basis:
    """What ranges are over."""
    return Basis(*found.amounts.square.shape)


def _than(told: Ends) -> str:
    return "as under" if told.nothing else "than under"


def _error(row: Row) -> str:
    """Monte Carlo error of a mean over draws; an interval of the mean has it already."""
    return f", Monte Carlo error of the mean {pounds(row['mcse'])}" if row["draws"] > 1 else ""


def _signed(value: float) -> str:
    """Pounds more (+) or less (-)."""
    return ("-" if value < 0 else "+") + pounds(value)


def _others(found: Appraisal, row: Row) -> str:
    """The same by other schedules, and with optimism bias."""
    same = {"strategy": row["strategy"], "purse": row["purse"]}
    told = [
        f"{other['discounting']} {directed(other['mean'], MONEY)}"
        for other in _rows(found, "present_values", **same, cost_line=AS_MODELLED)
        if other["discounting"] != found.schedule
    ]
    biased = _rows(found, "present_values", **same, cost_line=WITH_BIAS, discounting=found.schedule)
    lines = ", ".join(f"{line} {share:+.0%}" for line, share in found.bias.items()) or "none"
    return f"By other schedules: {', '.join(told)}. With optimism bias ({lines}): {directed(biased[0]['mean'], MONEY)}."


def _payers(found: Appraisal, strategy: str) -> str:
    rows = {row["purse"]: row for row in _rows(found, "present_values", strategy=strategy, cost_line=AS_MODELLED,
                                               discounting=found.schedule)}  # fmt: skip
    cash = [f"{in_words(name)} {_penny(rows[name])}" for name in ("council", "nhs", "person", "family", "community")]
    return (
        f"More (+) or less (-): {', '.join(cash)}; together {_penny(rows['all_payers'])}. Unpaid care, which nobody "
        f"pays, at its value: {_penny(rows[UNPAID])}."
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
        ends = [_signed(rows[fifth, "unweighted"]["mean"]) for fifth in (FIFTHS[0], FIFTHS[-1])]
        sums = [_signed(rows["all", kind]["mean"]) for kind in ("unweighted", "weighted")]
        parts.append(
            f"{name}: most deprived fifth {ends[0]}, least {ends[1]}; sum {sums[0]}, weighted by income {sums[1]}"
        )
    return f"More (+) or less (-): {'. '.join(part[:1].upper() + part[1:] for part in parts)}."


def _outcome(found: Appraisal, strategy: str, outcome: Outcome) -> Headline:
    """An outcome, counted as what there is more or fewer of, like its label."""
    rows = {row["purse"]: row for row in _rows(found, "plane", strategy=strategy, outcome=outcome.id)}
    row, basis, names = next(iter(rows.values())), _over(found), found.amounts.names
    fewer = row["share_better_dearer"] + row["share_better_cheaper"]
    told = Ends(row["gain"], row["gain_low"], row["gain_high"]).turned
    amount = f"Exactly as many {outcome.unit}" if told.nothing else directed(told.mean, outcome.unit, outcome.unit)
    doubt = f", in each of {basis.many}" if told.nothing else basis.doubt(told)
    return Headline(
        title=f"{names[strategy]}: {outcome.label}",
        statement=f"{amount} in {found.amounts.years} years {_than(told)} "
        f"{names[found.amounts.facts.comparator]} (discounted like money; undiscounted: "
        f"{directed(-row['gain_undiscounted'], outcome.unit)}){doubt}.",
        uncertainty=f"{basis.range_of(told, outcome.unit)}. Fewer in {fewer:.0%} of {basis.many}.",
        payer=" ".join(_cost_of_one(rows[purse], outcome, basis) for purse in PERSPECTIVES),
        distribution=_fifths_of(found, strategy, outcome),
        limits=limits(found),
    )


def _cost_of_one(row: Row, outcome: Outcome, basis: Basis) -> str:
    """Pounds for each one fewer, or why there are none; and how points lie on the plane of cost and outcome."""
    cost, gain = (
        Ends(row["cost"], row["cost_low"], row["cost_high"]),
        Ends(row["gain"], row["gain_low"], row["gain_high"]),
    )
    said = row["verdict"]
    if row["ratio"] is not None and gain.mean > 0:
        unsure = "" if cost.sure else ", though the cost cannot be told from zero"
        said = f"{pounds(row['ratio'])} for each {outcome.one} fewer{unsure}"
    elif not gain.sure and not gain.nothing:
        said = f"{said}, so no cost of one {outcome.one} fewer is given"
    shares = ", ".join(f"{words} {row[name]:.0%}" for name, words in QUADRANTS.items() if row[name])
    return f"For {PERSPECTIVES[row['purse']]}: {said} (of {basis.many}: {shares})."


def _fifths_of(found: Appraisal, strategy: str, outcome: Outcome) -> str:
    rows = {row["group"]: row for row in _rows(found, "distribution", strategy=strategy, what=outcome.id)}
    if not rows:
        return "Not known by deprivation fifth: the model counts it for the whole place only."
    each = {fifth.replace("fifth_", ""): ends(rows[fifth]).turned for fifth in FIFTHS}
    told = [
        f"{fifth}: {directed(one.mean, outcome.unit)}{'' if one.sure or one.nothing else '?'}"
        for fifth, one in each.items()
    ]
    unsure = " (?: cannot be told from zero)" if any("?" in words for words in told) else ""
    return f"By deprivation fifth, 1 the most deprived{unsure}: {', '.join(told)}."


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
        yield f"| {found.amounts.names[strategy]} | {in_words(purse)} | {schedule} | {'; '.join(words)} |"


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
