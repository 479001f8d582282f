"""A whole run: a folder, a common past, the replicates over workers, then comparison, figures and manifest."""

from __future__ import annotations

import errno
import shlex
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Final

from simulation.runs import (
    atomic,
    datapackage,
    digests,
    folder,
    inputs,
    manifest,
    memory,
    pasts,
    places,
    storage,
    together,
)
from simulation.runs.engine import MODEL, Case, Engine
from simulation.runs.errors import FINISHED, SOME_FAILED, DamagedError, StorageError
from simulation.runs.executor import Failure, Report, Work, live_here, live_in_workers
from simulation.runs.lock import locked
from simulation.runs.manifest import Manifest
from simulation.runs.memory import cores
from simulation.runs.options import RunOptions
from simulation.runs.places import PlaceWork
from simulation.runs.predict import Prediction, predict, worker_mb
from simulation.runs.predict_places import largest, predict_places
from simulation.runs.progress import PLACES, Progress, Quiet, Talk
from simulation.runs.replicates import RESOLVED, ReplicateWork
from simulation.runs.stopping import Stop
from simulation.runs.storage import SideFile, State
from simulation.runs.together import TogetherWork, group_mb
from simulation.runs.versions import identity

MINUTE: Final = 60


@dataclass(frozen=True)
class Outcome:
    """How a run ended: ``exit_code`` 0, 1 (some failed), 75 (stopped early) or 130 (Ctrl-C)."""

    folder: Path
    exit_code: int
    replicates: int
    failed: tuple[SideFile, ...] = ()
    stopped: str = ""


