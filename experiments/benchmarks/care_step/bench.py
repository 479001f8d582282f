"""The benchmark: who can take part, alternating rounds by number of people, the check of statistics, the results."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, Final, NamedTuple

from care_step import agreement
from care_step.contestants import CONTESTANTS, FLOOR, OURS, REFERENCE, Contestant
from care_step.environments import NotInstalled, interpreter
from care_step.rounds import QUIET, Child, Failed, Row, alternate, months_a_round

HERE: Final = Path(__file__).resolve().parent
SEED: Final = 1
MONTHS_TO_AGREE: Final = 36
MEMORY_FROM: Final = 100_000
"""People from which on their memory stands out from that of the program around them."""
SHARE_OF_MEMORY: Final = 0.8
"""Of the memory that is free, what one implementation may be expected to take."""


class Settings(NamedTuple):
    """What was asked for: see ``run.py``."""

    people: tuple[int, ...]
    months: int
    rounds: int
    seconds: float
    patience: float
    agree_at: int
    contestants: tuple[Contestant, ...]


class Bench:
    """Who takes part, and who does not and why."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.absent: list[dict[str, str]] = []
        self.pythons: dict[str, Path] = {}
        self.versions: dict[str, list[str]] = {}
        for contestant in settings.contestants:
            self._admit(contestant)

    def run(self) -> dict[str, Any]:
        """Everything, as it goes to results.json."""
        sizes = [self._measure(people) for people in sorted(self.settings.people)]
        agreed = self._agree() if self.settings.agree_at else None
        busy = [answer["busy"] > QUIET for size in sizes for row in size["rows"] for answer in row["timed"]]
        return {
            "date": datetime.now(UTC).date().isoformat(),
            "machine": machine(),
            "versions": self.versions,
            "rounds": self.settings.rounds,
            "busy_rounds": sum(busy) / max(1, len(busy)),
            "sizes": sizes,
            "absent": self.absent,
            "agreement": agreed,
        }

    def _admit(self, contestant: Contestant) -> None:
        """Make its environment and see that it starts."""
        if not (HERE / f"{contestant.module}.py").exists():
            self._leave_out(contestant, "at any size", f"{contestant.module}.py is missing")
            return
        try:
            self.pythons[contestant.name] = interpreter(contestant.requirements)
            with self._child(contestant, 1) as child:
                found = child.ask("versions", packages=contestant.shown)
        except (NotInstalled, Failed) as error:
            self.pythons.pop(contestant.name, None)
            self._leave_out(contestant, "at any size", str(error))
            return
        self.versions[contestant.title] = [f"{package} {number}" for package, number in found.items()]

    def _leave_out(self, contestant: Contestant, when: str, reason: str) -> None:
        self.absent.append({"name": contestant.name, "title": contestant.title, "when": when, "reason": reason})

    @contextmanager
    def _child(self, contestant: Contestant, threads: int) -> Iterator[Child]:
        child = Child(contestant, threads, self.pythons[contestant.name])
        try:
            yield child
        finally:
            child.end()

    def _taking_part(self) -> list[Contestant]:
        return [contestant for contestant in self.settings.contestants if contestant.name in self.pythons]

    def _measure(self, people: int) -> dict[str, Any]:
        """Alternating rounds of all at one number of people."""
        rows: list[Row] = []
        try:
            for contestant in self._taking_part():
                rows += self._rows(contestant, people)
            timed = alternate(rows, self.settings.months, self.settings.rounds, self.settings.patience)
        finally:
            for row in rows:
                row.child.end()
        return summary(people, rows, timed)

    def _rows(self, contestant: Contestant, people: int) -> Iterator[Row]:
        """A prepared child for each number of threads; none where it does not fit or does not start."""
        for threads in contestant.threads:
            when = f"at {people:,} people on {counted(threads)}"
            if reason := refusal(contestant, threads, people):
                self._leave_out(contestant, when, reason)
                continue
            child = Child(contestant, threads, self.pythons[contestant.name])
            try:
                prepared = child.ask("prepare", people=people, seed=SEED)
                months = months_a_round(child, self.settings.months, self.settings.seconds)
            except Failed as error:
                child.end()
                self._leave_out(contestant, when, str(error))
                continue
            yield Row(child, prepared, months)

    def _agree(self) -> dict[str, Any]:
        """Statistics of all that take part, against NumPy over seeds."""
        people, asked = self.settings.agree_at, {"months": MONTHS_TO_AGREE, "people": self.settings.agree_at}
        reference = next(one for one in CONTESTANTS if one.name == REFERENCE)
        self.pythons.setdefault(REFERENCE, interpreter(reference.requirements))
        seeds = range(SEED + 1, SEED + 1 + agreement.REPLICATES)
        with self._child(reference, 1) as child:
            expected = agreement.reference([child.ask("statistics", seed=seed, **asked) for seed in seeds])
        found: dict[str, dict[str, float]] = {}
        for contestant in self._taking_part():
            if contestant.name == FLOOR:
                continue
            threads = most_threads(contestant)
            if reason := refusal(contestant, threads, people):
                self._leave_out(contestant, "in the check of statistics", reason)
                continue
            with self._child(contestant, threads) as child:
                found[contestant.name] = child.ask("statistics", seed=SEED, **asked)
        differences = {name: agreement.differences(statistics, expected) for name, statistics in found.items()}
        return {
            **asked,
            "replicates": agreement.REPLICATES,
            "tolerance_standard_errors": agreement.TOLERANCE,
            "mean": expected.mean,
            "error": expected.error,
            "titles": {one.name: one.title for one in self._taking_part()},
            "found": found,
            "differences": differences,
            "beyond": agreement.verdict(differences),
        }


