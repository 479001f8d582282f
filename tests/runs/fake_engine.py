"""A toy in the place of the model: tiny tables at once, and trouble on demand."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from simulation.runs import digests, storage
from simulation.runs.engine import Engine

if Path(sys.argv[0]).name == "worker.py":  # as conftest does for the tests themselves
    digests.of_model_sources = lambda: "0" * 64


@dataclass(frozen=True)
class FakeCase:
    name: str = "toy"
    seed: int = 1
    replicates: int = 4
    years: int = 1
    strategies: tuple[str, ...] = ("a", "b")
    trouble: str = "{}"  # JSON: {replicate: what goes wrong}
    marks: str = ""  # folder in which tries are counted
    pace: float = 0.0  # seconds a strategy takes
    comparator: str = "a"
    price_year: int = 2024
    places: tuple[str, ...] = ()
    together: bool = False  # whether places see each other

    @property
    def run(self):
        return SimpleNamespace(seed=self.seed, replicates=self.replicates)

    @property
    def time(self):
        return SimpleNamespace(start="2025-04", years=self.years, burn_in_months=1)

    @property
    def place(self):
        return SimpleNamespace(adults=100 * len(self.name), scale=1.0, deprivation=None)

    @property
    def every_place(self):
        return tuple(SimpleNamespace(id=name, name=name.title()) for name in self.places)

    def of_place(self, name):
        return replace(self, places=(), name=name, seed=self.seed + sum(name.encode()))

    def digest(self):
        facts = {name: value for name, value in self.__dict__.items() if name != "replicates"}
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()

    def resolved_yaml(self):
        return json.dumps(self.__dict__)


class FaultyScenarioError(ValueError):
    exit_code = 2


class ModelLawError(RuntimeError):
    exit_code = 70


class FakePast:
    def __init__(self, seed):
        self.seed = seed

    def save(self, path):
        np.savez(path, seed=self.seed)

    @staticmethod
    def load(path):
        return FakePast(int(np.load(path)["seed"]))


def load(path, sets):
    fields = json.loads(Path(path).read_text())
    for setting in sets:
        key, value = setting.split("=", 1)
        name = key.split(".")[-1]
        if name not in FakeCase.__dataclass_fields__:
            raise FaultyScenarioError(f"{path}:1:1: error: {key}: unknown key.\n1 error")
        fields[name] = json.loads(value)
    fields["strategies"] = tuple(fields["strategies"])
    fields["places"] = tuple(fields["places"])
    return FakeCase(**fields)


def live_past(case, threads):
    return FakePast(case.seed)


def live(case, strategy, replicate, past, threads, check):
    time.sleep(case.pace)
    _make_trouble(case, strategy, replicate)
    return table_of(case, strategy, replicate, past)


def table_of(case, strategy, replicate, past):
    months = np.arange(case.years * 12, dtype=np.int16)
    n = len(months)
    rng = np.random.Generator(np.random.Philox(key=[past.seed, replicate]))
    value = rng.random(n) + (strategy == "b") * 0.5
    return pa.table(
        {
            "strategy": [strategy] * n,
            "replicate": pa.array([replicate] * n, pa.int32()),
            "period": ["month"] * n,
            "month": months,
            "group": ["all"] * n,
            "measure": ["spend.total"] * n,
            "unit": ["gbp"] * n,
            "value": value,
        }
    )


def live_part(case, strategy, replicate, past, threads, check):
    time.sleep(case.pace)
    _make_trouble(case, strategy, case.name)
    return table_of(case, strategy, replicate, past)


def encode_parts(strategies):
    return json.dumps({name: table.to_pydict() for name, table in strategies.items()}).encode()


def join_parts(files, strategy, replicate):
    tables = [json.loads(data)[strategy] for data in files]
    whole = {**tables[0], "value": np.sum([table["value"] for table in tables], axis=0)}
    assert set(whole["replicate"]) == {replicate}
    kinds = {"replicate": pa.int32(), "month": pa.int16()}
    return pa.table({name: pa.array(column, kinds.get(name)) for name, column in whole.items()})


def _make_trouble(case, strategy, replicate):
    kind = json.loads(case.trouble).get(str(replicate))
    if kind is None or strategy != case.strategies[-1]:
        return
    tries = _count(Path(case.marks) / f"tries-{replicate}") if case.marks else 1
    if kind == "die" or (kind == "die_once" and tries == 1):
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "memory_once" and tries == 1:
        raise MemoryError
    if kind == "raise":
        raise ValueError("a knob that cannot be")
    if kind == "disk":
        raise OSError(28, "No space left on device")
    if kind == "law":
        raise ModelLawError("month 7, seed 1: 3 persons too many (ids 4, 5, 6)")


def _count(path):
    with path.open("a") as file:
        file.write("x")
    return path.stat().st_size


def compare(folder, case):
    (folder / "comparison").mkdir(exist_ok=True)
    (folder / "tables").mkdir(exist_ok=True)
    table = pa.concat_tables([storage.read_table(path) for path in sorted((folder / "runs").glob("rep-*.parquet"))])
    mean = {name: np.mean(table.filter(pc.field("strategy") == name)["value"]) for name in case.strategies}
    base = case.comparator
    rows = [f"spend.total,all,{base},{name},{mean[name] - mean[base]}" for name in case.strategies]
    text = "measure,group,comparator,strategy,mean\n" + "\n".join(rows) + "\n"
    (folder / "comparison" / "differences.csv").write_text(text)


def draw(folder):
    (folder / "figures").mkdir(exist_ok=True)
    (folder / "figures" / "fig-01.pdf").write_bytes(b"%PDF-1.4\n")


def summarise(folder):
    return ["b spends more than a."]


def get_ready(say):
    say("The toy is ready.")


def touch(case):
    return bool(case.every_place) and case.together


def live_together(cases, strategy, replicate, pasts, threads, check):
    return {name: live_part(case, strategy, replicate, pasts[name], threads, check) for name, case in cases.items()}


ENGINE = Engine(
    *(load, live_past, FakePast.load, live, compare, draw, summarise, get_ready),
    *(live_part, encode_parts, join_parts, touch, live_together),
)


def write_case(path, **fields):
    path.write_text(replace(FakeCase(), **fields).resolved_yaml())
    return path
