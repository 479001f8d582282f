"""Read a claim file: schema, its two sides as scenarios, evidence and measures, with every fault in one pass."""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from simulation.catalogue.load import load_catalogue, load_shelf
from simulation.claims.schema import BOTH, SIDES, Claim
from simulation.measures.registry import measures
from simulation.measures.series import GROUPS
from simulation.scenario.errors import Fault, ScenarioError, did_you_mean
from simulation.scenario.explain_faults import fault_at, faults_of
from simulation.scenario.files import read_text
from simulation.scenario.nodes import Entry, Mark, Node, merged, plain
from simulation.scenario.reading import load_tree
from simulation.scenario.schema import Scenario
from simulation.scenario.sets import laid_over
from simulation.state.journal import OTHER_SERVICES

SOURCES: Final = Path(__file__).parents[1] / "evidence" / "sources.csv"
MORE_SOURCES: Final = "evidence.csv"
"""Sources that only claims cite, beside the claim files; the same columns."""
PAST_STRATEGY: Final = "crisis_driven"
"""Usual practice: the strategy of the common past, and what a side's strategy is based on if it does not say."""

_SHARED: Final = ("place", "places", "time", "run")
_CHANGED: Final = ("support_models", "programmes", "parameters")


@dataclass(frozen=True)
class ClaimFile:
    """A claim with the scenarios that try it; ``scenarios`` is empty if it is not covered.

    ``scenarios`` holds the common past (``both``) and each of ``SIDES``.
    """

    claim: Claim
    path: Path
    scenarios: Mapping[str, Scenario]


def read_claim(path: Path, sets: Sequence[str] = ()) -> ClaimFile:
    """A claim and its scenarios, with settings (``"place.scale=0.1"``) laid over the file.

    Raises ScenarioError (exit code 2) with every fault found, each with file, line and column.
    """
    tree, faults = _tree(path, sets)
    claim, found = _validated(tree)
    faults += found
    scenarios: dict[str, Scenario] = {}
    if plain(_part(tree, "covered")) is not False:
        scenarios, found = _scenarios(tree, str(plain(_part(tree, "id"))))
        faults += [*found, *_measure_faults(tree), *_one_sided_faults(tree, scenarios)]
    faults += [*_evidence_faults(tree, path), *_name_faults(tree, path)]
    if faults or claim is None:
        raise ScenarioError(_once(faults))
    return ClaimFile(claim, path, scenarios)


def skim_claim(path: Path) -> Claim:
    """A claim by its schema alone, without its scenarios: quick. Raises ScenarioError."""
    tree, faults = _tree(path, ())
    claim, found = _validated(tree)
    if faults or claim is None:
        raise ScenarioError(_once([*faults, *found]))
    return claim


