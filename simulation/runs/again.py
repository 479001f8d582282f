"""One stored replicate lived afresh, from the resolved scenario alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from simulation.runs.design import is_sweep
from simulation.runs.engine import Case, Engine
from simulation.runs.errors import DamagedError
from simulation.runs.places import joined, place_archive
from simulation.runs.replicates import RESOLVED, replicate_table
from simulation.runs.swept import MODEL_SWEEP, run_again
from simulation.runs.together import together_archives, with_pasts


def replicate_again(engine: Engine, folder: Path, replicate: int, threads: int = 1) -> pa.Table:
    """Live one stored replicate afresh, past included (of every place, if there are several)."""
    path = folder / RESOLVED
    if not path.is_file():
        raise DamagedError(f"{path} is missing: nothing says what was run")
    if is_sweep(folder):
        return run_again(replace(MODEL_SWEEP, live=engine), folder, replicate, threads)
    case = engine.load(path, ())
    if case.every_place:
        archives = list(_archives(engine, case, replicate, threads))
        return joined(engine, case, replicate, lambda: iter(archives))
    return replicate_table(engine, case, replicate, engine.live_past(case, threads), threads)


def _archives(engine: Engine, case: Case, replicate: int, threads: int) -> Iterator[bytes]:
    if engine.touch(case):
        cases, every = with_pasts(engine, case, threads)
        yield from together_archives(engine, cases, every, replicate, threads, check=False, tell=lambda: None).values()
        return
    for place in case.every_place:
        own = case.of_place(place.id)
        past = engine.live_past(own, threads)
        yield place_archive(engine, own, replicate, past, threads, check=False, tell=lambda: None)
