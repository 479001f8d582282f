"""Bytes a person, array by array, of a place that has been lived.

Usage: python experiments/benchmarks/memory_table.py [ADULTS]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
from rows import Row, table

from simulation import CareEcosystem

ADULTS = 15_000
SMALL = 0.5
"""Bytes a person below which arrays are summed as one line."""


def measure(adults: int = ADULTS) -> list[Row]:
    """Bytes a person here now, largest first, with the type of each array."""
    model = CareEcosystem(place__adults=adults, time__burn_in_months=6, time__years=10)
    model.step()
    people = int(model.town.journal.persons[model.burn_in, 0])
    found = sorted(_arrays(model), key=lambda pair: -pair[1].nbytes)
    rows = [Row("all arrays", sum(array.nbytes for _, array in found) / people, "bytes a person")]
    rows += [
        Row(name, array.nbytes / people, "bytes a person", f"{_type(array)}, {len(array):,} rows")
        for name, array in found
        if array.nbytes / people >= SMALL
    ]
    rest = sum(array.nbytes for _, array in found if array.nbytes / people < SMALL)
    idle = model.town.people_rows / people
    return [*rows, Row("others", rest / people, "bytes a person"), Row("rows of people", idle, "a person here")]


def _arrays(model: CareEcosystem) -> Iterator[tuple[str, np.ndarray[Any, Any]]]:
    town = model.town
    for whole in ("place", "scratch", "journal", "tie_log"):
        yield from _inside(whole, getattr(town, whole))


def _inside(name: str, part: Any) -> Iterator[tuple[str, np.ndarray[Any, Any]]]:
    if isinstance(part, np.ndarray):
        yield name, part
        return
    for field, inner in zip(part._fields, part, strict=True):
        yield from _inside(f"{name}.{field}", inner)


def _type(array: np.ndarray[Any, Any]) -> str:
    inner = "".join(f"[{size}]" for size in array.shape[1:])
    return f"{'record' if array.dtype.names else array.dtype.name}{inner}"


if __name__ == "__main__":
    print(table(measure(*(int(text) for text in sys.argv[1:]))))
