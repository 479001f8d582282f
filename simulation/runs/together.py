"""Several places that see each other: one worker lives a replicate of all of them, side by side.

What is kept is the same as of places lived apart (``runs.places``), so adding up and tables are the same too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from simulation.runs import memory, places
from simulation.runs.engine import Case, Engine, Past
from simulation.runs.predict import worker_mb
from simulation.runs.replicates import Tell, load_same


def replicates_missing(folder: Path, case: Case, made_by: str) -> list[int]:
    """Replicates that some place lacks: all places of them are lived."""
    names = [place.id for place in case.every_place]
    numbers = range(1, case.run.replicates + 1)
    return [k for k in numbers if not all(places.is_done(folder, name, k, made_by) for name in names)]


def group_mb(case: Case) -> float:
    """Memory of a worker that holds every place in MB."""
    return sum(worker_mb(case.of_place(place.id)) for place in case.every_place)


@dataclass(frozen=True)
class TogetherWork:
    """All a worker process needs to live replicates of the places of the scenario that lies in ``folder``."""

    engine: Engine
    folder: Path
    identity_sha256: str
    threads: int
    check: bool

    def called(self, number: int) -> str:
        """For messages."""
        return f"Replicate {number}"

    def prepare(self) -> Callable[[int, Tell], None]:
        """Live every place's past, and keep them; the function returned lives one replicate and saves every place.

        Raises:
            RunError: this process has other sources than the one that began the run.
        """
        case = load_same(self.engine, self.folder, self.identity_sha256)
        own, pasts = with_pasts(self.engine, case, self.threads)
        return lambda number, tell: self._live(own, pasts, number, tell)

    def _live(self, own: Mapping[str, Case], pasts: Mapping[str, Past], replicate: int, tell: Tell) -> None:
        memory.forget_peak()
        begun = time.monotonic()
        archives = together_archives(self.engine, own, pasts, replicate, self.threads, self.check, tell)
        each = (time.monotonic() - begun) / len(archives)
        for name, data in archives.items():
            places.save(self.folder, name, replicate, data, self.identity_sha256, own[name].run.seed, each)


def with_pasts(engine: Engine, case: Case, threads: int) -> tuple[dict[str, Case], dict[str, Past]]:
    """Every place as a scenario of its own, and its past, by id."""
    own = {place.id: case.of_place(place.id) for place in case.every_place}
    return own, {name: engine.live_past(one, threads) for name, one in own.items()}


def together_archives(
    engine: Engine,
    own: Mapping[str, Case],
    pasts: Mapping[str, Past],
    replicate: int,
    threads: int,
    check: bool,
    tell: Tell,
) -> dict[str, bytes]:
    """Live every strategy of all places in one replicate; the archive of each place, by id."""
    strategies = next(iter(own.values())).strategies
    parts = {}
    for strategy in strategies:
        parts[strategy] = engine.live_together(own, strategy, replicate, pasts, threads, check)
        for _ in own:
            tell()
    return {name: engine.encode_parts({strategy: parts[strategy][name] for strategy in strategies}) for name in own}
