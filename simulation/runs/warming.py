"""Compiling all kernels before anybody waits for one: side by side, once for these sources, kept on disk.

Each line of the month of a tiny place is walked by one of a few processes, the longest first, which compiles that
line's kernels with the types that a run will ask for. numba's disk cache takes functions from several processes; a lock
lets one program compile while others wait for it. What is compiled depends on the sources alone, because tables have
room for more support models and programmes than a scenario has.
"""

from __future__ import annotations

import os
import queue
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulation.runs import atomic, memory
from simulation.runs.errors import RunError
from simulation.runs.worker_process import Heard, WorkerProcess

if TYPE_CHECKING:
    from simulation.month import Step, Town

Say = Callable[[str], None]
Tell = Callable[[], None]

ADULTS: Final = 600
"""Of the tiny place: enough for every table to have rows."""
COMPILER_MB: Final = 700
"""Memory of one process that compiles."""
AVERAGE: Final = "schema: 1\nname: kernels\ncomparator: crisis_driven\nstrategies: [crisis_driven]\n"
"""Any scenario would do."""


@dataclass(frozen=True)
class Compiling:
    """The work of one process: line numbers of the month come in, and their kernels lie on disk."""

    def prepare(self) -> Callable[[int, Tell], None]:
        """Build the tiny place; the function returned walks one line of its month."""
        town, lines = tiny_town(), walked_lines()

        def walk(number: int, _tell: Tell) -> None:
            walk_line = lines[number].walk
            assert walk_line is not None
            town.make_room_to_log(0)  # demography does so for the whole month, and may not have been walked here
            walk_line(town, -town.burn_in, 0)

        return walk


def walked_lines() -> list[Step]:
    """The lines of the month that kernels walk, those with most source first: they take longest to compile."""
    from simulation.kernels import compiling
    from simulation.month import MONTH

    folder = Path(compiling.__file__).parent

    def size(line: Step) -> int:
        return sum((folder / f"{name.strip()}.py").stat().st_size for name in line.kernel.split(","))

    return sorted((line for line in MONTH if line.walk is not None), key=size, reverse=True)


def tiny_town(threads: int = 1) -> Town:
    """A place of a few hundred people."""
    import numpy as np

    from simulation.month import Town
    from simulation.past import new_journal, prepare, setting_of
    from simulation.scenario import load_text
    from simulation.state.journal import empty_tie_log

    setting = setting_of(load_text(AVERAGE), {})._replace(adults=ADULTS, burn_in=1, months=12)
    place, catalogue = prepare(setting)
    journal, log, seed = new_journal(setting), empty_tie_log(0), np.uint64(setting.seed)
    return Town(place, catalogue, setting.rates, setting.empty_levers(), journal, log, seed, setting.burn_in, threads)


def state_after_a_month(threads: int) -> str:
    """A digest of everyone in the tiny place after a month, lived with so many threads."""
    import hashlib

    town, lines = tiny_town(threads), walked_lines()
    for line in sorted(lines, key=lambda line: line.number):
        assert line.walk is not None
        line.walk(town, -town.burn_in, 0)
    town.close()
    return hashlib.sha256(b"".join(column.tobytes() for column in town.place.people)).hexdigest()


def compiled() -> bool:
    """Whether the kernels of these sources are on disk."""
    return _marker().is_file()


def warm(say: Say) -> None:
    """Make sure that every kernel is on disk; ``say`` hears what is done, if anything is.

    Raises:
        RunError: a process could not compile; says why.
    """
    marker = _marker()
    if marker.is_file():
        return
    with _alone(marker.parent, say):
        if not marker.is_file():
            seconds = _compile(say)
            atomic.write_json(marker, {"seconds": round(seconds, 1)})


def _compile(say: Say) -> float:
    lines, begun = walked_lines(), time.monotonic()
    side_by_side = memory.workers_that_fit(min(memory.cores(), len(lines)), COMPILER_MB, memory.free_mb())
    say(f"Compiling the kernels, once for these sources: about a minute on two cores ({side_by_side} used).")
    for count, number in enumerate(_compiled_lines(Compiling(), len(lines), side_by_side), 1):
        say(f"  {count} of {len(lines)}: {lines[number].name}")
    seconds = time.monotonic() - begun
    say(f"Compiled in {seconds:.0f} s; later runs find the kernels on disk.")
    return seconds


def _compiled_lines(work: Compiling, lines: int, side_by_side: int) -> Iterator[int]:
    """Number of each line once its kernels lie on disk; every process takes the next when it has done one."""
    ears: queue.SimpleQueue[Heard] = queue.SimpleQueue()
    staff = [WorkerProcess(work, ears) for _ in range(side_by_side)]
    waiting, done = iter(range(lines)), 0
    try:
        while done < lines:
            heard = ears.get()
            event = heard.message["event"]
            if event == "ended":
                raise RunError(f"The kernels cannot be compiled: {heard.worker.how_it_ended()}")
            if event in ("failed", "unable"):
                raise RunError(f"The kernels cannot be compiled: {heard.message['reason']}")
            if event == "done":
                done += 1
                yield heard.message["replicate"]
            if (number := next(waiting, None)) is not None:
                heard.worker.give(number)
    finally:
        for worker in staff:
            worker.end()


def _marker() -> Path:
    """The file that says that all kernels are compiled."""
    from simulation.kernels.compiling import cache_folder

    return cache_folder() / "compiled.json"


@contextmanager
def _alone(folder: Path, say: Say) -> Iterator[None]:
    """Hold the folder's lock, waiting for whoever holds it; it goes with its holder, however that ends."""
    if os.name != "posix":  # two programs then compile the same, each to the same end
        yield
        return
    import fcntl

    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another program is compiling the kernels; waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
