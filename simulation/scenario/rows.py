"""Changes to the catalogue, checked against the rows that ship, with every fault at its position."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from simulation.catalogue.errors import CatalogueError, Problem
from simulation.catalogue.load import CatalogueRows, load_catalogue, merge
from simulation.catalogue.types import Programme, Row, Strategy, SupportModel
from simulation.evidence.parameters import load_parameters
from simulation.scenario.errors import Fault, did_you_mean, listed
from simulation.scenario.explain_faults import fault_at, named_keys, nearest_of, number_advice
from simulation.scenario.nodes import Node, dotted, find, plain, steps
from simulation.scenario.schema import ROW_ID

Given = dict[str, dict[str, Any]]

_ROW_TYPES: Final[dict[str, type[Row]]] = {
    "support_models": SupportModel,
    "programmes": Programme,
    "strategies": Strategy,
}
DEFINITIONS: Final = "strategy_definitions"
_HINT: Final = re.compile(r" \(did you mean (.+)\?\)$")
_NO_LIMIT: Final = re.compile(r"is outside (\S+) to inf")
_NO_PARAMETER: Final = re.compile(r"no parameter is called '(.*)'")


class _Changes(NamedTuple):
    support_models: Given
    programmes: Given
    strategies: Given


def row_faults(data: Mapping[str, Any], root: Node) -> Iterator[Fault]:
    """Everything wrong with ``support_models``, ``programmes`` and ``strategy_definitions``.

    What is not a mapping of mappings by id is left to the schema.
    """
    changes = _changes(data)
    merged, problems = _merged(changes)
    problems += _impossible(merged, changes)
    for problem in problems:
        yield from _fault(problem, root)
    yield from _unread(data, changes, merged, root)


def _changes(data: Mapping[str, Any]) -> _Changes:
    return _Changes(*(_rows_of(data.get(key)) for key in ("support_models", "programmes", DEFINITIONS)))


def _rows_of(section: Any) -> Given:
    if not isinstance(section, dict):
        return {}
    return {name: row for name, row in section.items() if isinstance(row, dict) and re.fullmatch(ROW_ID, name)}


def _merged(changes: _Changes) -> tuple[CatalogueRows, list[Problem]]:
    """The catalogue with the changes that are sound, and the problems of the others.

    A field at fault is cut out and the rest tried again; a row that is still at fault is cut out whole.
    """
    found: list[Problem] = []
    cut: set[tuple[str, ...]] = set()
    while True:
        try:
            return merge(load_catalogue(), *_without(changes, cut)), found
        except CatalogueError as error:
            new = [problem for problem in error.problems if not _because_of(problem, cut)]
            found.extend(new)
            more = {_cut(problem, changes, cut) for problem in error.problems} - cut
            if not more:
                return load_catalogue(), found
            cut |= more


def _cut(problem: Problem, changes: _Changes, cut: set[tuple[str, ...]]) -> tuple[str, ...]:
    """The field to leave out for a problem, or the row."""
    field, row = problem.path[:3], problem.path[:2]
    given = getattr(changes, row[0], {}).get(row[1], {})
    mendable = len(field) > len(row) and field[2] in given and field[2] != "based_on"
    return field if mendable and field not in cut else row


def _without(changes: _Changes, cut: set[tuple[str, ...]]) -> _Changes:
    return _Changes(
        _spared("support_models", changes.support_models, cut),
        _spared("programmes", changes.programmes, cut),
        _spared("strategies", changes.strategies, cut),
    )


def _spared(kind: str, rows: Given, cut: set[tuple[str, ...]]) -> Given:
    return {
        name: {field: value for field, value in row.items() if (kind, name, field) not in cut}
        for name, row in rows.items()
        if (kind, name) not in cut
    }


def _because_of(problem: Problem, cut: set[tuple[str, ...]]) -> bool:
    """Whether a problem only says that something that was cut out is not there."""
    missing_row = any(f"'{row[1]}'" in problem.message for row in cut if len(row) == 2)
    return missing_row or any(problem.path[: len(field)] == field for field in cut)


def _impossible(merged: CatalogueRows, changes: _Changes) -> list[Problem]:
    """Quantities of changed rows that name no parameter, or cannot be."""
    from simulation.catalogue.check import problems

    changed = CatalogueRows(
        {name: row for name, row in merged.support_models.items() if name in changes.support_models},
        {name: row for name, row in merged.programmes.items() if name in changes.programmes},
        {name: row for name, row in merged.strategies.items() if name in changes.strategies},
    )
    return problems(changed, load_parameters())


def beyond_sense(
    changes: Mapping[str, Any], at: Sequence[str | int], data: Mapping[str, Any], root: Node
) -> Iterator[Fault]:
    """Parameters that leave their range so far that a row of the catalogue which names them cannot be."""
    from simulation.catalogue.check import problems

    rows, _ = _merged(_changes(data))
    table = load_parameters()
    before = set(problems(rows, table))
    for name, change in changes.items():
        after = problems(rows, table.override({name: change})) if name in table else []
        for problem in (problem for problem in after if problem not in before):
            where = dotted(problem.path)
            yield fault_at(root, (*at, name, "value"), f"{problem.message}, the limits of {where}")


def _fault(problem: Problem, root: Node) -> Iterator[Fault]:
    path = (DEFINITIONS if problem.path[0] == "strategies" else problem.path[0], *problem.path[1:])
    if problem.message.startswith("pot_shares must"):
        path = (*path, "pot_shares")
    if any(node.refused for _, _, node in steps(root, path)):
        return
    names = named_keys(_ROW_TYPES[problem.path[0]], path[2:-1])
    if names and path[-1] not in names:
        yield fault_at(root, path, "unknown key", did_you_mean(path[-1], names), listed(names), at_key=True)
        return
    message, suggestion = _said(problem.message)
    suggestion = suggestion or _suggestion(message, plain(find(root, path)[2]))
    if "cannot name" in message:
        suggestion = _nearest_row(problem, root) or suggestion
    about_key = "unknown field" in message or "cannot name" in message
    yield fault_at(root, path, message.replace("unknown field", "unknown key"), suggestion, at_key=about_key)


def _nearest_row(problem: Problem, root: Node) -> str:
    """A question naming the nearest row: of the catalogue, as the problem hints, or one that this scenario writes.

    A row with faults of its own is not in the catalogue that names were looked up in.
    """
    section = root.entries.get("programmes" if "pot_shares" in problem.path else "support_models")
    written = list(section.node.entries) if section else []
    hint = _HINT.search(problem.message)
    return did_you_mean(problem.path[-1], [*written, hint[1]] if hint else written)


def _suggestion(message: str, got: Any) -> str:
    if "a valid boolean" in message:
        return "Write true or false."
    return nearest_of(message, got) if message.startswith("Input should be '") else ""


def _said(message: str) -> tuple[str, str]:
    """A problem's message without its hint, and the hint."""
    quoted = _NO_PARAMETER.match(message)
    if quoted and number_advice(quoted[1]):
        return "Input should be a number or the id of a parameter", number_advice(quoted[1])
    message = _NO_LIMIT.sub(r"is below \1", message)
    hint = _HINT.search(message)
    return (message[: hint.start()], f"Did you mean '{hint[1]}'?") if hint else (message, "")


