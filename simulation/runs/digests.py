"""SHA-256 of files, of tables by their values, and of the code that makes the numbers."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

CHUNK_BYTES: Final = 1 << 20
NUMBERS_ROOMS: Final = ("actors", "catalogue", "evidence", "kernels", "measures", "population", "scenario", "state")
"""Folders of the package whose files determine a result; commands, storage and figures do not."""


def of_bytes(data: bytes) -> str:
    """SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def of_file(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def of_json(value: Any) -> str:
    """SHA-256 of a value written as JSON with sorted keys."""
    return of_bytes(json.dumps(value, sort_keys=True, ensure_ascii=False).encode())


def of_values(table: pa.Table) -> str:
    """SHA-256 of a table's values in canonical order: the same for any order of rows, chunks or encodings.

    Rows are sorted by the columns that are not floating point, then hashed column by column in name order. Every
    NaN counts as the same NaN, and minus zero as zero.
    """
    digest = hashlib.sha256()
    keys = sorted(name for name in table.column_names if not pa.types.is_floating(table.schema.field(name).type))
    plain = table.select(sorted(table.column_names))
    for position, field in enumerate(plain.schema):
        if pa.types.is_dictionary(field.type):
            plain = plain.set_column(position, field.name, plain.column(position).cast(field.type.value_type))
    ordered = plain.sort_by([(name, "ascending") for name in keys]) if keys else plain
    for name in ordered.column_names:
        digest.update(f"{name}:{ordered.num_rows}:".encode())
        _add_column(digest, ordered.column(name))
    return digest.hexdigest()


@cache
def of_model_sources() -> str:
    """SHA-256 of every source and data file of the package that determines a result."""
    package = Path(__file__).parents[1]
    rooms = [package / room for room in NUMBERS_ROOMS]
    files = [path for room in rooms for path in room.rglob("*") if path.suffix in (".py", ".csv", ".yaml")]
    digest = hashlib.sha256()
    for path in sorted([*files, *package.glob("*.py")]):
        digest.update(f"{path.relative_to(package).as_posix()}:{of_file(path)}\n".encode())
    return digest.hexdigest()


def _add_column(digest: Any, column: pa.ChunkedArray) -> None:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        _add_texts(digest, column)
        return
    values = column.to_numpy()
    if values.dtype.kind == "f":
        values = values.astype("<f8") + 0.0  # minus zero becomes zero
        values[np.isnan(values)] = np.nan
    digest.update(np.ascontiguousarray(values, dtype="<f8" if values.dtype.kind == "f" else "<i8").tobytes())


def _add_texts(digest: Any, column: pa.ChunkedArray) -> None:
    """Hash words once each and then their places, which is far quicker than a string a row."""
    coded = column.combine_chunks().dictionary_encode()
    words = coded.dictionary.to_pylist()
    rank = {word: place for place, word in enumerate(sorted(words))}
    digest.update(json.dumps(sorted(words)).encode())
    order = np.array([rank[word] for word in words], dtype="<i8")
    digest.update(order[coded.indices.to_numpy()].tobytes() if words else b"")
