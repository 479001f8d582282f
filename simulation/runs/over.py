"""What to vary: the ``--over`` file of a sweep, read with every fault at its file, line and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field, ValidationError, model_validator

from simulation.scenario.errors import Fault, ScenarioError, did_you_mean
from simulation.scenario.explain_faults import fault_at, faults_of
from simulation.scenario.files import read_text
from simulation.scenario.nodes import Node, plain
from simulation.scenario.schema import MAX_REPLICATES, RowId
from simulation.scenario.section import Section

MAX_DRAWS: Final = 2**16
MAX_POINTS: Final = 2_000
AT_START: Final = "start"
FROM_START: Final = ("strategy_definitions", "support_models", "programmes", "parameters")
"""What can change at month 0, after a past that is shared."""
SHARED: Final = ("schema", "name", "time", "run", "comparator", "strategies", "price_year", "places")
"""What every point of a sweep must have alike, or its runs could not be set beside each other."""

OptionName = Annotated[str, Field(min_length=1, max_length=100)]
Line = Annotated[str, Field(min_length=1, max_length=2000)]


class Axis(Section):
    """One thing that takes several values: one setting with values, or named options of several settings."""

    name: RowId = Field(description="Name of the axis, a column of the results")
    set_: str | None = Field(default=None, alias="set", description="The setting, as after --set: place.scale")
    values: tuple[Any, ...] = Field(default=(), strict=False, description="Its values")
    options: dict[OptionName, dict[str, Any]] = Field(
        default_factory=dict, description="Settings by the name of an option"
    )
    when: Literal["always", "start"] = Field(
        default="always",
        description="always: the past is lived with it too; start: it changes at month 0, after a past that all share",
    )

    @model_validator(mode="after")
    def _one_way(self) -> Axis:
        short = self.set_ is not None or bool(self.values)
        if short == bool(self.options) or (short and (self.set_ is None or not self.values)):
            raise ValueError("an axis has either set and values, or options")
        return self


class Over(Section):
    """A sweep: axes of settings, and draws of the evidence."""

    schema_version: Literal[1] = Field(alias="schema", description="Version of these rules: 1")
    title: str = Field(default="", max_length=200, description="Name for readers")
    description: str = Field(default="", max_length=20_000, description="What is asked, in plain words")
    axes: tuple[Axis, ...] = Field(
        default=(), strict=False, description="Settings that vary; every combination is lived"
    )
    draws: int | None = Field(default=None, ge=1, le=MAX_DRAWS, description="Draws of the evidence; none: its values")
    replicates: int | None = Field(default=None, ge=1, le=MAX_REPLICATES, description="Replicates of each draw")
    parameters: tuple[Line, ...] = Field(
        default=(), strict=False, description="What is drawn: ids, or beginnings of ids; all that vary if none is named"
    )

    @model_validator(mode="after")
    def _names_differ(self) -> Over:
        names = [axis.name for axis in self.axes]
        if len(set(names)) < len(names):
            raise ValueError("two axes have one name")
        return self


@dataclass(frozen=True)
class Option:
    """One value of an axis: what it is called, and the settings it lays over the scenario, with their place."""

    axis: str
    name: str
    when: str
    settings: tuple[tuple[str, Node], ...]

    def sets(self) -> list[str]:
        """The settings as on the command line."""
        import json

        return [f"{key}={json.dumps(plain(node))}" for key, node in self.settings]


Point = tuple[Option, ...]


@dataclass(frozen=True)
class OverFile:
    """A sweep's file: its content, every combination of its axes, and the tree for positions."""

    over: Over
    points: tuple[Point, ...]
    tree: Node | None = None


NOTHING: Final = OverFile(Over(schema=1), ((),))
"""A sweep without axes."""


def read_over(path: Path) -> OverFile:
    """Read a sweep's file. Raises ScenarioError with every fault found."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError([Fault(str(path), 1, 1, "", f"the file cannot be read: {error}")]) from None
    chain = read_text(text, str(path))
    if chain.tree is None:
        raise ScenarioError(chain.faults)
    return from_tree(chain.tree, chain.faults)


def from_tree(tree: Node, faults: Sequence[Fault] = ()) -> OverFile:
    """A sweep from a document already read. Raises ScenarioError."""
    found = list(faults)
    over: Over | None = None
    if not isinstance(tree.value, dict):
        found.append(fault_at(tree, (), "a sweep is a mapping: lines of key: value"))
    else:
        try:
            over = Over.model_validate(plain(tree))
        except ValidationError as error:
            found += faults_of(error, tree, Over)
    if over is None:
        raise ScenarioError(found)
    options = list(_options(over, tree))
    found += [*_unknown_parameters(over, tree), *_unfit(options)]
    if found:
        raise ScenarioError(found)
    points = tuple(product(*options))
    if len(points) > MAX_POINTS:
        raise ScenarioError(
            [fault_at(tree, ("axes",), f"{len(points)} combinations; at most {MAX_POINTS}", at_key=True)]
        )
    return OverFile(over, points, tree)


def _options(over: Over, tree: Node) -> Iterator[list[Option]]:
    nodes = tree.entries["axes"].node.value if over.axes else []
    assert isinstance(nodes, list)
    for axis, node in zip(over.axes, nodes, strict=True):
        if axis.options:
            given = node.entries["options"].node.entries
            yield [Option(axis.name, name, axis.when, _settings(entry.node.entries)) for name, entry in given.items()]
        else:
            values = node.entries["values"].node.value
            assert isinstance(values, list)
            key = str(axis.set_)
            yield [Option(axis.name, _shown(plain(value)), axis.when, ((key, value),)) for value in values]


def _settings(entries: Mapping[str, Any]) -> tuple[tuple[str, Node], ...]:
    return tuple((key, entry.node) for key, entry in entries.items())


def _unfit(axes: Sequence[Sequence[Option]]) -> Iterator[Fault]:
    """Settings that an axis cannot have."""
    for option in (option for axis in axes for option in axis):
        for key, node in option.settings:
            first, mark = key.partition(".")[0], node.mark
            if first in SHARED:
                message = "an axis cannot set what all points must share"
                yield Fault(mark.file, mark.line, mark.column, f"axes.{option.axis}.{key}", message)
            elif option.when == AT_START and first not in FROM_START:
                message = f"only {', '.join(FROM_START)} can change at month 0"
                yield Fault(mark.file, mark.line, mark.column, f"axes.{option.axis}.{key}", message)


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _unknown_parameters(over: Over, tree: Node) -> Iterator[Fault]:
    from simulation.evidence.parameters import load_parameters

    known = list(load_parameters())
    for place, name in enumerate(over.parameters):
        if not any(matches(parameter_id, name) for parameter_id in known):
            yield fault_at(
                tree, ("parameters", place), "no parameter is called so, or begins so", did_you_mean(name, known)
            )


def matches(parameter_id: str, name: str) -> bool:
    """Whether ``name`` is an id or its beginning, up to a dot."""
    return parameter_id == name or parameter_id.startswith(f"{name}.")
