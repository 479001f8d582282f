"""Tables to disk: CSV for people, Parquet for programs; each file whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pv
import pyarrow.parquet as pq


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file by way of a temporary one beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.write_bytes(data)
    temporary.replace(path)


def write_csv(path: Path, table: pa.Table) -> None:
    """A table as CSV: a header, UTF-8, an empty cell for what is not known."""
    sink = pa.BufferOutputStream()
    pv.write_csv(_plain(table), sink, pv.WriteOptions(quoting_style="needed"))
    write_bytes(path, sink.getvalue().to_pybytes())


def write_parquet(path: Path, table: pa.Table) -> None:
    """A table as Parquet with page checksums."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", write_page_checksum=True)
    write_bytes(path, sink.getvalue().to_pybytes())


def write_json(path: Path, value: Any) -> None:
    """A value as JSON, indented, keys in order."""
    write_bytes(path, (json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode())


def read_csv(path: Path) -> pa.Table:
    """A table that ``write_csv`` wrote; empty cells are null."""
    strings = pv.ConvertOptions(strings_can_be_null=False, null_values=[""])
    return pv.read_csv(path, convert_options=strings)


def _plain(table: pa.Table) -> pa.Table:
    """Dictionary columns as text, which the CSV writer can quote."""
    columns = [
        column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
        for column in table.columns
    ]
    return pa.table(columns, names=table.column_names)
