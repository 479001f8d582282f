"""One replicate, one file: written whole, found again by digest, read with its page checksums verified."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from simulation.runs import atomic, digests
from simulation.runs.errors import DamagedError

RUNS: Final = "runs"
COMPRESSION: Final = "zstd"

RUN_COLUMNS: Final = ("strategy", "replicate", "period", "month", "group", "measure", "unit", "value")
"""Columns that every run file has; measures may add more."""


class State(Enum):
    """What a folder holds of one replicate."""

    MISSING = "missing"
    DONE = "done"
    FAILED = "failed"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class SideFile:
    """What is noted beside a replicate's file: ``rep-000001.json``.

    ``identity_sha256`` hashes all that determines the numbers: scenario, sources and versions.
    ``seconds`` are of the wall clock, ``peak_mb`` the worker's largest memory while it lived this replicate.
    ``values_sha256`` hashes the values in canonical order: equal for any number of threads and workers.
    """

    replicate: int
    status: str
    identity_sha256: str
    seed: int
    sha256: str = ""
    values_sha256: str = ""
    rows: int = 0
    bytes: int = 0
    seconds: float = 0.0
    peak_mb: float = 0.0
    reason: str = ""
    repeat_with: str = ""
    trace: str = ""


def run_path(folder: Path, replicate: int) -> Path:
    """Where a replicate's table lies; replicates count from 1."""
    return folder / RUNS / f"rep-{replicate:06d}.parquet"


def side_path(folder: Path, replicate: int) -> Path:
    """Where the note beside a replicate's table lies."""
    return run_path(folder, replicate).with_suffix(".json")


def highest(folder: Path) -> int:
    """The highest number of a replicate that the folder has a note of; 0 if none."""
    numbers = [path.stem.removeprefix("rep-") for path in (folder / RUNS).glob("rep-*.json")]
    return max((int(number) for number in numbers if number.isdecimal()), default=0)


def encode(table: pa.Table) -> bytes:
    """A table as Parquet with page checksums; the same table always gives the same bytes."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression=COMPRESSION, write_page_checksum=True)
    return bytes(sink.getvalue().to_pybytes())


def save_replicate(folder: Path, table: pa.Table, side: SideFile) -> SideFile:
    """Write a replicate's table and then its note, each whole; the note completed with digests and sizes.

    The note comes last, so a crash between the two leaves a replicate that does not count as done.
    """
    data = encode(table)
    whole = SideFile(
        **{
            **asdict(side),
            "sha256": digests.of_bytes(data),
            "values_sha256": digests.of_values(table),
            "rows": table.num_rows,
            "bytes": len(data),
        }
    )
    run_path(folder, side.replicate).parent.mkdir(parents=True, exist_ok=True)
    atomic.write_bytes(run_path(folder, side.replicate), data)
    save_side(folder, whole)
    return whole


def save_side(folder: Path, side: SideFile) -> None:
    """Write the note of a replicate, whole."""
    side_path(folder, side.replicate).parent.mkdir(parents=True, exist_ok=True)
    atomic.write_json(side_path(folder, side.replicate), asdict(side))


def read_side(folder: Path, replicate: int) -> SideFile | None:
    """The note of a replicate, or None where there is none that can be read."""
    try:
        return SideFile(**json.loads(side_path(folder, replicate).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def state(folder: Path, replicate: int, identity_sha256: str) -> State:
    """What the folder holds of a replicate; done only if made by the same (scenario, versions) and intact."""
    path = run_path(folder, replicate)
    side = read_side(folder, replicate)
    if side is None:
        return State.DAMAGED if side_path(folder, replicate).exists() else State.MISSING
    if side.identity_sha256 != identity_sha256:
        return State.DAMAGED
    if side.status == State.FAILED.value:
        return State.FAILED
    if not path.is_file() or digests.of_file(path) != side.sha256:
        return State.DAMAGED
    return State.DONE


def read_table(path: Path) -> pa.Table:
    """Read a Parquet file with its page checksums verified.

    Raises:
        DamagedError: the file cannot be read, or a page does not match its checksum.
    """
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            return file.read()
    except (OSError, pa.ArrowException) as fault:
        raise DamagedError(f"{path}: {fault}") from fault


def read_replicates(folder: Path, replicates: Iterable[int]) -> pa.Table:
    """The tables of some replicates, one below the other, in the order given."""
    return pa.concat_tables([read_table(run_path(folder, replicate)) for replicate in replicates])
