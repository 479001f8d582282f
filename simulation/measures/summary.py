"""The plain summary at the end of a run: about a dozen lines a strategy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow.compute as pc

from simulation.measures import about, files
from simulation.measures.about import About
from simulation.measures.break_even import NEVER_PAID, NO_DIFFERENCE
from simulation.measures.discounting import UNDISCOUNTED
from simulation.measures.observables import HIT, NOT_MEASURED
from simulation.measures.periods import YEAR
from simulation.measures.registry import describe, in_words
from simulation.measures.results import ResultsError
from simulation.measures.wording import difference, direction, interval, number, title
from simulation.state.codes import DOMAIN_NAMES

Row = dict[str, Any]

NAMED: Final = 5
"""Places named in the summary before "and so many more"."""
LIVES: Final = ("crises", "unmet.hours", "carers.breaking_down", "loneliness.often")
PURSES: Final = {
    "spend.payer.council": "The council spends",
    "spend.payer.nhs": "The NHS spends",
    "spend.contributions": "People pay towards council-funded support",
    "spend.self_funding": "People pay for their own support",
}
"""Who pays, in words; families and the community pay no cash in this model, and self-funding is what is left."""
RELATIONSHIPS: Final = {
    "stability.faces": "Distinct paid workers seen",
    "ties.unplanned.paid": "Ties with paid workers and Shared Lives carers that end without a plan",
    "contact_enough": "People with as much social contact as they want",
}


def summary_lines(folder: Path) -> list[str]:
    """What the strategies of a finished run differ in, by how much, how sure, who pays, and where the files are.

    Raises ResultsError where the folder holds no comparison.
    """
    facts = about.read(folder)
    lines, names = [_opening(facts)], names_of(facts)
    for strategy in facts.others:
        lines += ["", f"{names[strategy]}, compared with {names[facts.comparator]}:"]
        lines += _of_strategy(_rows(folder, strategy, facts), _paid_back(folder, strategy, facts), facts)
    return [*lines, "", *_closing(folder, facts)]


def names_of(facts: About) -> dict[str, str]:
    """Names for readers of a comparison's strategies."""
    return named(facts.strategies, facts.titles)


def named(strategies: Sequence[str], titles: Mapping[str, str]) -> dict[str, str]:
    """Names for readers: the titles of strategies, else their ids in words.

    A strategy that took over the title of the one it is based on goes by its id, or two would have one name.
    """
    given = [titles.get(name, "") for name in strategies]
    return {
        name: own if own and given.count(own) == 1 else title(name) for name, own in zip(strategies, given, strict=True)
    }


def _opening(facts: About) -> str:
    people = f"{facts.adults_lived or facts.adults * facts.scale:,.0f} adults"
    people += f" in {facts.places} places" if facts.places else ""
    replicates = "1 replicate" if facts.replicates == 1 else f"{facts.replicates} replicates"
    return (
        f"{facts.scenario}: {people}, {long_words(facts)} from {facts.start}, {replicates}; pounds in {facts.prices}."
    )


def long_words(facts: About) -> str:
    """``4 years``."""
    years, months = divmod(facts.months, YEAR)
    return " and ".join(f"{n} {word}{'s' if n > 1 else ''}" for n, word in ((years, "year"), (months, "month")) if n)


def _rows(folder: Path, strategy: str, facts: About) -> dict[str, Row]:
    """Differences over the whole run, by measure; money made a yearly mean by the caller."""
    rows = _differences(folder, strategy)
    if facts.places:
        pooled = _read(folder, "pooled")
        for row in pooled.filter(pc.equal(pooled["strategy"], strategy)).to_pylist():
            rows[row["measure"]] = _as_pooled(rows[row["measure"]], row)
    return rows


def _as_pooled(whole: Row, pooled: Row) -> Row:
    """A difference with the interval that the variances of all places give."""
    if pooled["low"] is None or whole["mean"] is None:
        return whole
    half = (pooled["high"] - pooled["low"]) / 2
    return {**whole, "mcse": pooled["mcse"], "low": whole["mean"] - half, "high": whole["mean"] + half}


def _differences(folder: Path, strategy: str) -> dict[str, Row]:
    table = _read(folder, "differences")
    chosen = pc.and_(pc.equal(table["period"], "run"), pc.equal(table["group"], "all"))
    chosen = pc.and_(chosen, pc.equal(table["strategy"], strategy))
    return {row["measure"]: row for row in table.filter(chosen).to_pylist()}


def _read(folder: Path, name: str) -> Any:
    try:
        return files.read_csv(folder / "comparison" / f"{name}.csv")
    except OSError as error:
        raise ResultsError(f"comparison/{name}.csv cannot be read: {error}") from error