def counted(threads: int) -> str:
    """In words."""
    return "1 thread" if threads == 1 else f"{threads} threads"


def most_threads(contestant: Contestant) -> int:
    """The most threads that it can use here."""
    return max(threads for threads in contestant.threads if threads <= (os.cpu_count() or 1))


def refusal(contestant: Contestant, threads: int, people: int) -> str | None:
    """Why it is not asked for so much, or None."""
    if threads > (cores := os.cpu_count() or 1):
        return f"the machine has {cores} cores"
    if contestant.most_people is not None and people > contestant.most_people:
        return f"beyond {contestant.most_people:,} people a round takes too long"
    needed, free = people * contestant.bytes_a_person, free_memory()
    if free is not None and needed > SHARE_OF_MEMORY * free:
        return f"about {needed / 2**30:.1f} GiB would be needed, {free / 2**30:.1f} GiB are free"
    return None


def free_memory() -> int | None:
    """Bytes, or None where the system does not say."""
    facts = Path("/proc/meminfo")
    if not facts.exists():
        return None
    lines = dict(line.split(":", 1) for line in facts.read_text(encoding="utf-8").splitlines())
    return int(lines["MemAvailable"].split()[0]) * 1024


def machine() -> dict[str, Any]:
    """What the ratios may depend on."""
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text(encoding="utf-8").splitlines() if facts.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": os.cpu_count(),
        "processor": names[0] if names else platform.machine(),
        "memory_gib": round(pages / 2**30),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def summary(people: int, rows: list[Row], timed: list[list[dict[str, float]]]) -> dict[str, Any]:
    """Speeds, memory and ratios at one number of people. A ratio is the median over rounds of the ratio in each."""
    speeds = [[people * answer["months"] / answer["wall"] / 1e6 for answer in answers] for answers in timed]
    by_row = {(row.child.contestant.name, row.child.threads): speed for row, speed in zip(rows, speeds, strict=True)}
    ours = max((key for key in by_row if key[0] == OURS), default=None)
    made = []
    for row, answers, speed in zip(rows, timed, speeds, strict=True):
        contestant = row.child.contestant
        made.append(
            {
                "name": contestant.name,
                "title": contestant.title,
                "threads": row.child.threads,
                "median": median(speed),
                "lowest": min(speed),
                "highest": max(speed),
                "a_processor_second": max(people * one["months"] / one["cpu"] / 1e6 for one in answers),
                "ratio": _ratio(by_row[ours], speed) if ours else None,
                "rest": row.prepared["rest"] / people if people >= MEMORY_FROM else None,
                "peak": row.prepared["peak"] / people if people >= MEMORY_FROM else None,
                "peak_reset": row.prepared["peak_reset"],
                "months": row.months,
                "timed": answers,
            }
        )
    shares = [
        {"threads": threads, "share": _ratio(speed, by_row[FLOOR, threads])}
        for (name, threads), speed in by_row.items()
        if name == OURS and (FLOOR, threads) in by_row
    ]
    return {"people": people, "rows": made, "floor_share": shares}


def _ratio(ones: list[float], others: list[float]) -> float:
    return median(one / other for one, other in zip(ones, others, strict=True))
