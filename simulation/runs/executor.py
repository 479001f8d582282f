"""Replicates over worker processes: a worker that dies costs a retry, never the run.

A replicate whose worker died is lived again after all others, alone, twice at most; then it is marked as failed.
"""

from __future__ import annotations

import queue
import traceback
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from simulation.runs.errors import InvariantError, RunError, StorageError
from simulation.runs.faults import STOPS_THE_RUN, WORTH_ANOTHER_TRY, Fault, fault_of
from simulation.runs.replicates import Tell
from simulation.runs.stopping import Stop
from simulation.runs.worker_process import Heard, WorkerProcess

TRIES: Final = 3  # once beside the others, twice alone
HEARTBEAT_SECONDS: Final = 0.2


class Work(Protocol):
    """What a worker does; it is pickled, so its parts are plain values and names of module functions."""

    def prepare(self) -> Callable[[int, Tell], None]:
        """Make ready once; the function returned lives and saves one replicate (or place, by its number)."""

    def called(self, number: int) -> str:
        """What a person calls one of them: ``Replicate 3``."""


@dataclass(frozen=True)
class Failure:
    """A replicate that could not be lived: why, after how many tries, and the traceback where there is one."""

    replicate: int
    reason: str
    tries: int
    trace: str = ""


@dataclass
class Report:
    """What became of the replicates: those done in this session, and those that failed."""

    done: list[int] = field(default_factory=list)
    failed: dict[int, Failure] = field(default_factory=dict)


class Watcher(Protocol):
    """Who is told how it goes."""

    def strategy_lived(self) -> None:
        """One more strategy of one replicate."""

    def replicate_ended(self, replicate: int) -> None:
        """One replicate is done or has failed."""

    def beat(self) -> None:
        """Nothing new for a moment."""

    def say(self, text: str) -> None:
        """Something a person should know."""


def live_here(work: Work, replicates: Sequence[int], stop: Stop, watcher: Watcher) -> Report:
    """Live replicates in this process, one after another.

    Raises:
        StorageError: the disk is full or failed.
        InvariantError: the model broke its own law.
    """
    report = Report()
    live = work.prepare()
    with stop.finishing_what_runs():
        for replicate in replicates:
            if stop.asked:
                break
            try:
                live(replicate, watcher.strategy_lived)
            except Exception as fault:
                _stop_if_hopeless(fault_of(fault), work.called(replicate), f"{type(fault).__name__}: {fault}")
                trace = "".join(traceback.format_exception(fault))
                report.failed[replicate] = Failure(replicate, f"{type(fault).__name__}: {fault}", 1, trace)
            else:
                report.done.append(replicate)
            watcher.replicate_ended(replicate)
    return report


def live_in_workers(work: Work, replicates: Sequence[int], workers: int, stop: Stop, watcher: Watcher) -> Report:
    """Live replicates over ``workers`` processes; the order in which they end has no effect on what they save.

    Raises:
        StorageError, InvariantError: as ``live_here``; replicates that were running are finished first.
        RunError: workers cannot start at all.
    """
    pool = _Pool(work, workers, stop, watcher)
    try:
        with stop.finishing_what_runs():
            return pool.run(replicates)
    finally:
        pool.dismiss()


