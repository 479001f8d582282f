"""One replicate: every strategy, lived from one common past with one luck."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa

from simulation.runs import digests, memory, storage
from simulation.runs.engine import Case, Engine, Past
from simulation.runs.errors import RunError
from simulation.runs.versions import identity

Tell = Callable[[], None]
"""Called each time one more strategy has been lived."""

RESOLVED: Final = "scenario.resolved.yaml"
PAST: Final = Path("place", "past.npz")


def _nothing() -> None:
    """For callers who need not be told."""


def replicate_table(
    engine: Engine, case: Case, replicate: int, past: Past, threads: int = 1, check: bool = False, tell: Tell = _nothing
) -> pa.Table:
    """The tidy table of all strategies of one replicate; a function of the scenario and the replicate alone.

    Args:
        engine: what lives a strategy.
        case: the scenario.
        replicate: counts from 1.
        past: the common past, which is not changed.
        threads: threads inside the model; no effect on any value.
        check: test every month that persons, hours, pounds, places and ties balance.
        tell: called after each strategy.
    """
    tables = []
    for strategy in case.strategies:
        tables.append(engine.live(case, strategy, replicate, past, threads, check))
        tell()
    return pa.concat_tables(tables).unify_dictionaries()


@dataclass(frozen=True)
class ReplicateWork:
    """All a worker process needs to live replicates of the scenario that lies in ``folder``."""

    engine: Engine
    folder: Path
    identity_sha256: str
    threads: int
    check: bool

    def called(self, replicate: int) -> str:
        """For messages."""
        return f"Replicate {replicate}"

    def prepare(self) -> Callable[[int, Tell], None]:
        """Load scenario and past; the function returned lives one replicate and saves it.

        Raises:
            RunError: this process has other sources than the one that began the run.
        """
        case = load_same(self.engine, self.folder, self.identity_sha256)
        past = self.engine.load_past(self.folder / PAST)
        return lambda replicate, tell: self._live_and_save(case, past, replicate, tell)

    def _live_and_save(self, case: Case, past: Past, replicate: int, tell: Tell) -> None:
        memory.forget_peak()
        begun = time.monotonic()
        table = replicate_table(self.engine, case, replicate, past, self.threads, self.check, tell)
        storage.save_replicate(
            self.folder,
            table,
            storage.SideFile(
                replicate=replicate,
                status=storage.State.DONE.value,
                identity_sha256=self.identity_sha256,
                seed=case.run.seed,
                seconds=round(time.monotonic() - begun, 3),
                peak_mb=round(memory.peak_mb(), 1),
            ),
        )


def load_same(engine: Engine, folder: Path, identity_sha256: str) -> Case:
    """The scenario that lies in a folder.

    Raises:
        RunError: this process has other sources than the one that began the run.
    """
    case = engine.load(folder / RESOLVED, ())
    if digests.of_json(identity(case)) != identity_sha256:
        raise RunError("the scenario or the files of the package changed while it ran; run it again")
    return case
