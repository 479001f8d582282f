"""Replicates of claims over worker processes, each with a past of its own; a claim is done when its last one is."""

from __future__ import annotations

import functools
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from simulation.claims.pair import Finish, Settings, Tell, live_sides, settings_of_sides
from simulation.claims.pasts import Pasts
from simulation.claims.reading import ClaimFile, read_claim
from simulation.claims.schema import BOTH
from simulation.measures.results import from_tables
from simulation.runs.errors import RunError
from simulation.runs.executor import live_in_workers
from simulation.runs.memory import free_mb, workers_that_fit
from simulation.runs.predict import worker_mb
from simulation.runs.stopping import Stop
from simulation.runs.together import group_mb
from simulation.runs.warming import warm


@dataclass(frozen=True)
class PairWork:
    """All a worker process needs: number k is ``lives[k]``, a claim by its place among ``paths``, and a replicate."""

    paths: tuple[Path, ...]
    sets: tuple[str, ...]
    lives: tuple[tuple[int, int], ...]
    folder: Path
    threads: int

    def called(self, number: int) -> str:
        """For messages."""
        claim, replicate = self.lives[number]
        return f"{self.paths[claim].stem}, replicate {replicate}"

    def tables(self, number: int) -> Path:
        """The file of what a number came to."""
        return self.folder / f"{number}.parquet"

    def prepare(self) -> Callable[[int, Callable[[], None]], None]:
        """The function returned lives both sides of one replicate, by its number, and saves them."""
        pasts = Pasts(self.threads)

        @functools.lru_cache(maxsize=1)  # numbers of a claim come one after another
        def ready(claim: int) -> tuple[ClaimFile, dict[str, Settings]]:
            file = read_claim(self.paths[claim], self.sets)
            return file, settings_of_sides(file)

        def live(number: int, _tell: Callable[[], None]) -> None:
            claim, replicate = self.lives[number]
            file, settings = ready(claim)
            sides = live_sides(settings, pasts.of(file), replicate, self.threads, file.claim.at)
            pq.write_table(pa.concat_tables(sides).unify_dictionaries(), self.tables(number))

        return live


class _Claims:
    """The watcher of the workers: tells how far they are, and finishes claims."""

    def __init__(self, work: PairWork, finish: Finish, tell: Tell) -> None:
        self._work, self._finish, self._tell = work, finish, tell
        self._left = Counter(claim for claim, _ in work.lives)

    def strategy_lived(self) -> None:
        """Sides are not told apart."""

    def beat(self) -> None:
        """Nothing new."""

    def say(self, text: str) -> None:
        """Tell it."""
        self._tell(text)

    def replicate_ended(self, replicate: int) -> None:
        """One is done, or has failed for good: what lacks a replicate is not finished."""
        claim = self._work.lives[replicate][0]
        self._left[claim] -= 1
        lived = self._work.tables(replicate).is_file()
        self._tell(f"{self._work.called(replicate)} {'is done' if lived else 'cannot be lived'}.")
        if self._left[claim] == 0:
            tables = [self._work.tables(k) for k, (of, _) in enumerate(self._work.lives) if of == claim]
            if all(table.is_file() for table in tables):
                self._finish(claim, from_tables([pq.read_table(table) for table in tables]))


def live_claims(
    files: Sequence[ClaimFile], sets: Sequence[str], workers: int, threads: int, finish: Finish, tell: Tell
) -> None:
    """Live every replicate of the claims over ``workers`` processes, as many as memory allows.

    Raises RunError if a replicate could not be lived, after all others.
    """
    warm(tell)
    lives = [(k, r) for k, file in enumerate(files) for r in range(1, file.claim.run.replicates + 1)]
    fit = workers_that_fit(min(workers, len(lives)), max(map(_worker_mb, files)), free_mb())
    tell(f"Living {len(lives)} replicates over {fit} {'worker' if fit == 1 else 'workers'}, each with its own past.")
    with tempfile.TemporaryDirectory() as folder:
        paths = tuple(file.path for file in files)
        work = PairWork(paths, tuple(sets), tuple(lives), Path(folder), threads)
        report = live_in_workers(work, range(len(lives)), fit, Stop(), _Claims(work, finish, tell))
    if report.failed:
        number, failure = next(iter(report.failed.items()))
        raise RunError(f"{work.called(number)}: {failure.reason}")


def _worker_mb(file: ClaimFile) -> float:
    scenario = file.scenarios[BOTH]
    return group_mb(scenario) if scenario.every_place else worker_mb(scenario)
