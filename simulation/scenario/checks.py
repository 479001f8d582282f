"""What the schema cannot see: names that must exist in the catalogue or the evidence, ranges, and size."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from simulation.scenario import memory
from simulation.scenario.errors import Fault, did_you_mean
from simulation.scenario.explain_faults import fault_at
from simulation.scenario.nodes import Node
from simulation.scenario.place_checks import given_adults, place_faults

_CATALOGUE: Final = Path(__file__).parents[1] / "catalogue"
_TOP_KEY: Final = re.compile(r"^([a-z][a-z0-9_]*):", re.MULTILINE)


@functools.cache
def shipped_strategies() -> tuple[str, ...]:
    """Ids of the strategies that ship: the keys of the file, read without paying for the whole catalogue."""
    return tuple(_TOP_KEY.findall((_CATALOGUE / "strategies.yaml").read_text(encoding="utf-8")))


def small_checks(data: Mapping[str, Any], root: Node) -> Iterator[Fault]:
    """Checks that need no more than the ids of strategies, the evidence table and the size of the machine.

    ``data`` need not be valid: what has the wrong type is left to the schema.
    """
    yield from _strategies(data, root)
    yield from _size(data, root)
    yield from _prices(data, root)
    yield from place_faults(data, root)
    for path, changes in _given_parameters(data):
        yield from _parameters(data, path, changes, root)


def _strategies(data: Mapping[str, Any], root: Node) -> Iterator[Fault]:
    known = [*shipped_strategies(), *_keys(data.get("strategy_definitions"))]
    listed = data.get("strategies")
    names = listed if isinstance(listed, list) else []
    for place, name in enumerate(names):
        if isinstance(name, str) and name in names[:place]:
            yield fault_at(root, ("strategies", place), "the strategy is listed twice")
        else:
            yield from _known(("strategies", place), name, known, root)
    yield from _known(("comparator",), data.get("comparator"), known, root)


def _known(path: tuple[str | int, ...], name: Any, known: list[str], root: Node) -> Iterator[Fault]:
    if isinstance(name, str) and name not in known:
        yield fault_at(root, path, "there is no such strategy", did_you_mean(name, known), ", ".join(known))


def _size(data: Mapping[str, Any], root: Node) -> Iterator[Fault]:
    place = _section(data, "place")
    path, adults = given_adults(data)
    scale = place.get("scale", 1.0)
    if not _is_number(scale) or min(adults, scale) < 0:
        return
    path = path if adults else ("place", "scale")
    needed, machine = memory.needed_gb(adults, scale), memory.machine_gb()
    if machine is not None and needed > machine:
        message = f"the place needs about {needed:,.0f} GB of memory and this machine has {machine:,.0f}"
        yield fault_at(root, path, message, "Lower place.adults or place.scale.")
    per_hood = place.get("people_per_neighbourhood", 0)
    if _is_number(per_hood) and per_hood > 0 and memory.people(adults, scale) / per_hood > memory.MOST_NEIGHBOURHOODS:
        message = f"the place has more than {memory.MOST_NEIGHBOURHOODS:,} neighbourhoods"
        yield fault_at(root, ("place", "people_per_neighbourhood"), message, "Raise place.people_per_neighbourhood.")


def _prices(data: Mapping[str, Any], root: Node) -> Iterator[Fault]:
    if "price_year" in data and not _has_prices(data["price_year"]) and type(data["price_year"]) is int:
        from simulation.evidence.prices import deflators

        first, last = min(deflators()), max(deflators())
        yield fault_at(root, ("price_year",), f"Input should be a year of the deflators, {first} to {last}")


def _has_prices(year: Any) -> bool:
    from simulation.evidence.prices import deflators

    return type(year) is int and year in deflators()


def _given_parameters(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    """Where parameters are changed: for the scenario, and for each of several places."""
    yield ("parameters",), _section(data, "parameters")
    places = data.get("places")
    for number, place in enumerate(places if isinstance(places, list) else []):
        if isinstance(place, dict):
            yield ("places", number, "parameters"), _section(place, "parameters")


def _parameters(
    data: Mapping[str, Any], at: tuple[str | int, ...], changes: Mapping[str, Any], root: Node
) -> Iterator[Fault]:
    if not changes:
        return
    from simulation.evidence.parameters import ParameterError, UnknownParameterError, load_parameters
    from simulation.evidence.prices import PRICE_YEAR

    year = data.get("price_year", PRICE_YEAR)
    table = load_parameters(year if _has_prices(year) else PRICE_YEAR)
    for name, change in changes.items():
        path = (*at, name)
        try:
            if _is_change(change) or name not in table:
                table.override({name: change})
        except UnknownParameterError:
            yield fault_at(root, path, "there is no such parameter", did_you_mean(name, table), at_key=True)
        except ParameterError as error:
            value_path = (*path, "value") if isinstance(change, dict) else path
            advice = "To leave the range on purpose, write {value: ..., source: ..., outside_range: true}."
            outside = " is outside " in str(error)
            yield fault_at(root, value_path, str(error).removeprefix(f"{name}: "), advice if outside else "")


def _is_change(change: Any) -> bool:
    """Whether a change has the types that the table expects; if not, the schema says so."""
    if isinstance(change, dict):
        known = set(change) <= {"value", "source", "outside_range"}
        return known and _is_number(change.get("value")) and isinstance(change.get("outside_range", False), bool)
    return _is_number(change)


def _is_far(change: Any) -> bool:
    """Whether a change is sound and leaves the range of the evidence on purpose."""
    return (
        isinstance(change, dict) and _is_change(change) and bool(change.get("outside_range") and change.get("source"))
    )


def rows_checks(data: Mapping[str, Any], root: Node) -> Iterator[Fault]:
    """Checks against the catalogue, if it is changed or a parameter leaves its range: they load it."""
    kinds = ("support_models", "programmes", "strategy_definitions")
    if any(_keys(data.get(kind)) for kind in kinds):
        from simulation.scenario.rows import row_faults

        yield from row_faults(data, root)
    for path, changes in _given_parameters(data):
        far = {name: change for name, change in changes.items() if _is_far(change)}
        if far:
            from simulation.scenario.rows import beyond_sense

            yield from beyond_sense(far, path, data, root)


def _keys(value: Any) -> list[str]:
    return list(value) if isinstance(value, dict) else []


def _section(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
