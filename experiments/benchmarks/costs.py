"""Measures what ``simulate run --dry-run`` predicts by, and writes ``simulation/runs/costs.csv``.

Usage: python experiments/benchmarks/costs.py
Speeds are by the processor's clock. A worker's memory is the line through two sizes of place.
"""

from __future__ import annotations

import csv
import json
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from processes import Taken, timed
from rows import SCENARIO

from simulation import CareEcosystem
from simulation.model import live_past
from simulation.past import prepare, setting_of
from simulation.runs import predict
from simulation.runs.memory import MB

ADULTS = 299_000
SCALES = (0.05, 0.25)
YEARS = 10
REPLICATES = 2
MONTHS = 6
MARGIN = 1.1
"""Memory is predicted a tenth too high rather than a little too low."""


class Cost(NamedTuple):
    """One row of the table."""

    id: str
    value: float
    unit: str
    note: str


def measure() -> list[Cost]:
    """Every row."""
    return [*_speeds(), *_of_whole_runs()]


def _speeds() -> list[Cost]:
    """Building a place and living its months, in this process."""
    setting = setting_of(None, {"place__scale": max(SCALES), "time__burn_in_months": 1, "time__years": YEARS})
    begun = time.process_time()
    prepare(setting)
    building = time.process_time() - begun
    past = live_past(setting)
    model = CareEcosystem(setting, past=past)
    best = min(_seconds_of_a_month(model) for _ in range(MONTHS))
    people = int(model.town.journal.persons[model.burn_in, 0])
    with tempfile.TemporaryDirectory() as folder:
        past.save(Path(folder) / "past")
        stored = (Path(folder) / "past").stat().st_size
    return [
        Cost("past_people_per_second", people / building, "people per s", "building the place, one thread"),
        Cost("person_months_per_second", people / best, "person-months per s", "one worker, one thread"),
        Cost("past_bytes_per_person", stored / people, "bytes", "place/past.npz, kept until all replicates are done"),
        Cost("people_per_adult", people / setting.adults, "ratio", "children included"),
    ]


def _seconds_of_a_month(model: CareEcosystem) -> float:
    begun = time.process_time()
    model.step()
    return time.process_time() - begun


def _of_whole_runs() -> list[Cost]:
    """Memory and disk of two small runs with two workers, and what a run costs beside its months."""
    with tempfile.TemporaryDirectory() as folder:
        taken = [_run(Path(folder) / str(scale), scale) for scale in SCALES]
        (small, large) = (_peak_mb(Path(folder) / str(scale)) for scale in SCALES)
        runs = _bytes(Path(folder) / str(SCALES[0]), "runs")
        tables = _bytes(Path(folder) / str(SCALES[0]), "tables", "comparison", "figures")
    people = [ADULTS * scale * predict.costs()["people_per_adult"] for scale in SCALES]
    each = (large - small) / (people[1] - people[0])
    months = 2 * YEARS * 12
    base = "imports, kernels from the disk cache, comparison and figures"
    return [
        Cost("base_seconds", taken[0].processor / REPLICATES, "s", base),
        Cost(
            "worker_base_mb",
            MARGIN * (small - each * people[0]),
            "MB",
            "interpreter, numba, mesa and pyarrow",
        ),
        Cost("worker_bytes_per_person", MARGIN * each * MB, "bytes", "the past, a copy of it and the journal"),
        Cost("run_bytes_per_strategy_month", runs / REPLICATES / months, "bytes", "runs/*.parquet, of one replicate"),
        Cost(
            "table_bytes_per_strategy_month",
            tables / months,
            "bytes",
            "tables and figures, of all replicates",
        ),
    ]


def _run(folder: Path, scale: float) -> Taken:
    words = ["run", str(SCENARIO), "-o", str(folder), "--replicates", str(REPLICATES), "--years", str(YEARS), "-q"]
    settings = ["--set", f"place.scale={scale}", "--set", "time.burn_in_months=12", "--workers", str(REPLICATES)]
    return timed(["-m", "simulation", *words, *settings])


def _peak_mb(folder: Path) -> float:
    return max(float(json.loads(path.read_text())["peak_mb"]) for path in (folder / "runs").glob("rep-*.json"))


def _bytes(folder: Path, *parts: str) -> int:
    return sum(path.stat().st_size for part in parts for path in (folder / part).rglob("*") if path.is_file())


def write(costs: list[Cost]) -> None:
    """Put the rows in the table, two figures each, in the order they had."""
    order = {name: place for place, name in enumerate(predict.costs())}
    if {cost.id for cost in costs} != set(order):
        raise ValueError(f"rows measured and rows of the table differ: {({cost.id for cost in costs}) ^ set(order)}")
    with predict.COSTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "value", "unit", "measured", "note"])
        for cost in sorted(costs, key=lambda cost: order[cost.id]):
            value = f"{float(f'{cost.value:.3g}'):g}" if cost.value < 1e6 else f"{round(cost.value, -4):.0f}"
            writer.writerow([cost.id, value, cost.unit, f"{datetime.now(UTC):%Y-%m-%d}", cost.note])


if __name__ == "__main__":
    write(measure())
    print(predict.COSTS.read_text(encoding="utf-8"))
