"""The real model in a tiny place: nothing but the scenario determines a value, and every column is described."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulation.runs import datapackage, manifest
from simulation.runs.verify import verify

ROOT = Path(__file__).parents[2]
SCENARIO = """schema: 1
name: tiny
place: {adults: 1000}
time: {burn_in_months: 3, years: 1}
run: {seed: 5, replicates: 2}
comparator: crisis_driven
strategies: [crisis_driven, prevention_investment]
"""


def simulate(*words, **environment):
    return subprocess.run(
        [sys.executable, "-m", "simulation", *map(str, words)],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=900,
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    (folder / "tiny.yaml").write_text(SCENARIO)
    done = simulate("run", folder / "tiny.yaml", "-o", folder / "out", "--workers", 2, "--check")
    assert done.returncode == 0, done.stderr
    assert str(folder / "out") in done.stdout
    return folder


def values(out):
    return {number: facts["values_sha256"] for number, facts in manifest.read(out)["replicates"].items()}


def test_workers_threads_hash_seed_and_time_zone_change_no_value(whole, tmp_path):
    words = ("--workers", 1, "--threads", 2, "--no-figures")
    done = simulate(
        "run", whole / "out" / "scenario.resolved.yaml", "-o", tmp_path, *words, PYTHONHASHSEED="7", TZ="Asia/Tokyo"
    )
    assert done.returncode == 0, done.stderr
    assert values(tmp_path) == values(whole / "out")


def test_the_folder_is_sound_and_a_replicate_can_be_lived_again(whole):
    assert verify(whole / "out").damaged == {}
    done = simulate("verify", whole / "out", "--rerun", "--replicate", 2)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_column_of_every_table_is_described(whole):
    package = json.loads((whole / "out" / "datapackage.json").read_text())
    names = {field["name"] for resource in package["resources"] for field in resource["schema"]["fields"]}
    assert names - set(datapackage.known_fields()) == set()
