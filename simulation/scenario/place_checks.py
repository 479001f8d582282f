"""What the schema cannot see of several places: tables, ids and regions that must exist, shares that must add up."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from simulation.scenario.errors import Fault, did_you_mean, listed
from simulation.scenario.explain_faults import fault_at
from simulation.scenario.nodes import Node
from simulation.scenario.places import TABLES, known_as, table_rows

Where = tuple[str | int, ...]

SHARES_TOLERANCE: Final = 0.005
"""How far shares of fifths may be from 1 because they are rounded."""
FIFTHS: Final = tuple(f"fifth_{k}" for k in range(1, 6))


def place_faults(data: Mapping[str, Any], root: Node) -> Iterator[Fault]:
    """Everything wrong with ``places`` and with the deprivation of ``place``. Wrong types are left to the schema."""
    yield from _deprivation(data.get("place"), ("place",), root)
    places = data.get("places")
    if isinstance(places, str):
        yield from _table(places, ("places",), root)
    elif isinstance(places, dict):
        yield from _selection(places, root)
    elif isinstance(places, list):
        if not places:
            yield fault_at(root, ("places",), "Input should not be empty")
        yield from _ids(places, root)
        for number, place in enumerate(places):
            yield from _deprivation(place, ("places", number), root)
    yield from _peers(data, root)


def given_adults(data: Mapping[str, Any]) -> tuple[Where, float]:
    """Adults of the largest place at scale 1, and where they are given; 0 where what is given makes no sense."""
    found: list[tuple[Where, float]] = [(("place", "adults"), _number(data.get("place"), "adults"))]
    places = data.get("places")
    if isinstance(places, list):
        at = [(number, _number(place, "adults")) for number, place in enumerate(places)]
        found = [(("places", number, "adults"), adults) for number, adults in at if adults] or found
    elif (name := places.get("table") if isinstance(places, dict) else places) in TABLES and isinstance(name, str):
        found = [(("place", "scale"), max(float(row["adults"]) for row in table_rows(name)))]
    return max(found, key=lambda one: one[1])


def _number(section: Any, key: str) -> float:
    value = section.get(key) if isinstance(section, dict) else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def _table(name: str, path: Where, root: Node) -> Iterator[Fault]:
    if name not in TABLES:
        yield fault_at(root, path, "there is no such table of places", did_you_mean(name, TABLES), listed([*TABLES]))


def _selection(given: Mapping[str, Any], root: Node) -> Iterator[Fault]:
    name, only = given.get("table"), given.get("only")
    if not isinstance(name, str):
        return
    yield from _table(name, ("places", "table"), root)
    if name not in TABLES or not isinstance(only, list):
        return
    rows = table_rows(name)
    known = {word for row in rows for word in known_as(row)}
    for number, word in enumerate(only):
        path = ("places", "only", number)
        if isinstance(word, str) and word not in known:
            message = f"the table {name} has no such place or region"
            yield fault_at(root, path, message, did_you_mean(word, sorted(known)))
        elif word in only[:number]:
            yield fault_at(root, path, "the place or region is listed twice")


def _peers(data: Mapping[str, Any], root: Node) -> Iterator[Fault]:
    """Peers and pioneers of a strategy of this scenario where it has one place, and pioneers that it does not have."""
    several = data.get("places") is not None
    known = _place_ids(data["places"]) if several else []
    strategies = data.get("strategy_definitions")
    for name, fields in strategies.items() if isinstance(strategies, dict) else ():
        decision = fields.get("decision") if isinstance(fields, dict) else None
        path = ("strategy_definitions", name, "decision")
        for key in ("peers", "pioneers"):
            if isinstance(decision, dict) and decision.get(key) and not several:
                yield fault_at(root, (*path, key), "the scenario has one place, which can learn from no other")
        named = decision.get("pioneers") if isinstance(decision, dict) and several else None
        for number, word in enumerate(named if isinstance(named, list) else ()):
            if isinstance(word, str) and word not in known:
                at = (*path, "pioneers", number)
                yield fault_at(root, at, "the scenario has no such place", did_you_mean(word, known))


def _place_ids(places: Any) -> list[str]:
    if isinstance(places, list):
        return [str(place["id"]) for place in places if isinstance(place, dict) and "id" in place]
    name, only = (places.get("table"), places.get("only")) if isinstance(places, dict) else (places, None)
    if name not in TABLES:
        return []
    return [row["id"] for row in table_rows(name) if not only or not set(only).isdisjoint(known_as(row))]


def _ids(places: Sequence[Any], root: Node) -> Iterator[Fault]:
    given = [place.get("id") if isinstance(place, dict) else None for place in places]
    ids = [name.lower() if isinstance(name, str) else None for name in given]  # each names a folder
    for number, name in enumerate(ids):
        if name is not None and name in ids[:number]:
            yield fault_at(root, ("places", number, "id"), f"place {ids.index(name) + 1} of the list has this id too")


def _deprivation(place: Any, path: Where, root: Node) -> Iterator[Fault]:
    shares = place.get("deprivation") if isinstance(place, dict) else None
    if not isinstance(shares, dict) or set(shares) != set(FIFTHS):
        return
    numbers = [shares[fifth] for fifth in FIFTHS]
    if not all(isinstance(n, int | float) and not isinstance(n, bool) and 0 <= n <= 1 for n in numbers):
        return
    whole = math.fsum(numbers)
    if abs(whole - 1) > SHARES_TOLERANCE:
        message = f"the shares of the fifths add up to {whole:g}, not to 1"
        yield fault_at(root, (*path, "deprivation"), message)
