"""What a comparison is of, in a small file beside its tables, so that figures and summaries need no scenario."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final, Protocol

from simulation.measures.files import write_json
from simulation.measures.results import Results, ResultsError
from simulation.state.codes import N_FIFTHS

FILE: Final = Path("comparison") / "about.json"


class Deprivation(Protocol):
    """Shares of people by deprivation fifth."""

    @property
    def shares(self) -> tuple[float, ...]:
        """Most deprived first."""


class OnePlace(Protocol):
    """One of several places."""

    @property
    def id(self) -> str:
        """Short name."""

    @property
    def name(self) -> str:
        """For readers."""


class Place(Protocol):
    """Size of the place."""

    @property
    def adults(self) -> int:
        """Adults at scale 1."""

    @property
    def scale(self) -> float:
        """Share of the place that was lived."""

    @property
    def deprivation(self) -> Deprivation | None:
        """Its people by fifth; None as in the average place."""


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

    @property
    def every_place(self) -> Sequence[OnePlace]:
        """The places of a scenario of several; none where there is one."""

    def of_place(self, place_id: str) -> Scenario:
        """One of several places."""

    @property
    def strategy_titles(self) -> dict[str, str]:
        """Names of its strategies for readers, by id."""


@dataclass(frozen=True)
class Lived:
    """How one of several places was lived."""

    id: str
    name: str
    adults: int  # who live there
    adults_lived: int  # at the start of the burn-in
    enlarged: bool  # lived larger than the scale asks, because it would be too small
    most_deprived: float  # share of people in the most deprived fifth of neighbourhoods


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
    places: int = 0
    """Places added up; 0 where there is one."""
    adults_lived: int = 0
    enlarged: tuple[str, ...] = ()
    """Places lived larger than the scale asks, with the adults lived."""
    titles: dict[str, str] = field(default_factory=dict)
    """Names of strategies for readers, by id; those of a folder of an older version are not known."""

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
    places = lived(scenario)
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
        adults=sum(place.adults for place in places) if places else scenario.place.adults,
        scale=scenario.place.scale,
        places=len(places),
        adults_lived=sum(place.adults_lived for place in places) or _adults_lived(scenario.place),
        enlarged=tuple(f"{place.name} ({place.adults_lived:,} adults)" for place in places if place.enlarged),
        titles=scenario.strategy_titles,
    )


def lived(scenario: Scenario) -> tuple[Lived, ...]:
    """Each of several places as it is lived; none where there is one."""
    found = []
    for given in scenario.every_place:
        place = scenario.of_place(given.id).place
        found.append(
            Lived(
                id=given.id,
                name=given.name,
                adults=place.adults,
                adults_lived=_adults_lived(place),
                enlarged=place.scale > scenario.place.scale,
                most_deprived=place.deprivation.shares[0] if place.deprivation else 1 / N_FIFTHS,
            )
        )
    return tuple(found)


def _adults_lived(place: Place) -> int:
    return round(place.adults * place.scale)


def write(folder: Path, facts: About) -> None:
    """Write the facts into a results folder."""
    write_json(folder / FILE, asdict(facts))


def read(folder: Path) -> About:
    """The facts in a results folder. Raises ResultsError where there are none."""
    try:
        facts = json.loads((folder / FILE).read_text(encoding="utf-8"))
        listed = {name: tuple(facts.get(name, ())) for name in ("strategies", "enlarged")}
        return About(**{**facts, **listed})
    except FileNotFoundError:
        raise ResultsError(f"{folder} holds no comparison ({FILE} is missing)") from None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ResultsError(f"{folder / FILE} cannot be read: {error}") from error
