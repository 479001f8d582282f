"""Children, and alternating rounds of them."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import IO, Any, NamedTuple

from care_step.contestants import Contestant
from care_step.environments import cache_folder

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
SHORTEST_ROUND = 0.1
"""Seconds that a round is timed at least, by living the same months again."""
QUIET = 0.1
"""Share of the processors at work below which the machine counts as quiet."""


class Failed(RuntimeError):
    """A child ended; the message is its last words."""


class Child:
    """One contestant on a number of threads in a process of its own."""

    def __init__(self, contestant: Contestant, threads: int, python: Path) -> None:
        self.contestant = contestant
        self.threads = threads
        self.errors: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  (as long as the child)
        module = "care_step.child"
        self.process = subprocess.Popen(
            [str(python), "-m", module, contestant.module, str(threads)],
            cwd=ROOT,
            env=_environment(contestant, threads),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
        )

    def ask(self, do: str, **order: Any) -> Any:
        """Send an order and wait for the answer; raises Failed where the child has ended."""
        assert self.process.stdin is not None and self.process.stdout is not None
        try:
            self.process.stdin.write(json.dumps({"do": do, **order}) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it ended before; the empty answer says so
        answer = self.process.stdout.readline()
        if not answer:
            raise Failed(self._last_words())
        return json.loads(answer)

    def _last_words(self) -> str:
        code = self.process.wait()
        self.errors.seek(0)
        lines = self.errors.read().strip().splitlines()
        return lines[-1] if lines else f"ended with exit code {code}"

    def end(self) -> None:
        """Let it go."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.errors):
            if stream is not None:
                stream.close()


def _environment(contestant: Contestant, threads: int) -> dict[str, str]:
    """Of the child: its number of threads, and compiled code kept apart by environment."""
    env = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "PYTHONHOME"}}
    env |= {"NUMBA_NUM_THREADS": str(threads), "POLARS_MAX_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)}
    env["PYTHONPATH"] = os.pathsep.join([str(HERE.parent), str(ROOT)])
    if contestant.requirements is not None:
        env["NUMBA_CACHE_DIR"] = str(cache_folder() / "compiled" / contestant.requirements)
        env["STARSIM_INSTALL_FONTS"] = "0"
    return env


class Row(NamedTuple):
    """A child that takes part, what it takes, and how many months it lives a round."""

    child: Child
    prepared: dict[str, Any]
    months: int


def months_a_round(child: Child, months: int, seconds: float) -> int:
    """As many months as last these seconds, at most ``months`` and at least one."""
    trial = child.ask("round", months=1, limit=months, at_least=0)
    return max(1, min(months, int(seconds / trial["wall"])))


def alternate(rows: list[Row], months: int, rounds: int, patience: float) -> list[list[dict[str, float]]]:
    """Timed rounds of each row, in turn, so that all of a round come from the same minutes.

    Every answer has ``months``, ``wall`` and ``cpu`` seconds, and ``busy``: the share of the processors that others
    used just before, after waiting at most ``patience`` seconds for them.
    """
    timed: list[list[dict[str, float]]] = [[] for _ in rows]
    for _ in range(rounds):
        for row, answers in zip(rows, timed, strict=True):
            busy = wait_for_quiet(patience)
            answer = row.child.ask("round", months=row.months, limit=months, at_least=SHORTEST_ROUND)
            answers.append({**answer, "busy": busy})
    return timed


def wait_for_quiet(patience: float) -> float:
    """Wait until the processors are idle, at most so many seconds; returns the share last found busy (0: unknown)."""
    until = time.monotonic() + patience
    busy = busy_share()
    while busy > QUIET and time.monotonic() < until:
        busy = busy_share()
    return busy


def busy_share(seconds: float = 0.2) -> float:
    """Share of all processors' time in use over some seconds; 0 where the system does not say."""
    if not Path("/proc/stat").exists():
        return 0.0
    begun = _ticks()
    time.sleep(seconds)
    ended = _ticks()
    total = sum(ended) - sum(begun)
    idle = sum(ended[3:5]) - sum(begun[3:5])
    return 1 - idle / max(1, total)


def _ticks() -> list[int]:
    """User, nice, system, idle, waiting, ... of all processors together."""
    first = Path("/proc/stat").read_text(encoding="utf-8").splitlines()[0]
    return [int(field) for field in first.split()[1:9]]
