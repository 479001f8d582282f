"""What a run will take, before it is begun: minutes, megabytes of disk and of memory.

The speeds in ``costs.csv`` were measured on the day noted there; replicates already done in the same folder are a
better guide to this machine and are used instead.
"""

from __future__ import annotations

import csv
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from simulation.runs.engine import Case
from simulation.runs.memory import MB
from simulation.runs.storage import SideFile

MONTHS: Final = 12
SECONDS: Final = 60
COSTS: Final = Path(__file__).with_name("costs.csv")


@dataclass(frozen=True)
class Prediction:
    """What is expected of a run: ``replicates`` still to live with ``workers`` processes."""

    replicates: int
    strategies: int
    people: int
    months: int
    workers: int
    minutes: float
    disk_mb: float
    worker_mb: float

    def lines(self) -> list[str]:
        """The prediction in words, a line each."""
        return [
            f"people             {self.people:,}",
            f"months             {self.months} of comparison",
            f"runs               {self.replicates * self.strategies} "
            f"({self.replicates} replicates of {self.strategies} strategies)",
            f"workers            {self.workers}",
            f"time               about {self.minutes:.1f} minutes",
            f"disk               about {self.disk_mb:,.0f} MB",
            f"memory             about {self.worker_mb:,.0f} MB a worker",
        ]


@cache
def costs() -> dict[str, float]:
    """What was measured, by name."""
    with COSTS.open(encoding="utf-8", newline="") as file:
        return {row["id"]: float(row["value"]) for row in csv.DictReader(file)}


def people(case: Case) -> int:
    """People of the place, children included."""
    return round(case.place.adults * case.place.scale * costs()["people_per_adult"])


def worker_mb(case: Case) -> float:
    """Memory of one worker in MB."""
    return costs()["worker_base_mb"] + people(case) * costs()["worker_bytes_per_person"] / MB


def predict(case: Case, replicates: int, workers: int, done: Sequence[SideFile] = ()) -> Prediction:
    """What living ``replicates`` more of a scenario takes; ``done`` are notes of those that were lived before."""
    cost = costs()
    months = case.time.years * MONTHS
    each_seconds = people(case) * months * len(case.strategies) / cost["person_months_per_second"]
    each_mb = months * len(case.strategies) * cost["run_bytes_per_strategy_month"] / MB
    if done:
        each_seconds = statistics.median(side.seconds for side in done)
        each_mb = statistics.median(side.bytes for side in done) / MB
    past_seconds = people(case) * (
        1 / cost["past_people_per_second"] + case.time.burn_in_months / cost["person_months_per_second"]
    )
    rounds = math.ceil(replicates / workers)
    seconds = cost["base_seconds"] + rounds * each_seconds + (past_seconds if replicates else 0)
    past_mb = 0.0 if done else people(case) * cost["past_bytes_per_person"] / MB
    tables_mb = months * len(case.strategies) * cost["table_bytes_per_strategy_month"] / MB
    return Prediction(
        replicates=replicates,
        strategies=len(case.strategies),
        people=people(case),
        months=months,
        workers=workers,
        minutes=seconds / SECONDS,
        disk_mb=past_mb + replicates * each_mb + tables_mb,
        worker_mb=worker_mb(case),
    )


def predict_rows(case: Case, rows: int, replicates: int, workers: int, done: Sequence[SideFile] = ()) -> Prediction:
    """What living ``rows`` more of a sweep takes, each with a past of its own and ``replicates``."""
    cost = costs()
    each = predict(case, rows * replicates, workers, done)
    past_seconds = people(case) * (
        1 / cost["past_people_per_second"] + case.time.burn_in_months / cost["person_months_per_second"]
    )
    more = max(0, math.ceil(rows / workers) - 1) * past_seconds
    return replace(each, minutes=each.minutes + more / SECONDS)
