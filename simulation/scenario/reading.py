"""Read a scenario: files, settings, schema and checks, with every fault in one pass."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from simulation.scenario.checks import rows_checks, small_checks
from simulation.scenario.errors import Fault, ScenarioError, shown
from simulation.scenario.explain_faults import MISSING, fault_at, faults_of
from simulation.scenario.files import Chain, read_chain, read_text
from simulation.scenario.nodes import Node, plain
from simulation.scenario.schema import Scenario
from simulation.scenario.sets import laid, laid_over

TEXT_LABEL: Final = "scenario"


def load(path: str | os.PathLike[str], sets: Sequence[str] = ()) -> Scenario:
    """Read a scenario file and the files it extends, with settings (``"place.scale=0.1"``) laid over it.

    Raises ScenarioError with every fault found, each with file, line and column.
    """
    return _scenario(read_chain(path), sets)


def load_text(text: str, sets: Sequence[str] = (), label: str = TEXT_LABEL) -> Scenario:
    """Read a scenario from text, which cannot extend a file; ``label`` stands in faults for the name of the file."""
    return _scenario(read_text(text, label), sets)


def load_laid(path: str | os.PathLike[str], sets: Sequence[str], settings: Sequence[tuple[str, Node]]) -> Scenario:
    """A scenario file with settings laid over it, and then values read from another file, at their dotted keys.

    Raises ScenarioError; a fault of such a value stands at its place in that other file.
    """
    chain = read_chain(path)
    if chain.tree is None:
        raise ScenarioError(chain.faults)
    tree, found = laid_over(chain.tree, sets)
    faults = [*chain.faults, *found]
    for key, node in settings:
        tree = laid(tree, key, node)
    scenario = _validated(tree, faults, chain.complete)
    if scenario is None:
        raise ScenarioError(faults)
    return scenario.read_from(tree, chain.files)


def load_tree(tree: Node) -> Scenario:
    """Check a scenario put together from parts of other files, whose positions its faults name.

    Raises ScenarioError.
    """
    return _scenario(Chain(tree, (), ()), ())


def scenario_files(path: str | os.PathLike[str]) -> list[Path]:
    """The files of a scenario: the one named, then those it extends. Raises ScenarioError if one cannot be read."""
    chain = read_chain(path)
    if chain.faults:
        raise ScenarioError(chain.faults)
    return list(chain.files)


def unread_overrides(scenario: Scenario, read: Collection[str]) -> list[Fault]:
    """Faults for parameters that the scenario changes and nothing reads.

    ``read`` holds the ids asked for while everything was built (``Parameters.read``). The caller raises
    ``ScenarioError(faults)`` if there are any.
    """
    message = "nothing reads this parameter in this scenario"
    given: list[tuple[str | int, ...]] = [("parameters", name) for name in scenario.parameters]
    for number, place in enumerate(scenario.every_place):
        given += [("places", number, "parameters", name) for name in place.parameters]
    return [fault_at(scenario.tree, path, message, at_key=True) for path in given if path[-1] not in read]


def _scenario(chain: Chain, sets: Sequence[str]) -> Scenario:
    faults = list(chain.faults)
    if chain.tree is None:
        raise ScenarioError(faults)
    tree, found = laid_over(chain.tree, sets)
    faults.extend(found)
    scenario = _validated(tree, faults, chain.complete)
    if scenario is None:
        raise ScenarioError(faults)
    return scenario.read_from(tree, chain.files)


def _validated(tree: Node, faults: list[Fault], complete: bool) -> Scenario | None:
    """The scenario, or None if there is any fault; new ones join ``faults``.

    Unless the chain of files is complete, nothing is said about what is missing: it may stand in a file not read.
    """
    data: Any = plain(tree)
    if not isinstance(data, dict):
        faults.append(fault_at(tree, (), "a scenario is a mapping: lines of key: value"))
        return None
    scenario = None
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        found = faults_of(error, tree, Scenario)
        faults.extend(fault for fault in found if complete or fault.message != MISSING)
    faults.extend(fault for fault in [*small_checks(data, tree), *rows_checks(data, tree)] if not _said(fault, faults))
    return scenario if not faults else None


def _said(fault: Fault, faults: Sequence[Fault]) -> bool:
    """Whether something is already said about the same place: the first fault of a value is enough."""
    where = (fault.file, fault.line, fault.column, fault.path)
    refused = shown("(refused)") == fault.got
    return refused or any((other.file, other.line, other.column, other.path) == where for other in faults)
