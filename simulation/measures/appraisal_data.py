"""What an appraisal reads: pence by payer, line, fifth and year, and outcomes, of every run of one point."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.parameters import load_parameters
from simulation.measures import about
from simulation.measures.about import About
from simulation.measures.periods import YEAR
from simulation.measures.plausible import starts_within
from simulation.measures.registry import CASH_CLASSES
from simulation.measures.results import Results, ResultsError
from simulation.measures.series import GROUPS
from simulation.measures.summary import names_of
from simulation.measures.sweep_runs import Layout, layout, read_some
from simulation.state.codes import PAYER_NAMES

Pence = NDArray[np.int64]
Floats = NDArray[np.float64]

FIFTHS: Final = GROUPS[3:]
ALL: Final = "all"
COUNCIL: Final = PAYER_NAMES.index("council")
LINES: Final = {
    "council_support": "spend.payer.council",
    "own_payments": "spend.payer.person",
    "unpaid_care": "unpaid_care.value",
}
"""Money that is told by fifth: what the council spends on people there, what they pay, and the value of their care."""
_LINE: Final = "spend.council."


@dataclass(frozen=True)
class Outcome:
    """An outcome that a strategy may avoid: counted, never added to another. ``measure`` times ``weight`` by year."""

    id: str
    label: str
    unit: str
    one: str
    measure: str
    weight: str
    per_1000: bool
    a_week: bool
    gone: str

    @property
    def factor(self) -> float:
        """What turns a year's rate times weight into a number."""
        weeks = YEAR * load_parameters().value("calendar.weeks_per_month") if self.a_week else 1.0
        return float(weeks / 1000) if self.per_1000 else float(weeks)


