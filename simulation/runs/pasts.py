"""The common past of a folder: lived once, kept beside the results, found again by digest."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from simulation.runs import atomic, digests
from simulation.runs.engine import Case, Engine
from simulation.runs.replicates import PAST


def ensure(engine: Engine, case: Case, folder: Path, made_by: str, threads: int, say: Callable[[str], None]) -> Path:
    """Make sure the past lies in ``folder``; live it if it is missing, damaged or of another scenario or version."""
    path = folder / PAST
    engine.get_ready(say)
    if _note(path) == {"identity_sha256": made_by, "sha256": digests.of_file(path) if path.is_file() else ""}:
        return path
    say(f"Building the place and living its {case.time.burn_in_months} months of burn-in.")
    past = engine.live_past(case, threads)
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.save_with(past.save, path)
    atomic.write_json(path.with_suffix(".json"), {"identity_sha256": made_by, "sha256": digests.of_file(path)})
    return path


def forget(folder: Path) -> None:
    """Remove the past, which is large and can be lived again; done when every replicate is."""
    for path in (folder / PAST, (folder / PAST).with_suffix(".json")):
        path.unlink(missing_ok=True)
    if (folder / PAST).parent.is_dir():
        (folder / PAST).parent.rmdir()


def _note(path: Path) -> object:
    try:
        return json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
