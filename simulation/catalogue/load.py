"""The catalogue as it ships, and as a scenario changes it: some fields of a row, or a new row.

``<kind>.yaml`` holds the rows of every place. ``further_<kind>.yaml`` is a shelf: rows that are in a place only if its
scenario names them. A row that nobody can have would still found providers and lengthen a search, and so move numbers.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML

from simulation.catalogue.errors import CatalogueError, Problem, did_you_mean
from simulation.catalogue.types import Programme, Row, Strategy, SupportModel

FOLDER: Final = Path(__file__).parent
SHARED_LIVES_GROWTH: Final = "shared_lives_growth"
"""A share of the prevention pot that recruits Shared Lives carers; not a row."""

REPLACED_WHOLE: Final = frozenset({"pot_shares", "areas"})
"""Fields whose parts belong together (they add up to 1), so that an override gives them all."""

Given = Mapping[str, Mapping[str, Any]]
RowT = TypeVar("RowT", bound=Row)


class CatalogueRows(NamedTuple):
    """Rows by id, in the order of the files; the order of support models and programmes is their code in arrays."""

    support_models: dict[str, SupportModel]
    programmes: dict[str, Programme]
    strategies: dict[str, Strategy]


NO_ROWS: Final = CatalogueRows({}, {}, {})
Shelf = Callable[[], CatalogueRows]
"""The rows of the shelf, read only when one is asked for, because reading them takes a while."""


def load_catalogue() -> CatalogueRows:
    """The shipped rows. The caller may change the dicts: they are new each time (rows are frozen)."""
    shipped = _shipped()
    return CatalogueRows(dict(shipped.support_models), dict(shipped.programmes), dict(shipped.strategies))


def load_shelf() -> CatalogueRows:
    """The shipped rows that are in no place unless its scenario names them (no strategies)."""
    shelf = _shelf()
    return CatalogueRows(dict(shelf.support_models), dict(shelf.programmes), {})


def merge(
    rows: CatalogueRows,
    support_models: Given | None = None,
    programmes: Given | None = None,
    strategies: Given | None = None,
) -> CatalogueRows:
    """``rows`` with fields changed and rows added; each argument maps a row's id to some of its fields.

    A known id is changed: the fields given replace the row's, and mappings within a row (domains, choice, effects,
    preference...) are changed key by key, save shares of a whole and a decision by another rule, which are replaced. An
    id on the shelf takes its row from there, with the fields given; so does a programme to which a strategy gives a
    share of its pot. A new id is a new row, complete or ``based_on`` another row of its kind (shipped, on the shelf, or
    given before it). Raises CatalogueError naming every problem.
    """
    return _merged(rows, (support_models or {}, programmes or {}, strategies or {}), _shelf)


def _merged(rows: CatalogueRows, given: tuple[Given, Given, Given], shelf: Shelf) -> CatalogueRows:
    problems: list[Problem] = []
    models, programmes, strategies = given
    merged = CatalogueRows(
        _merge_kind("support_models", SupportModel, rows.support_models, shelf, models, problems),
        _merge_kind("programmes", Programme, rows.programmes, shelf, programmes, problems),
        _merge_kind("strategies", Strategy, rows.strategies, shelf, strategies, problems),
    )
    funded = {name for strategy in merged.strategies.values() for name in strategy.pot_shares}
    if missing := funded - set(merged.programmes):
        merged.programmes.update((name, row) for name, row in shelf().programmes.items() if name in missing)
    if not problems:
        problems.extend(unknown_references(merged))
    if problems:
        raise CatalogueError(problems)
    return merged


def unknown_references(rows: CatalogueRows) -> Iterator[Problem]:
    """Shares of the pot, preferences and lists that name no row, or a support model that the pot does not pay for."""
    paid = [row.id for row in rows.support_models.values() if row.paid_from_prevention_pot]
    fundable = [*rows.programmes, *paid, SHARED_LIVES_GROWTH]
    for strategy in rows.strategies.values():
        path = ("strategies", strategy.id)
        yield from _unknown((*path, "pot_shares"), strategy.pot_shares, fundable)
        yield from _unknown((*path, "preference"), strategy.preference, rows.support_models)
        yield from _unknown((*path, "lists"), strategy.lists, rows.support_models)
        yield from _unknown((*path, "decision", "trial_models"), strategy.decision.trial_models, rows.support_models)


def _unknown(path: tuple[str, ...], named: Iterable[str], known: Iterable[str]) -> Iterator[Problem]:
    for name in sorted(set(named) - set(known)):
        shelf = _shelf().programmes if path[-1] == "pot_shares" else _shelf().support_models
        shelved = name in _shelf().support_models
        near = did_you_mean(name, [*known, *shelf])
        hint = ": give it choice weights under support_models first" if shelved else near
        yield Problem((*path, name), f"{path[-1]} cannot name {name!r}{hint}")


def _merge_kind(
    kind: str,
    row_type: type[RowT],
    rows: Mapping[str, RowT],
    shelf: Shelf,
    given: Given,
    problems: list[Problem],
) -> dict[str, RowT]:
    merged = dict(rows)
    for row_id, fields in given.items():
        base = fields.get("based_on", row_id) if isinstance(fields, Mapping) else row_id
        known = merged if isinstance(base, str) and base in merged else {**getattr(shelf(), kind), **merged}
        try:
            merged[row_id] = _merge_row((kind, row_id), row_type, known, fields)
        except CatalogueError as error:
            problems.extend(error.problems)
    return merged


def _merge_row(
    path: tuple[str, str], row_type: type[RowT], rows: Mapping[str, RowT], fields: Mapping[str, Any]
) -> RowT:
    row_id = path[1]
    if not isinstance(fields, Mapping):
        raise CatalogueError([Problem(path, "a row is a set of fields, each with its value")])
    if fields.get("id", row_id) != row_id:
        raise CatalogueError([Problem((*path, "id"), f"the row is called {row_id!r}; leave id out or write the same")])
    own = {name: value for name, value in fields.items() if name != "based_on"}
    base_id = fields.get("based_on", row_id)
    base = rows.get(base_id) if isinstance(base_id, str) else None
    if base is None and "based_on" in fields:
        raise CatalogueError(
            [Problem((*path, "based_on"), f"there is no {base_id!r}{did_you_mean(str(base_id), rows)}")]
        )
    start: Mapping[str, Any] = base.model_dump() if base is not None else {}
    return _validated(path, row_type, {**_overlay(start, own), "id": row_id})


def _overlay(base: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(base)
    for name, value in change.items():
        old = result.get(name)
        together = isinstance(old, Mapping) and isinstance(value, Mapping) and not _replaced(name, old, value)
        result[name] = _overlay(old, value) if together else value  # type: ignore[arg-type]
    return result


def _replaced(name: str, old: Mapping[str, Any], value: Mapping[str, Any]) -> bool:
    """Whether an override stands in place of what was there; so does a decision by another rule."""
    return name in REPLACED_WHOLE or (name == "decision" and value.get("rule", old["rule"]) != old["rule"])


def _validated(path: tuple[str, str], row_type: type[RowT], fields: Mapping[str, Any]) -> RowT:
    try:
        return row_type.model_validate(fields)
    except ValidationError as error:
        raise CatalogueError(_problems(path, row_type, error)) from None


def _problems(path: tuple[str, str], row_type: type[Row], error: ValidationError) -> Iterator[Problem]:
    seen: set[tuple[str, ...]] = set()
    for fault in error.errors(include_url=False):
        where = _field_path(row_type, fault["loc"])
        if where in seen:
            continue  # a quantity fails once as a number and once as a parameter id
        seen.add(where)
        yield Problem((*path, *where), _message(row_type, where, fault["type"], fault["msg"]))


def _field_path(row_type: type[Row], loc: tuple[int | str, ...]) -> tuple[str, ...]:
    """The part of pydantic's location that is written in the file: without the branches of a union."""
    return tuple(str(part) for part in loc if part not in {"constrained-float", "float", "str", "[key]"})