@functools.cache
def outcomes() -> tuple[Outcome, ...]:
    """Rows of ``outcomes.csv``."""
    with Path(__file__).with_name("outcomes.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(_outcome(row) for row in csv.DictReader(lines))


def _outcome(row: Mapping[str, str]) -> Outcome:
    words = {name: row[name] for name in ("id", "label", "unit", "one", "measure", "weight", "gone")}
    return Outcome(**words, per_1000=row["per_1000"] == "yes", a_week=row["a_week"] == "yes")


@dataclass(frozen=True)
class Amounts:
    """Of one point: ``square`` [draw, luck] gives its positions on the other arrays' second axis, numbered by ``runs``.

    ``pence`` [strategy, run, payer, year]; ``unpaid`` [strategy, run, year]; ``lines``: council pence by class or
    service [strategy, run, year]; ``by_fifth``: by line of ``LINES`` [strategy, run, fifth, year]; ``effects`` and
    ``effects_by_fifth``: numbers by outcome, NaN where unknown. ``left_out`` draws start outside the published range
    of ``within``.
    """

    facts: About
    plan: Layout
    point: int
    square: NDArray[np.int64]
    runs: tuple[int, ...]
    pence: Pence
    unpaid: Pence
    lines: Mapping[str, Pence]
    by_fifth: Mapping[str, Pence]
    outcomes: tuple[Outcome, ...]
    effects: Mapping[str, Floats]
    effects_by_fifth: Mapping[str, Floats]
    within: tuple[str, ...] = ()
    left_out: int = 0

    @functools.cached_property
    def names(self) -> dict[str, str]:
        """Names of the strategies for readers."""
        return names_of(self.facts)

    @property
    def years(self) -> int:
        """Years of the comparison."""
        return int(self.pence.shape[-1])

    @property
    def draw_numbers(self) -> NDArray[np.int64]:
        """The draw of each row of ``square``."""
        return np.asarray(self.plan.draw[self.square[:, 0]])

    def over(self, strategy: str, table: NDArray[Any]) -> NDArray[Any]:
        """A strategy's rows of ``table`` less the comparator's: [run, ...]."""
        k, base = (self.facts.strategies.index(name) for name in (strategy, self.facts.comparator))
        return np.asarray(table[k] - table[base])


def read_amounts(folder: Path, point: int | None = None, within: Sequence[str] = ()) -> Amounts:
    """Amounts of a results folder of ``run`` or ``sweep``; of a grid, one point (the first if none is named).

    Of draws of the evidence only those are kept that start ``within`` these published ranges (``starts_within``).
    Raises ResultsError for a point that is not there, where payers do not add up to the total to the penny, and where
    no draw is kept.
    """
    results, facts = read_some(folder, _wanted, ("year",)), about.read(folder)
    if facts.places:
        raise ResultsError("an appraisal is of one place; this folder holds several")
    plan = layout(folder, results.replicates)
    chosen = plan.points[0] if point is None else point
    if chosen not in plan.points:
        raise ResultsError(f"there is no point {chosen}; there are {', '.join(map(str, plan.points))}")
    square = plan.square(chosen)
    kept = _kept(folder, square, within, facts.price_year, plan.drawn) if within else square
    reader = _Reader(results, facts)
    known = tuple(outcome for outcome in outcomes() if outcome.measure in set(results.measure))
    payers = np.stack([reader.pence(f"spend.payer.{payer}") for payer in PAYER_NAMES], axis=2)
    if (payers.sum(axis=2) != reader.pence("spend.total")).any():
        raise ResultsError(f"{folder}: payers do not add up to the total to the penny")
    return Amounts(
        facts=facts,
        plan=plan,
        point=chosen,
        square=kept,
        runs=results.replicates,
        pence=payers,
        unpaid=reader.pence("unpaid_care.value"),
        lines={name: reader.pence(f"{_LINE}{name}") for name in reader.council_lines()},
        by_fifth={
            line: np.stack([reader.pence(measure, fifth) for fifth in FIFTHS], axis=2)
            for line, measure in LINES.items()
        },
        outcomes=known,
        effects={outcome.id: reader.effect(outcome, ALL) for outcome in known},
        effects_by_fifth={
            outcome.id: np.stack([reader.effect(outcome, fifth) for fifth in FIFTHS], axis=2) for outcome in known
        },
        within=tuple(within),
        left_out=len(square) - len(kept),
    )


def _kept(
    folder: Path, square: NDArray[np.int64], within: Sequence[str], price_year: int, drawn: bool
) -> NDArray[np.int64]:
    if not drawn:
        raise ResultsError(
            "the evidence was not drawn (`simulate sweep --draws N`): there are no draws to choose among"
        )
    kept = square[starts_within(folder, square, within, price_year)]
    if not len(kept):
        raise ResultsError(f"none of {len(square)} draws starts within the published range of {', '.join(within)}")
    return kept


def _wanted(measure: str) -> bool:
    used = {name for outcome in outcomes() for name in (outcome.measure, outcome.weight)}
    money = ("spend.payer.", "spend.council.class.", "spend.council.service.")
    return measure in used | {"spend.total", "unpaid_care.value"} or measure.startswith(money)


class _Reader:
    """Yearly values by measure and group, strategies in the order of the facts."""

    def __init__(self, results: Results, facts: About) -> None:
        self.results = results
        self.order = [results.strategies.index(name) for name in facts.strategies]

    def values(self, measure: str, group: str = ALL) -> Floats:
        """[strategy, run, year]; NaN if the group is not known for the measure."""
        rows = self.results.where(period="year", group=group, measure=measure)
        if not len(rows):
            years = len(self.results.where(period="year", group=ALL, measure="spend.total"))
            return np.full((len(self.order), len(self.results.replicates), years), np.nan)
        return np.asarray(self.results.values[self.order][:, :, rows])

    def pence(self, measure: str, group: str = ALL) -> Pence:
        """Pounds as pence: they were pence over 100."""
        return np.rint(self.values(measure, group) * 100).astype(np.int64)

    def effect(self, outcome: Outcome, group: str) -> Floats:
        """Numbers by year."""
        weight = self.values(outcome.weight, group) if outcome.weight else 1.0
        return self.values(outcome.measure, group) * weight * outcome.factor

    def council_lines(self) -> list[str]:
        """``class.prevention``, ``service.home_care``...: lines of council spending in the results."""
        classes = [f"class.{name}" for name in CASH_CLASSES]
        services = sorted(
            {str(name)[len(_LINE) :] for name in self.results.measure if str(name).startswith(f"{_LINE}service.")}
        )
        return [*classes, *services]