def _of_strategy(rows: dict[str, Row], paid_back: str, facts: About) -> list[str]:
    yearly = {name: _a_year(row, facts) for name, row in rows.items()}
    return [
        *(f"- {words}: {difference(yearly[name])}." for name, words in PURSES.items()),
        f"- All payers together: {difference(yearly['spend.total'])}. Unpaid care is not in this.",
        f"- {paid_back}",
        *(f"- {describe(name).label}: {difference(rows[name])}." for name in LIVES),
        f"- {_domains(rows)}",
        *(f"- {words}: {difference(rows[name])}." for name, words in RELATIONSHIPS.items()),
    ]


def _a_year(row: Row, facts: About) -> Row:
    """A sum over the run as pounds a year."""
    if row["unit"] != "gbp":
        return row
    scaled = {key: row[key] * YEAR / facts.months for key in _NUMBERS if row[key] is not None}
    return {**row, **scaled, "unit": "gbp a year"}


_NUMBERS: Final = ("mean", "mcse", "low", "high", "comparator_mean", "strategy_mean")


def _paid_back(folder: Path, strategy: str, facts: About) -> str:
    table = _read(folder, "break_even").to_pylist()
    mine = [
        row
        for row in table
        if (row["strategy"], row["purse"], row["discounting"]) == (strategy, "council", UNDISCOUNTED)
        and row["replicates"]
    ]
    told = [f"{_outcome(row['outcome'], facts)} in {row['replicates']} of {facts.replicates}" for row in mine]
    return f"Break-even for the council (undiscounted): {', '.join(told)}."


def _outcome(name: str, facts: About) -> str:
    if name == NO_DIFFERENCE:
        return "no difference at all"
    return f"not within {long_words(facts)}" if name == NEVER_PAID else f"by the end of {name.replace('_', ' ')}"


def _domains(rows: dict[str, Row]) -> str:
    """The seven domains in one line: which are told apart from zero, and which way."""
    moved = []
    for name in DOMAIN_NAMES:
        row = rows[f"domain.{name}"]
        if row["low"] is not None and (row["low"] > 0 or row["high"] < 0):
            size = f"{number(row['mean'])} {direction(row['mean'])}"
            moved.append(f"{in_words(name)} {size} ({interval(row['low'], row['high'], row['unit'])})")
    if not moved:
        return "Good life, seven domains from 0 to 1: no difference that can be told from zero in any."
    rest = len(DOMAIN_NAMES) - len(moved)
    others = f"; no difference that can be told from zero in the other {rest}" if rest else ""
    return f"Good life, domains from 0 to 1 (95 % interval): {', '.join(moved)}{others}."


def _closing(folder: Path, facts: About) -> list[str]:
    begun = "these simulated places and their past" if facts.places else "one simulated place and past"
    if facts.replicates < 2:
        luck = "One replicate gives no interval: run more before reading anything into a difference."
    else:
        luck = (
            f"Intervals are the luck of {facts.replicates} replicates only, all begun from {begun}. "
            "How unsure the evidence itself is (parameter uncertainty) is not in them, so the truth may well "
            "lie outside."
        )
    where = f"Files in {folder}: tables, comparison (differences.csv, calibration.csv), figures; every run in runs."
    return [luck, *_places(facts), _calibration(folder), where]


def _places(facts: About) -> list[str]:
    """What a reader of several places should know."""
    if not facts.places:
        return []
    lines = [
        "Each place was lived with people, budget, front door and luck of its own, and then added up: "
        "comparison/by_place.csv has each."
    ]
    if facts.replicates > 1:
        lines.append(
            "Intervals above rest on the luck of every place apart (comparison/pooled.csv); those in differences.csv "
            "and the figures rest on the replicates of the sum alone, and are usually wider."
        )
    if facts.enlarged:
        named, more = ", ".join(facts.enlarged[:NAMED]), len(facts.enlarged) - NAMED
        rest = f" and {more} more (adults_lived in comparison/by_place.csv)" if more > 0 else ""
        lines.append(f"Lived larger than the scale asks, as they would be too small: {named}{rest}.")
    return lines


def _calibration(folder: Path) -> str:
    """How near the model's start is to England."""
    verdicts = _read(folder, "calibration")["verdict"].to_pylist()
    near, told = verdicts.count(HIT), len(verdicts) - verdicts.count(NOT_MEASURED)
    return (
        f"Set beside {told} published figures for England, the model's start lies within the range of {near} "
        "(comparison/calibration.csv, misses first)."
    )
