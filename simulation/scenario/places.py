"""Several places in one scenario: what may be said of each, the tables that ship, and each place as a scenario."""

from __future__ import annotations

import csv
import functools
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias

from pydantic import BaseModel, Discriminator, Field, Tag

from simulation.scenario.section import Change, Finite, Section

if TYPE_CHECKING:
    from simulation.scenario.schema import Scenario

EVIDENCE: Final = Path(__file__).parents[1] / "evidence"
TABLES: Final = {"england_councils": "councils.csv"}
"""Tables of places that ship, by the name that a scenario gives."""
MOST_PLACES: Final = 1_000
LEAST_ADULTS: Final = 1_000
"""Adults below which no place is lived: its clients are so few that its budget would be luck."""
PLACE_ID: Final = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"

Share: TypeAlias = Annotated[Finite, Field(ge=0, le=1)]
Ratio: TypeAlias = Annotated[Finite, Field(ge=0.2, le=5)]


class Deprivation(Section):
    """Shares of people by deprivation fifth of neighbourhoods in England; they add up to 1."""

    fifth_1: Share = Field(description="In the most deprived fifth")
    fifth_2: Share = Field(description="In the second")
    fifth_3: Share = Field(description="In the third")
    fifth_4: Share = Field(description="In the fourth")
    fifth_5: Share = Field(description="In the least deprived fifth")

    @property
    def shares(self) -> tuple[float, ...]:
        """Most deprived first."""
        return self.fifth_1, self.fifth_2, self.fifth_3, self.fifth_4, self.fifth_5


OlderShare: TypeAlias = Annotated[Finite, Field(ge=0.02, le=0.6)]


class Ways(Section):
    """How one place differs from the average; what is not given is as in the average place."""

    deprivation: Deprivation | None = Field(default=None, description="Shares of people by deprivation fifth")
    older_share: OlderShare | None = Field(default=None, description="Share of adults aged 65 or over")
    spend_ratio: Ratio | None = Field(
        default=None, description="What the council spends for each adult, over the average council"
    )
    request_ratio: Ratio | None = Field(
        default=None, description="Requests for support for each adult, over the average council"
    )
    real_path: tuple[Ratio, ...] | None = Field(
        default=None,
        strict=False,
        min_length=1,
        max_length=50,
        description="Funding in real terms by year, over the opening budget; usual growth after the last year given",
    )


class PlaceGiven(Ways):
    """One of several places; what it does not say is as under ``place``."""

    id: str = Field(pattern=PLACE_ID, description="Short name: letters, digits, - and _")
    title: str = Field(default="", max_length=200, description="Name for readers")
    adults: int | None = Field(default=None, ge=1_000, le=60_000_000, description="Adults living there at scale 1")
    parameters: dict[str, Change] = Field(
        default_factory=dict, description="Values of the evidence changed for this place only, by id"
    )

    @property
    def name(self) -> str:
        """For readers."""
        return self.title or self.id


class PlacesTable(Section):
    """Places of a table that ships, or some of them."""

    table: str = Field(description=f"Name of the table: {', '.join(TABLES)}")
    only: tuple[str, ...] = Field(
        default=(), strict=False, description="Places to live, by id, name or region; all if not given"
    )


def _written_as(value: Any) -> str:
    if isinstance(value, str):
        return "by_name"
    if isinstance(value, dict | BaseModel):
        return "by_table"
    return "by_list"


PlaceList: TypeAlias = Annotated[tuple[PlaceGiven, ...], Field(strict=False, max_length=MOST_PLACES), Tag("by_list")]
Places: TypeAlias = Annotated[
    Annotated[str, Tag("by_name")] | Annotated[PlacesTable, Tag("by_table")] | PlaceList, Discriminator(_written_as)
]


@functools.cache
def table_rows(name: str) -> tuple[dict[str, str], ...]:
    """Rows of a table that ships: id, name, region, adults, older_share, fifth_1 to fifth_5, spend_ratio,
    request_ratio. Raises KeyError for a name that is not in ``TABLES``."""
    with (EVIDENCE / TABLES[name]).open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def chosen_rows(name: str, only: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """Rows of the places or regions named; every row if none is."""
    return [row for row in table_rows(name) if not only or not set(only).isdisjoint(known_as(row))]


def known_as(row: dict[str, str]) -> tuple[str, str, str]:
    """What a place of a table may be called in a selection."""
    return row["id"], row["name"], row["region"]


def listed(places: str | PlacesTable | tuple[PlaceGiven, ...] | None) -> tuple[PlaceGiven, ...]:
    """Every place, tables read; none where a scenario has one place."""
    if places is None:
        return ()
    if isinstance(places, tuple):
        return places
    name, only = (places, ()) if isinstance(places, str) else (places.table, places.only)
    return tuple(_place(row) for row in chosen_rows(name, only))


def _place(row: dict[str, str]) -> PlaceGiven:
    def number(column: str) -> float | None:
        return float(row[column]) if row.get(column) else None

    fifths = {column: number(column) for column in Deprivation.model_fields}
    return PlaceGiven.model_validate(
        {
            "id": row["id"],
            "title": row["name"],
            "adults": int(row["adults"]),
            "older_share": number("older_share"),
            "deprivation": fifths if any(fifths.values()) else None,
            "spend_ratio": number("spend_ratio"),
            "request_ratio": number("request_ratio"),
        }
    )


def place_seed(seed: int, place_id: str) -> int:
    """The seed of one place: a function of the seed of the scenario and of its id, whatever other places there are."""
    digest = hashlib.sha256(f"{seed}:{place_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def alone(scenario: Scenario, given: PlaceGiven) -> Scenario:
    """One place of a scenario as a scenario of its own, which gives the numbers that it has among the others.

    Unless strategies make places see each other (``peers``, ``pioneers``): lived alone, it sees none.
    """
    place = scenario.place
    adults = given.adults if given.adults is not None else place.adults
    own = {name: value for name in Ways.model_fields if (value := getattr(given, name)) is not None}
    changes = {"adults": adults, "scale": max(place.scale, LEAST_ADULTS / adults), **own}
    return scenario.model_copy(
        update={
            "title": given.name,
            "place": place.model_copy(update=changes),
            "run": scenario.run.model_copy(update={"seed": place_seed(scenario.run.seed, given.id)}),
            "parameters": {**scenario.parameters, **given.parameters},
            "places": None,
        }
    )


def adults_lived(scenario: Scenario) -> int:
    """Adults at the start of the burn-in of the one place of a scenario."""
    return round(scenario.place.adults * scenario.place.scale)
