"""Kernels are compiled once, before anybody waits for one, and by one program at a time."""

import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulation.kernels import compiling
from simulation.runs import warming
from simulation.runs.errors import RunError

SCENARIOS = Path(__file__).parents[2] / "scenarios"
LIVE_AND_COUNT = """
import importlib, pkgutil, sys
from pathlib import Path
from numba.core.dispatcher import Dispatcher
import simulation.kernels
from simulation import CareEcosystem, load
from simulation.model import live_past
from simulation.runs.warming import warm

case = load(Path(sys.argv[1]), ["place.scale=0.002", "time.burn_in_months=1", "time.years=1"])
warm(print)
past = live_past(case)
for strategy in case.strategies:
    CareEcosystem(case, strategy=strategy, replicate=1, past=past, check=True).run()
names = [module.name for module in pkgutil.iter_modules(simulation.kernels.__path__, "simulation.kernels.")]
found = {id(thing): thing for name in names for thing in vars(importlib.import_module(name)).values()
         if isinstance(thing, Dispatcher)}
hits = sum(sum(one.stats.cache_hits.values()) for one in found.values())
missed = [name for one in found.values() for name in one.stats.cache_misses if one.stats.cache_path]
print("HITS", hits, "MISSED", missed)
"""


@pytest.mark.parametrize("name", ["crisis_or_prevention", "micro_enterprises"])
def test_warming_leaves_a_run_nothing_to_compile(name):
    """Nor one with rows of its own, whatever warming knows of."""
    case = SCENARIOS / f"{name}.yaml"
    ran = subprocess.run([sys.executable, "-c", LIVE_AND_COUNT, case], capture_output=True, text=True, check=True)
    line = ran.stdout.splitlines()[-1]
    assert line.endswith("MISSED []")
    assert int(line.split()[1]) >= len(warming.walked_lines())


def test_what_is_compiled_is_not_compiled_again(monkeypatch):
    said = []
    warming.warm(said.append)
    monkeypatch.setattr(warming, "_compile", lambda *_: pytest.fail("compiled again"))
    said.clear()
    warming.warm(said.append)
    assert warming.compiled()
    assert said == []


@dataclass(frozen=True)
class Broken:
    """Work that a process cannot do."""

    reason: str

    def prepare(self):
        if self.reason == "unable":
            raise ValueError("no such table")
        return self.walk

    def walk(self, number, _tell):
        if self.reason == "dies":
            os._exit(9)
        raise TypeError("no such kernel")


@pytest.mark.parametrize(
    ("reason", "told"),
    [("unable", "ValueError: no such table"), ("fails", "TypeError: no such kernel"), ("dies", "ended with code 9")],
)
def test_a_process_that_cannot_compile_ends_the_run(monkeypatch, tmp_path, reason, told):
    monkeypatch.setattr(compiling, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(warming, "Compiling", lambda: Broken(reason))
    with pytest.raises(RunError, match=f"cannot be compiled: .*{told}"):
        warming.warm(lambda _: None)
    assert not warming.compiled()


def test_of_two_programs_one_compiles_and_the_other_waits(monkeypatch, tmp_path):
    monkeypatch.setattr(compiling, "cache_folder", lambda: tmp_path)
    may_end, compiling_now, times, said = threading.Event(), threading.Event(), [], []

    def compile_slowly(_say):
        times.append(1)
        compiling_now.set()
        assert may_end.wait(60)
        return 1.0

    def say(text):
        said.append(text)
        may_end.set()

    monkeypatch.setattr(warming, "_compile", compile_slowly)
    first = threading.Thread(target=warming.warm, args=(print,))
    first.start()
    assert compiling_now.wait(60)
    warming.warm(say)
    first.join()
    assert times == [1]
    assert said == ["Another program is compiling the kernels; waiting for it."]


def test_the_longest_lines_are_compiled_first():
    lines = warming.walked_lines()
    assert {line.name for line in lines[:2]} == {"matching", "front door"}


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="owners of files are a matter of POSIX")
def test_machine_code_in_a_strangers_folder_is_not_used(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert compiling.cache_folder().parent == tmp_path / "goodlives"
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)
    assert tmp_path not in compiling.cache_folder().parents