def _tree(path: Path, sets: Sequence[str]) -> tuple[Node, list[Fault]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError([Fault(str(path), 1, 1, "", f"the claim cannot be read: {error}")]) from None
    chain = read_text(text, str(path))
    if chain.tree is None:
        raise ScenarioError(chain.faults)
    tree, faults = laid_over(chain.tree, sets)
    if not isinstance(tree.value, dict):
        raise ScenarioError([*chain.faults, fault_at(tree, (), "a claim is a mapping: lines of key: value")])
    return tree, [*chain.faults, *faults]


def _validated(tree: Node) -> tuple[Claim | None, list[Fault]]:
    try:
        return Claim.model_validate(plain(tree)), []
    except ValidationError as error:
        return None, list(faults_of(error, tree, Claim))


def _part(tree: Node, *keys: str) -> Node:
    """What lies under some keys; an empty mapping at the nearest place if there is none."""
    for key in keys:
        entry = tree.entries.get(key)
        if entry is None:
            return Node(tree.mark, {})
        tree = entry.node
    return tree


def _scenarios(tree: Node, name: str) -> tuple[dict[str, Scenario], list[Fault]]:
    scenarios, faults = {}, []
    for side in (BOTH, *SIDES):
        try:
            scenarios[side] = load_tree(_scenario_tree(tree, side, name.lower()))
        except ScenarioError as error:
            faults += [replace(fault, path=_as_written(fault.path, side)) for fault in error.faults]
    return scenarios, faults


def _one_sided_faults(tree: Node, scenarios: Mapping[str, Scenario]) -> Iterator[Fault]:
    """Rows that only one side has: a past that both share could not hold them."""
    if BOTH not in scenarios:
        return
    shared = scenarios[BOTH].catalogue_rows()._asdict()
    for side in SIDES:
        rows = scenarios[side].catalogue_rows()._asdict() if side in scenarios else {}
        for kind in ("support_models", "programmes"):
            for name in (name for name in rows.get(kind, {}) if name not in shared[kind]):
                message = f"a row that only one side has: both share one past, so give it under {BOTH}.{kind}"
                advice = "and let the sides differ in what it says, or in strategy.preference"
                yield fault_at(tree, (side, kind, name), f"{message}, {advice}")


def _scenario_tree(tree: Node, side: str, name: str) -> Node:
    """The scenario of one side: the claim's place, time and luck, and its changes over those of both."""
    mark = Mark(tree.mark.file, 1, 1)
    head: dict[str, Any] = {"schema": 1, "name": name, "comparator": PAST_STRATEGY}
    entries = {key: Entry(mark, Node(mark, value)) for key, value in head.items()}
    lived = [Node(mark, strategy) for strategy in (PAST_STRATEGY, *SIDES)]
    entries["strategies"] = Entry(mark, Node(mark, lived))
    entries |= {key: tree.entries[key] for key in _SHARED if key in tree.entries}
    entries["strategy_definitions"] = Entry(mark, Node(mark, {name: _strategy(tree, name) for name in SIDES}))
    for key in _CHANGED:
        entries[key] = Entry(mark, merged(_part(tree, BOTH, key), _part(tree, side, key)))
    return Node(mark, entries)


def _strategy(tree: Node, side: str) -> Entry:
    mark = _part(tree, side).mark
    base = Node(mark, {"based_on": Entry(mark, Node(mark, PAST_STRATEGY))})
    return Entry(mark, merged(merged(base, _part(tree, BOTH, "strategy")), _part(tree, side, "strategy")))


def _as_written(path: str, side: str) -> str:
    """The path of a fault in a scenario as the claim file has it."""
    for name in SIDES:
        prefix = f"strategy_definitions.{name}"
        if path == prefix or path.startswith(prefix + "."):
            return f"{name}.strategy{path.removeprefix(prefix)}"
    return f"{side}.{path}" if path.split(".")[0] in _CHANGED else path


@functools.cache
def source_ids(path: Path) -> frozenset[str]:
    """Ids of the rows of a register of sources; none if there is no such file."""
    if not path.is_file():
        return frozenset()
    with path.open(encoding="utf-8", newline="") as lines:
        return frozenset(row["id"] for row in csv.DictReader(lines))


def _evidence_faults(tree: Node, path: Path) -> Iterator[Fault]:
    known = source_ids(SOURCES) | source_ids(path.with_name(MORE_SOURCES))
    listed = plain(_part(tree, "evidence"))
    for place, name in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(name, str) and name not in known:
            message = f"there is no such row in evidence/sources.csv, nor in {MORE_SOURCES} beside the claim"
            yield fault_at(tree, ("evidence", place), message, did_you_mean(name, known))


def _name_faults(tree: Node, path: Path) -> Iterator[Fault]:
    name = plain(_part(tree, "id"))
    if isinstance(name, str) and name != path.stem:
        yield fault_at(tree, ("id",), f"the file of this claim must be called {name}.yaml")


def _measure_faults(tree: Node) -> Iterator[Fault]:
    listed = _part(tree, "measures").value
    known = _known_measures(tree)
    years = plain(_part(tree, "time", "years"))
    for place, node in enumerate(listed if isinstance(listed, list) else []):
        path = ("measures", place)
        for key in ("measure", "per"):
            name = plain(_part(node, key))
            if isinstance(name, str) and name not in known:
                yield fault_at(tree, (*path, key), "there is no such measure", did_you_mean(name, known))
        group, period = plain(_part(node, "group")), str(plain(_part(node, "period")))
        if isinstance(group, str) and group not in GROUPS:
            yield fault_at(tree, (*path, "group"), "there is no such group", allowed=", ".join(GROUPS))
        number = period.removeprefix("year_")
        if number.isdigit() and isinstance(years, int) and int(number) > years:
            yield fault_at(tree, (*path, "period"), f"the claim is lived for {years} years")


def _known_measures(tree: Node) -> list[str]:
    rows = load_catalogue()
    models = [*rows.support_models, *_part(tree, BOTH, "support_models").entries]
    own, shelf = _part(tree, BOTH, "programmes").entries, load_shelf().programmes
    programmes = [*rows.programmes, *own]
    bringing = [name for name in own if "brings" in own[name].node.entries or (name in shelf and shelf[name].brings)]
    return [measure.id for measure in measures(models, [*models, *programmes, *OTHER_SERVICES], bringing)]


def _once(faults: Sequence[Fault]) -> list[Fault]:
    """The first fault told of each place."""
    first: dict[tuple[str, int, int, str], Fault] = {}
    for fault in faults:
        first.setdefault((fault.file, fault.line, fault.column, fault.message), fault)
    return list(first.values())