def _message(row_type: type[BaseModel], where: tuple[str, ...], fault: str, text: str) -> str:
    if fault == "extra_forbidden":
        return f"unknown field{did_you_mean(where[-1], _field_names(row_type, where[:-1]))}"
    if fault == "missing":
        return "this field is required in a new row (or write based_on: another row)"
    if fault in {"float_type", "string_type"}:
        return "give a number or a parameter id"
    return text.removeprefix("Value error, ")


def _field_names(row_type: type[BaseModel], parents: tuple[str, ...]) -> list[str]:
    for parent in parents:
        inner = row_type.model_fields[parent].annotation
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            return []
        row_type = inner
    return list(row_type.model_fields)


@functools.cache
def _shipped() -> CatalogueRows:
    models, programmes, strategies = (_read(FOLDER / f"{kind}.yaml") for kind in CatalogueRows._fields)
    return _merged(NO_ROWS, (models, programmes, strategies), lambda: NO_ROWS)


@functools.cache
def _shelf() -> CatalogueRows:
    models, programmes = (_read(FOLDER / f"further_{kind}.yaml") for kind in ("support_models", "programmes"))
    return _merged(NO_ROWS, (models, programmes, {}), lambda: NO_ROWS)


def _read(path: Path) -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = YAML(typ="safe", pure=False).load(path.read_text(encoding="utf-8"))
    return loaded
