"""One implementation in its own process: orders on standard input, answers on standard output, a JSON line each.

``python -m care_step.child MODULE THREADS``. Orders:

``{"do": "prepare", "people": N, "seed": S}``  make a small population first, so that all is imported and compiled, then
    one of N people, and live its first month. Answers the bytes that it takes, less the base: at the peak, and at rest.
``{"do": "round", "months": M, "limit": L, "at_least": T}``  live M months, timed, again and again until T seconds are
    timed. Months 2 to L + 1 only: then a new population is made, and its first month lived, outside the clock.
``{"do": "statistics", "months": M, "people": N, "seed": S}``  a fresh population after M months.
``{"do": "versions", "packages": [...]}``
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import sys
import time
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

PACKAGE = "care_step"
SMALL = 12_000
"""People of the first, untimed population: enough that a framework takes the paths that it takes for many."""
MOST_REPEATS = 1000


class Runner:
    """A population, its age in months, and what to do with it."""

    def __init__(self, module: ModuleType, threads: int) -> None:
        self.module = module
        self.threads = threads
        self.people = 0
        self.seed = 0
        self.state: Any = None
        self.age = 0

    def prepare(self, people: int, seed: int) -> dict[str, Any]:
        """See the module."""
        self.people, self.seed = SMALL, seed
        self.fresh()
        self.module.advance(self.state, 1, self.threads)
        self.state = None
        gc.collect()
        forgotten = forget_peak()
        base = memory("VmRSS") if forgotten else memory("VmHWM")
        self.people = people
        begun = time.perf_counter()
        self.fresh()
        seconds = time.perf_counter() - begun
        gc.collect()
        peak, rest = memory("VmHWM") - base, memory("VmRSS") - base
        return {"peak": peak, "rest": rest, "base": base, "peak_reset": forgotten, "seconds": seconds}

    def fresh(self) -> None:
        """A new population and its first month."""
        self.state = None
        gc.collect()
        self.state = self.module.make(self.people, self.seed)
        self.module.advance(self.state, 1, self.threads)
        self.age = 1

    def round(self, months: int, limit: int, at_least: float) -> dict[str, Any]:
        """See the module."""
        wall = cpu = 0.0
        lived = 0
        while lived == 0 or (wall < at_least and lived < MOST_REPEATS * months):
            if self.age + months > limit + 1:
                self.fresh()
            wall_begun, cpu_begun = time.perf_counter(), time.process_time()
            self.module.advance(self.state, months, self.threads)
            wall += time.perf_counter() - wall_begun
            cpu += time.process_time() - cpu_begun
            lived += months
            self.age += months
        return {"months": lived, "wall": wall, "cpu": cpu}

    def statistics(self, months: int, people: int, seed: int) -> dict[str, float]:
        """See the module."""
        self.state = None
        gc.collect()
        state = self.module.make(people, seed)
        self.module.advance(state, months, self.threads)
        found: dict[str, float] = self.module.statistics(state)
        return found

    def versions(self, packages: list[str]) -> dict[str, str]:
        """Of the packages, and of Python."""
        return {"python": sys.version.split()[0], **{package: version(package) for package in packages}}


def memory(field: str) -> int:
    """Bytes of this process: VmRSS now, VmHWM at most; the peak of ``resource`` where /proc is not there."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith(field):
                return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def forget_peak() -> bool:
    """Begin the peak anew, where the system lets a process do that."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")
    except OSError:
        return False
    return True


def main(module: str, threads: str) -> None:
    """Answer orders until there are no more. What a framework prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    runner = Runner(importlib.import_module(f"{PACKAGE}.{module}"), int(threads))
    for line in sys.stdin:
        order = json.loads(line)
        answer = getattr(runner, order.pop("do"))(**order)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