def _unread(data: Mapping[str, Any], changes: _Changes, merged: CatalogueRows, root: Node) -> Iterator[Fault]:
    """Rows defined or changed here that nothing in this scenario reads."""
    lived = _lived(data)
    yield from _unread_strategies(lived, changes.strategies, root)
    strategies = [merged.strategies[name] for name in lived if name in merged.strategies]
    if len(strategies) < len(lived):
        return
    funded = {name for strategy in strategies for name, share in strategy.pot_shares.items() if share > 0}
    for name in set(changes.programmes) & set(merged.programmes) - funded:
        message = "nothing reads this row: no strategy lived here gives it a share of the prevention pot (pot_shares)"
        yield fault_at(root, ("programmes", name), message, at_key=True)
    shipped = load_catalogue().support_models
    for name in set(changes.support_models) & set(merged.support_models) - set(shipped):
        weights = [weight for needs in merged.support_models[name].choice.values() for weight in needs.values()]
        if not any(weights):
            message = "nobody would choose this support model: it has no choice weights (choice)"
            yield fault_at(root, ("support_models", name), message, at_key=True)


def _unread_strategies(lived: list[str], definitions: Given, root: Node) -> Iterator[Fault]:
    needed = set(lived)
    waiting = list(lived)
    while waiting:
        base = definitions.get(waiting.pop(), {}).get("based_on")
        if isinstance(base, str) and base not in needed:
            needed.add(base)
            waiting.append(base)
    for name in definitions:
        if name not in needed:
            message = "nothing reads this strategy: it is not among the strategies, nor the comparator"
            yield fault_at(root, (DEFINITIONS, name), message, did_you_mean(name, lived), at_key=True)


def _lived(data: Mapping[str, Any]) -> list[str]:
    listed = data.get("strategies")
    names: Iterable[Any] = [*(listed if isinstance(listed, list) else []), data.get("comparator")]
    return list(dict.fromkeys(name for name in names if isinstance(name, str)))
