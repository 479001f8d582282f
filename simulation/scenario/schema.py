"""What a scenario may say: keys, units (in the names), types and bounds.

Unknown keys are errors at every depth. Changes to the catalogue (``support_models``, ``programmes``,
``strategy_definitions``) and to the evidence (``parameters``) are checked against both by ``checks.py``.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias

from pydantic import Field, PrivateAttr, model_validator

from simulation.scenario.nodes import Mark, Node
from simulation.scenario.places import PlaceGiven, Places, Ways, alone, listed
from simulation.scenario.section import Change, Section

if TYPE_CHECKING:
    from simulation.catalogue.load import CatalogueRows
    from simulation.evidence.parameters import Parameters

MAX_REPLICATES: Final = 10_000
MAX_YEARS: Final = 50
MAX_BURN_IN_MONTHS: Final = 240
MAX_SEED: Final = 2**63 - 1
SLUG: Final = r"^[a-z0-9][a-z0-9_-]{0,63}$"
ROW_ID: Final = r"^[a-z][a-z0-9_]{0,59}$"

NOT_RESULTS: Final = ("name", "title", "description", "assumptions")
"""Top-level keys that change no number of a replicate."""

RowId: TypeAlias = Annotated[str, Field(pattern=ROW_ID)]
Line: TypeAlias = Annotated[str, Field(min_length=1, max_length=2000)]
Fields: TypeAlias = dict[str, Any]


class PlaceSection(Ways):
    """How large the place is, and how it differs from the average one."""

    adults: int = Field(default=299_000, ge=1_000, le=60_000_000, description="Adults living there at scale 1")
    scale: float = Field(default=1.0, ge=0.001, le=20, description="Share of the place that is lived: 0.1 for a tenth")
    people_per_neighbourhood: int = Field(
        default=1_800, ge=200, le=20_000, description="People of all ages in a neighbourhood, about"
    )


class TimeSection(Section):
    """When it begins and how long it lasts."""

    start: str = Field(
        default="2025-04",
        pattern=r"^(19[9]\d|20\d\d)-(0[1-9]|1[0-2])$",
        description="First month of the comparison, YYYY-MM",
    )
    burn_in_months: int = Field(
        default=36, ge=0, le=MAX_BURN_IN_MONTHS, description="Months lived before the strategies part, the same for all"
    )
    years: int = Field(default=10, ge=1, le=MAX_YEARS, description="Length of the comparison, years")


class RunSection(Section):
    """How often, and with which luck."""

    seed: int = Field(default=1, ge=0, le=MAX_SEED, description="Key of every draw")
    replicates: int = Field(default=10, ge=1, le=MAX_REPLICATES, description="How many times each strategy is lived")


class Scenario(Section):
    """A place, a time, the strategies to compare, and what is changed of the catalogue and the evidence."""

    schema_version: Literal[1] = Field(alias="schema", description="Version of these rules: 1")
    name: str = Field(pattern=SLUG, description="Short name: small letters, digits, - and _; names the results folder")
    title: str = Field(default="", max_length=200, description="Name for readers")
    description: str = Field(default="", max_length=20_000, description="What is asked, in plain words")
    assumptions: tuple[Line, ...] = Field(default=(), strict=False, description="What a reader should know is assumed")
    price_year: int = Field(
        default=2024,
        ge=1990,
        le=2100,
        description="Prices of every pound: the financial year that starts in April, 2024-25",
    )
    place: PlaceSection = Field(
        default_factory=PlaceSection, description="The place; of several, what each is that does not say otherwise"
    )
    places: Places | None = Field(
        default=None, description="Several places, each with its own people, budget and front door: a list or a table"
    )
    time: TimeSection = Field(default_factory=TimeSection, description="When it begins, how long it lasts")
    run: RunSection = Field(default_factory=RunSection, description="How often, and with which luck")
    comparator: RowId = Field(description="Strategy the others are compared with; it is always lived")
    strategies: tuple[RowId, ...] = Field(
        strict=False, min_length=1, max_length=50, description="Strategies to live, by id"
    )
    strategy_definitions: dict[RowId, Fields] = Field(
        default_factory=dict, description="Strategies defined or changed here"
    )
    support_models: dict[RowId, Fields] = Field(
        default_factory=dict, description="Support models defined or changed here"
    )
    programmes: dict[RowId, Fields] = Field(
        default_factory=dict, description="Prevention programmes defined or changed here"
    )
    parameters: dict[str, Change] = Field(
        default_factory=dict,
        description="Values of the evidence changed here, by id (see `simulate explain`); within the range of the row",
    )

    _tree: Node | None = PrivateAttr(default=None)
    _sources: tuple[Path, ...] = PrivateAttr(default=())

    @model_validator(mode="before")
    @classmethod
    def _comparator_is_lived(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        listed, comparator = data.get("strategies"), data.get("comparator")
        if isinstance(listed, list | tuple) and listed and isinstance(comparator, str) and comparator not in listed:
            return {**data, "strategies": [*listed, comparator]}
        return data

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files it was read from, first the one named, then those it extends; none if made in Python."""
        return self._sources

    @property
    def tree(self) -> Node:
        """Every key as it was written, with its position; empty if made in Python."""
        return self._tree if self._tree is not None else Node(Mark(self.name, 1, 1), {})

    def read_from(self, tree: Node, sources: tuple[Path, ...]) -> Scenario:
        """Note where the scenario was read from."""
        self._tree, self._sources = tree, sources
        return self

    def parameter_table(self) -> Parameters:
        """The evidence with this scenario's values, in pounds of its price year."""
        from simulation.evidence.parameters import load_parameters

        table = load_parameters(self.price_year)
        changes = {
            name: change if isinstance(change, float) else change.model_dump()
            for name, change in self.parameters.items()
        }
        return table.override(changes) if changes else table

    @property
    def every_place(self) -> tuple[PlaceGiven, ...]:
        """The places of a scenario of several, tables read; none where there is one place, ``place``."""
        return listed(self.places)

    def of_place(self, place_id: str) -> Scenario:
        """One of several places as a scenario of its own. Raises KeyError."""
        return alone(self, {place.id: place for place in self.every_place}[place_id])

    def _every_key(self) -> dict[str, Any]:
        """Every key as plain data, places written out; ways in which nothing differs are left out."""
        facts = self.model_dump(by_alias=True, mode="json")
        facts["place"] = self.place.model_dump(mode="json", exclude_none=True)
        facts["places"] = [place.model_dump(mode="json", exclude_none=True) for place in self.every_place]
        return facts if facts["places"] else {key: value for key, value in facts.items() if key != "places"}

    def catalogue_rows(self) -> CatalogueRows:
        """The catalogue with this scenario's rows and changes."""
        from simulation.catalogue.load import load_catalogue, merge

        return merge(load_catalogue(), self.support_models, self.programmes, self.strategy_definitions)

    @property
    def strategy_titles(self) -> dict[str, str]:
        """Names of its strategies for readers, by id."""
        rows = self.catalogue_rows().strategies
        return {name: rows[name].title for name in self.strategies if name in rows}

    def resolved_yaml(self) -> str:
        """The scenario as one file that extends no other and gives every key: it loads to the same digest."""
        from simulation.scenario.write import scenario_yaml

        return scenario_yaml(self._every_key())

    def digest(self) -> str:
        """SHA-256, hexadecimal, of all that decides the numbers of a replicate.

        Names, descriptions and the number of replicates do not count: replicate 3 of 10 is replicate 3 of 20.
        """
        facts = {key: value for key, value in self._every_key().items() if key not in NOT_RESULTS}
        facts = _without_titles(facts)
        del facts["run"]["replicates"]
        text = json.dumps(_numbers_alike(facts), sort_keys=True, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _without_titles(facts: dict[str, Any]) -> dict[str, Any]:
    """Names of places change no number."""
    if "places" not in facts:
        return facts
    bare = [{key: value for key, value in place.items() if key != "title"} for place in facts["places"]]
    return {**facts, "places": bare}


def _numbers_alike(value: Any) -> Any:
    """Numbers that are equal written alike: ``25`` and ``25.0`` are one price."""
    if isinstance(value, dict):
        return {key: _numbers_alike(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_numbers_alike(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
