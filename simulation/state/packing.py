"""Tables packed into one array each, so that a kernel is handed a few pointers and not hundreds of arrays.

A table given as a NamedTuple of columns becomes a record array with a field a column (``rows_of``), a set of rates
becomes one record with an inner array a field (``record_of``). Both are read by the same attribute names as before;
compiling against them takes a fraction of the time. The people stay separate arrays: their columns are streamed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.state.catalogue import Catalogue
from simulation.state.place import Place


def rows_of(columns: Any) -> np.recarray[Any, Any]:
    """A record array of the rows of a NamedTuple of arrays that share their first dimension."""
    fields = [(name, column.dtype, column.shape[1:]) for name, column in zip(columns._fields, columns, strict=True)]
    packed = np.zeros(len(columns[0]), dtype=np.dtype(fields, align=True))
    for name, column in zip(columns._fields, columns, strict=True):
        packed[name] = column
    return packed.view(np.recarray)


def record_of(values: Any) -> np.record:
    """One record of a NamedTuple of numbers and arrays."""
    parts = {name: np.asarray(value) for name, value in zip(values._fields, values, strict=True)}
    fields = [(name, _wide(part), part.shape) for name, part in parts.items()]
    packed = np.zeros(1, dtype=np.dtype(fields, align=True))
    for name, part in parts.items():
        packed[name][0] = part
    record: np.record = packed.view(np.recarray)[0]
    return record


def _wide(part: Any) -> Any:
    if part.dtype == np.float32 and part.ndim:
        return np.float32
    return np.float64 if part.dtype.kind == "f" else np.int64


def pack_place(place: Place) -> Place:
    """A place whose tables (all but the people) are packed; packed ones are left as they are."""
    tables = ("arrangements", "hoods", "providers", "posts", "sharers", "willing", "matches")
    return place._replace(**{name: _packed(getattr(place, name)) for name in tables})


def pack_catalogue(catalogue: Catalogue) -> Catalogue:
    """A catalogue with its two tables packed."""
    return Catalogue(*(_packed(table) for table in catalogue))


def pack_record(values: Any) -> Any:
    """Rates or levers as one record; a record is left as it is."""
    return values if isinstance(values, np.record) else record_of(values)


def _packed(table: Any) -> Any:
    return table if isinstance(table, np.recarray) else rows_of(table)
