"""``manifest.json``: what lies in a results folder, what made it, and the digest of every file."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from simulation.runs import atomic, digests, storage
from simulation.runs.engine import Case
from simulation.runs.errors import DamagedError
from simulation.runs.lock import LOCK
from simulation.runs.versions import git_state, identity, machine

MANIFEST: Final = "manifest.json"
OWN_DIGEST: Final = "manifest_sha256"

RUNNING: Final = "running"
COMPLETE: Final = "complete"
PARTIAL: Final = "partial"  # some replicates failed
STOPPED: Final = "stopped"  # ended early; the same command goes on

Manifest = dict[str, Any]


def opening(case: Case, command: str, started_utc: str) -> Manifest:
    """The manifest a run begins with."""
    return {
        "about": "Results of goodlives, an open agent-based model of local care ecosystems",
        "status": RUNNING,
        "scenario": {
            "name": case.name,
            "seed": case.run.seed,
            "replicates": case.run.replicates,
            "years": case.time.years,
            "burn_in_months": case.time.burn_in_months,
            "price_year": case.price_year,
            "strategies": list(case.strategies),
            "comparator": case.comparator,
        },
        "identity": identity(case),
        "git": git_state(),
        "machine": machine(),
        "command": command,
        "started_utc": started_utc,
    }


def closing(folder: Path, begun: Manifest, status: str, finished_utc: str, seconds: float) -> Manifest:
    """The manifest a run ends with: what it began with, each replicate, and the digest of each file."""
    sides = {number: storage.read_side(folder, number) for number in range(1, _replicates(begun) + 1)}
    known = {str(number): side for number, side in sides.items() if side is not None}
    return {
        **begun,
        "status": status,
        "finished_utc": finished_utc,
        "seconds": round(seconds, 3),
        "replicates": {
            number: {"status": side.status, "values_sha256": side.values_sha256, "seconds": side.seconds}
            for number, side in known.items()
        },
        "failed": {
            number: {"seed": side.seed, "reason": side.reason, "repeat_with": side.repeat_with}
            for number, side in known.items()
            if side.status == storage.State.FAILED.value
        },
        "values_sha256": digests.of_json({number: side.values_sha256 for number, side in known.items()}),
        "files": list_files(folder),
    }


def list_files(folder: Path) -> dict[str, dict[str, Any]]:
    """SHA-256, bytes and (of tables) rows of every file, by its path within the folder."""
    files = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in (MANIFEST, LOCK) and not atomic.is_temporary(path):
            files[name] = {"sha256": digests.of_file(path), "bytes": path.stat().st_size, **_rows(path)}
    return files


def write(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, whole, with a digest of itself."""
    bare = {key: value for key, value in manifest.items() if key != OWN_DIGEST}
    atomic.write_json(folder / MANIFEST, {**bare, OWN_DIGEST: digests.of_json(bare)})


def read(folder: Path) -> Manifest:
    """Read the manifest.

    Raises:
        DamagedError: there is none, or it does not match its own digest.
    """
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        bare = {key: value for key, value in manifest.items() if key != OWN_DIGEST}
        intact = manifest[OWN_DIGEST] == digests.of_json(bare)
    except FileNotFoundError as fault:
        raise DamagedError(f"{path} is missing: {folder} does not hold results, or the run never began") from fault
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise DamagedError(f"{path} cannot be read: {fault}") from fault
    if not intact:
        raise DamagedError(f"{path} does not match its own digest")
    return dict(manifest)


def _replicates(manifest: Manifest) -> int:
    return int(manifest["scenario"]["replicates"])


def _rows(path: Path) -> dict[str, int]:
    if path.suffix == ".parquet":
        with contextlib.suppress(pa.ArrowException), pq.ParquetFile(path) as file:
            return {"rows": file.metadata.num_rows}
    if path.suffix == ".csv":
        with path.open("rb") as lines:
            return {"rows": sum(1 for _ in lines) - 1}
    return {}