class _Pool:
    """The workers, the replicates that wait, and those that wait to be tried alone."""

    def __init__(self, work: Work, size: int, stop: Stop, watcher: Watcher) -> None:
        self._work = work
        self._size = size
        self._stop = stop
        self._watcher = watcher
        self._ears: queue.SimpleQueue[Heard] = queue.SimpleQueue()
        self._staff: list[WorkerProcess] = []
        self._waiting: deque[int] = deque()
        self._alone: deque[int] = deque()
        self._tries: Counter[int] = Counter()
        self._report = Report()
        self._hopeless: RunError | None = None
        self._stillborn = 0

    def run(self, replicates: Sequence[int]) -> Report:
        self._waiting.extend(replicates)
        while self._any_busy() or (self._any_waiting() and not self._ending()):
            if not self._ending():
                self._hire()
                self._assign()
            self._hear()
        if self._hopeless:
            raise self._hopeless
        return self._report

    def dismiss(self) -> None:
        """End every worker."""
        for worker in self._staff:
            worker.end()
        self._staff.clear()

    def _any_busy(self) -> bool:
        return any(worker.busy for worker in self._staff)

    def _any_waiting(self) -> bool:
        return bool(self._waiting or self._alone)

    def _ending(self) -> bool:
        return self._stop.asked or self._hopeless is not None

    def _hire(self) -> None:
        idle = sum(not worker.busy for worker in self._staff)
        wanted = min(self._size - len(self._staff), len(self._waiting) - idle)
        if not self._waiting and not self._staff:
            wanted = 1  # for one that must be tried alone
        for _ in range(wanted):
            self._staff.append(WorkerProcess(self._work, self._ears))

    def _assign(self) -> None:
        idle = [worker for worker in self._staff if worker.ready and not worker.busy]
        for worker in idle[: len(self._waiting)]:
            worker.give(self._waiting.popleft())
        if self._waiting or not self._alone or self._any_busy():
            return
        for spare in self._staff[1:]:  # their memory may be what was missing
            spare.end()
        del self._staff[1:]
        if self._staff[0].ready:
            self._staff[0].give(self._alone.popleft())

    def _hear(self) -> None:
        try:
            heard = self._ears.get(timeout=HEARTBEAT_SECONDS)
        except queue.Empty:
            self._watcher.beat()
            return
        if heard.worker in self._staff:
            self._act_on(heard.worker, heard.message)

    def _act_on(self, worker: WorkerProcess, message: dict[str, Any]) -> None:
        event = message["event"]
        if event == "ready":
            worker.ready = True
        elif event == "strategy":
            self._watcher.strategy_lived()
        elif event == "done":
            self._release(worker)
            self._report.done.append(message["replicate"])
            self._watcher.replicate_ended(message["replicate"])
        elif event == "failed":
            self._fail(self._release(worker), Fault(message["fault"]), message["reason"], message["trace"])
        elif event == "unable":
            self._give_up(Fault(message["fault"]), None, f"A worker cannot start: {message['reason']}")
        else:
            self._bury(worker)

    def _release(self, worker: WorkerProcess) -> int:
        replicate = worker.replicate
        assert replicate is not None
        worker.replicate = None
        return replicate

    def _bury(self, worker: WorkerProcess) -> None:
        """A worker is gone: its replicate will be tried again."""
        self._staff.remove(worker)
        reason = worker.how_it_ended()
        worker.end()
        if worker.busy:
            self._fail(self._release(worker), Fault.DIED, reason, "")
        elif not worker.ready:
            self._stillborn += 1
            if self._stillborn >= TRIES:
                self._give_up(Fault.DIED, None, f"Workers cannot start: {reason}")

    def _fail(self, replicate: int, fault: Fault, reason: str, trace: str) -> None:
        self._tries[replicate] += 1
        tries = self._tries[replicate]
        if fault in STOPS_THE_RUN:
            self._give_up(fault, replicate, reason)
        elif fault in WORTH_ANOTHER_TRY and tries < TRIES:
            self._watcher.say(
                f"{self._work.called(replicate)}: {reason}; it will be tried again, alone (try {tries + 1})."
            )
            self._alone.append(replicate)
        else:
            self._report.failed[replicate] = Failure(replicate, reason, tries, trace)
            self._watcher.replicate_ended(replicate)

    def _give_up(self, fault: Fault, replicate: int | None, reason: str) -> None:
        name = None if replicate is None else self._work.called(replicate)
        self._hopeless = self._hopeless or _as_error(fault, name, reason)


def _stop_if_hopeless(fault: Fault, name: str, reason: str) -> None:
    if fault in STOPS_THE_RUN:
        raise _as_error(fault, name, reason)


def _as_error(fault: Fault, name: str | None, reason: str) -> RunError:
    text = reason if name is None else f"{name}: {reason}"
    if fault is Fault.DISK:
        return StorageError(text)
    return InvariantError(text) if fault is Fault.INVARIANT else RunError(text)