@dataclass
class Job:
    """One run of one scenario, from the empty folder to the last figure.

    ``command`` is what the person typed, kept in the manifest; ``resume`` is what to type to go on.
    """

    case: Case
    options: RunOptions
    command: str = "simulation.run(...)"
    engine: Engine = MODEL
    talk: Talk = field(default_factory=Quiet)

    @property
    def folder(self) -> Path:
        """Where the results go."""
        return self.options.out or folder.default_folder(self.case)

    @property
    def resume(self) -> str:
        """The command that goes on where this run stopped, from the resolved scenario alone."""
        return shlex.join(["simulate", "run", str(self.folder / RESOLVED), "-o", str(self.folder)])

    def predict(self) -> Prediction:
        """What is still to do, and what it will take; nothing is written."""
        made_by = digests.of_json(identity(self.case))
        if self.case.every_place:
            return self._predict_places(made_by)
        numbers = self._numbers()
        done = [number for number in numbers if storage.state(self.folder, number, made_by) is State.DONE]
        sides = [side for number in done if (side := storage.read_side(self.folder, number))]
        todo = len(numbers) - len(done)
        return predict(self.case, todo, self._workers(todo, worker_mb(self.case)), sides)

    def _predict_places(self, made_by: str) -> Prediction:
        missing = {
            place.id: len(places.replicates_missing(self.folder, place.id, self.case, made_by))
            for place in self.case.every_place
        }
        todo = max(missing.values()) if self._together else sum(count > 0 for count in missing.values())
        return predict_places(self.case, missing, self._workers(todo, self._each_mb), self._each_mb)

    @cached_property
    def _together(self) -> bool:
        return self.engine.touch(self.case)

    @property
    def _each_mb(self) -> float:
        """Memory of one worker in MB."""
        return group_mb(self.case) if self._together else worker_mb(largest(self.case))

    def run(self) -> Outcome:
        """Run it.

        Raises:
            FolderError, StorageError, InvariantError: see ``errors``; what was finished before is intact.
        """
        deadline = None
        if self.options.max_minutes is not None:
            deadline = time.monotonic() + self.options.max_minutes * MINUTE
        stop = Stop(deadline, self.talk.say)
        folder.make(self.folder)
        with _disk_faults_named(), locked(self.folder), stop.listening():
            return self._run_locked(stop)

    def _run_locked(self, stop: Stop) -> Outcome:
        begun_at = time.monotonic()
        self._claim()
        begun = manifest.opening(self.case, self.command, _utc_now())
        manifest.write(self.folder, begun)
        self._put_inputs()
        try:
            report = self._live_missing(stop, digests.of_json(begun["identity"]))
            self._note_failures(report.failed, digests.of_json(begun["identity"]))
            outcome = self._outcome(stop)
            if outcome.replicates and not outcome.stopped:
                self._conclude()
            if outcome.exit_code == FINISHED:
                pasts.forget(self.folder)
        except KeyboardInterrupt:
            outcome = self._outcome(stop)
        finally:
            self.talk.close()
        self._close(begun, outcome, time.monotonic() - begun_at)
        return outcome

    def _claim(self) -> None:
        """Make the folder this run's own, or refuse."""
        if self.options.force:
            folder.clear(self.folder)
        elif self.options.fresh:
            folder.refuse_used(self.folder)
        folder.refuse_others(self.folder, self.case, identity(self.case))
        self._use_all_that_is_there()
        folder.require_space(self.folder, self.predict().disk_mb)
        atomic.remove_temporaries(self.folder)

    def _use_all_that_is_there(self) -> None:
        """A folder that holds more replicates of the same scenario than asked for is never made to hold fewer."""
        held = storage.highest(self.folder)
        if held > self.case.run.replicates:
            self.talk.say(f"The folder holds {held} replicates of this scenario, more than asked: all count.")
            self.case = self.engine.load(self.folder / RESOLVED, [f"run.replicates={held}"])

    def _put_inputs(self) -> None:
        """Keep the scenario, resolved and as written; the resolved one must say the same."""
        atomic.write_text(self.folder / RESOLVED, self.case.resolved_yaml())
        again = self.engine.load(self.folder / RESOLVED, ())
        if again.digest() != self.case.digest():
            raise DamagedError(
                f"{self.folder / RESOLVED} says something else than the scenario: a fault in the package"
            )
        inputs.copy_sources(self.case, self.folder)

    def _live_missing(self, stop: Stop, made_by: str) -> Report:
        if self.case.every_place:
            return self._live_together(stop, made_by) if self._together else self._live_places(stop, made_by)
        numbers = self._numbers()
        todo = [number for number in numbers if storage.state(self.folder, number, made_by) is not State.DONE]
        progress = Progress(self.talk, len(numbers) - len(todo), len(numbers), len(self.case.strategies))
        if not todo:
            self.talk.say(f"All {len(numbers)} replicates are done; tables and figures are made anew.")
            return Report()
        if len(todo) < len(numbers):
            self.talk.say(f"{len(numbers) - len(todo)} of {len(numbers)} replicates are done; going on with the rest.")
        pasts.ensure(self.engine, self.case, self.folder, made_by, self.options.threads, self.talk.say)
        work = ReplicateWork(self.engine, self.folder, made_by, self.options.threads, self.options.check)
        return self._live(work, todo, stop, progress)

    def _live_together(self, stop: Stop, made_by: str) -> Report:
        """Live the replicates that are missing, all places of each side by side; then add up."""
        every, numbers = self.case.every_place, self._numbers()
        todo = together.replicates_missing(self.folder, self.case, made_by)
        runs = len(self.case.strategies) * len(every)
        progress = Progress(self.talk, len(numbers) - len(todo), len(numbers), runs)
        lived = Report()
        if todo:
            self.talk.say(f"{len(every)} places see each other: each replicate is lived in all of them, side by side.")
            self.engine.get_ready(self.talk.say)
            work = TogetherWork(self.engine, self.folder, made_by, self.options.threads, self.options.check)
            lived = self._live(work, todo, stop, progress)
        return places.add_up(self.engine, self.case, self.folder, made_by, lived.failed.get)

    def _live_places(self, stop: Stop, made_by: str) -> Report:
        """Live the places that are missing, each with all its replicates; then add up."""
        every, todo = self.case.every_place, places.places_missing(self.folder, self.case, made_by)
        runs = len(self.case.strategies) * self.case.run.replicates
        sizes = [places.adults_lived(self.case.of_place(every[number - 1].id)) for number in todo]
        progress = Progress(self.talk, len(every) - len(todo), len(every), runs, of=PLACES, sizes=sizes)
        lived = Report()
        if len(todo) < len(every):
            self.talk.say(f"{len(every) - len(todo)} of {len(every)} places are done.")
        if todo:
            self.engine.get_ready(self.talk.say)
            names = tuple(place.id for place in every)
            work = PlaceWork(self.engine, self.folder, made_by, self.options.threads, self.options.check, names)
            lived = self._live(work, todo, stop, progress)
            self.talk.say(f"{len(every) - len(todo) + len(lived.done)} of {len(every)} places are lived; adding up.")
        case = self.case
        return places.add_up(self.engine, case, self.folder, made_by, lambda k: places.failure(case, k, lived))

    def _live(self, work: Work, todo: list[int], stop: Stop, progress: Progress) -> Report:
        workers = self._workers(len(todo), max(self._each_mb, memory.peak_mb()))
        wanted = self.options.workers
        if wanted is not None and workers < min(wanted, len(todo)):
            self.talk.say(f"Memory allows {workers} workers, not {wanted}: the result is the same, only later.")
        progress.beat()
        if workers == 1 and wanted == 1:
            return live_here(work, todo, stop, progress)
        return live_in_workers(work, todo, workers, stop, progress)

    def _workers(self, todo: int, each_mb: float) -> int:
        wanted = self.options.workers or max(1, cores() // self.options.threads)
        return memory.workers_that_fit(max(1, min(wanted, todo)), each_mb, memory.free_mb())

    def _numbers(self) -> range:
        return range(1, self.case.run.replicates + 1)

    def _note_failures(self, failed: dict[int, Failure], made_by: str) -> None:
        for number, failure in failed.items():
            storage.run_path(self.folder, number).unlink(missing_ok=True)
            reason = f"{failure.reason} (after {failure.tries} {'try' if failure.tries == 1 else 'tries'})"
            side = SideFile(number, State.FAILED.value, made_by, self.case.run.seed, reason=reason)
            again = f"{self.resume} --workers 1"
            storage.save_side(self.folder, replace(side, repeat_with=again, trace=failure.trace))

    def _outcome(self, stop: Stop) -> Outcome:
        sides = [storage.read_side(self.folder, number) for number in self._numbers()]
        done = sum(side is not None and side.status == State.DONE.value for side in sides)
        failed = tuple(side for side in sides if side is not None and side.status == State.FAILED.value)
        if stop.exit_code and (stop.signalled or done + len(failed) < len(sides)):
            return Outcome(self.folder, stop.exit_code, done, failed, stop.reason)
        return Outcome(self.folder, SOME_FAILED if failed else FINISHED, done, failed)

    def _conclude(self) -> None:
        """Everything that is made anew from the run files."""
        self.talk.say("Comparing the strategies.")
        self.engine.compare(self.folder, self.case)
        if self.options.figures:
            self.talk.say("Drawing the figures.")
            self.engine.draw(self.folder)

    def _close(self, begun: Manifest, outcome: Outcome, seconds: float) -> None:
        ends = {FINISHED: manifest.COMPLETE, SOME_FAILED: manifest.PARTIAL}
        datapackage.write(self.folder, self.case, begun)
        status = ends.get(outcome.exit_code, manifest.STOPPED)
        manifest.write(self.folder, manifest.closing(self.folder, begun, status, _utc_now(), seconds))


@contextmanager
def _disk_faults_named() -> Iterator[None]:
    """A full or failing disk becomes one plain sentence."""
    try:
        yield
    except OSError as fault:
        full = fault.errno in (errno.ENOSPC, errno.EDQUOT)
        what = "the disk is full" if full else fault.strerror or str(fault)
        where = f" ({fault.filename})" if fault.filename else ""
        text = f"{what}{where}. Finished replicates are intact; the same command goes on."
        raise StorageError(text) from fault


def _utc_now() -> str:
    return datetime.now(UTC).isoformat("T", "seconds")
