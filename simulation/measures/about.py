"""What a comparison is of, in a small file beside its tables, so that figures and summaries need no scenario."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Protocol

from simulation.measures.files import write_json
from simulation.measures.results import Results, ResultsError

FILE: Final = Path("comparison") / "about.json"


class Place(Protocol):
    """Size of the place."""

    @property
    def adults(self) -> int:
        """Adults at scale 1."""

    @property
    def scale(self) -> float:
        """Share of the place that was lived."""


class Time(Protocol):
    """When."""

    @property
    def start(self) -> str:
        """First month, as 2025-04."""


class Run(Protocol):
    """With which luck."""

    @property
    def seed(self) -> int:
        """Key of every draw."""


class Scenario(Protocol):
    """What a comparison needs of a scenario."""

    @property
    def name(self) -> str:
        """Short name."""

    @property
    def comparator(self) -> str:
        """Strategy that the others are compared with."""

    @property
    def price_year(self) -> int:
        """Financial year of the prices."""

    @property
    def place(self) -> Place:
        """The place."""

    @property
    def time(self) -> Time:
        """The time."""

    @property
    def run(self) -> Run:
        """The luck."""


@dataclass(frozen=True)
class About:
    """Facts of a comparison."""

    scenario: str
    comparator: str
    strategies: tuple[str, ...]
    replicates: int
    seed: int
    months: int
    start: str
    price_year: int
    adults: int
    scale: float

    @property
    def others(self) -> tuple[str, ...]:
        """Strategies other than the comparator."""
        return tuple(name for name in self.strategies if name != self.comparator)

    @property
    def prices(self) -> str:
        """``2024-25 prices``."""
        return f"{self.price_year}-{(self.price_year + 1) % 100:02d} prices"


def about(scenario: Scenario, results: Results) -> About:
    """Facts of a scenario's results. Raises ResultsError if the comparator was not run."""
    if scenario.comparator not in results.strategies:
        raise ResultsError(f"the comparator {scenario.comparator} was not run")
    ordered = (scenario.comparator, *(name for name in results.strategies if name != scenario.comparator))
    return About(
        scenario=scenario.name,
        comparator=scenario.comparator,
        strategies=ordered,
        replicates=len(results.replicates),
        seed=scenario.run.seed,
        months=results.horizon,
        start=str(scenario.time.start),
        price_year=scenario.price_year,
        adults=scenario.place.adults,
        scale=scenario.place.scale,
    )


def write(folder: Path, facts: About) -> None:
    """Write the facts into a results folder."""
    write_json(folder / FILE, asdict(facts))


def read(folder: Path) -> About:
    """The facts in a results folder. Raises ResultsError where there are none."""
    try:
        facts = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return About(**{**facts, "strategies": tuple(facts["strategies"])})
    except FileNotFoundError:
        raise ResultsError(f"{folder} holds no comparison ({FILE} is missing)") from None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ResultsError(f"{folder / FILE} cannot be read: {error}") from error
