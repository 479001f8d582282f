"""Workers die, and the run goes on; the number of workers changes no value."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fake_engine import ENGINE, FakeCase, write_case
from test_job import Listener, values

from simulation.runs import manifest, storage
from simulation.runs.errors import FolderError, InvariantError, RunError, StorageError
from simulation.runs.job import Job
from simulation.runs.options import RunOptions
from simulation.runs.verify import verify

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(HERE)])}
COMMAND = (
    "import fake_engine, simulation.runs.engine as engine; engine.MODEL = fake_engine.ENGINE;"
    "import simulation.runs.digests as digests; digests.of_model_sources = lambda: '0' * 64;"
    "from simulation.cli.run import command; command()"
)


def job(out, case=None, talk=None, workers=2, **options):
    return Job(case or FakeCase(), RunOptions(out=out, workers=workers, **options), "", ENGINE, talk or Listener())


def troubled(tmp_path, trouble, **fields):
    (tmp_path / "marks").mkdir()
    return FakeCase(trouble=json.dumps(trouble), marks=str(tmp_path / "marks"), **fields)


def start(out, scenario, *words):
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(scenario), "-o", str(out), *words],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(condition, seconds=20.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def workers_of(pid):
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue
        if parent == pid:
            found.append(int(entry.name))
    return found


def alive(pid):
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    out = tmp_path_factory.mktemp("undisturbed")
    job(out, workers=1).run()
    return [storage.read_side(out, k).values_sha256 for k in range(1, 5)]


def digests(out):
    return [storage.read_side(out, k).values_sha256 for k in range(1, 5)]


def test_two_workers_give_the_values_of_one(tmp_path):
    job(tmp_path / "1", workers=1).run()
    job(tmp_path / "2", workers=2).run()
    assert values(tmp_path / "1") == values(tmp_path / "2")
    for k in range(1, 5):
        one, two = (storage.run_path(tmp_path / name, k).read_bytes() for name in "12")
        assert one == two


def test_a_killed_worker_costs_one_retry_and_changes_nothing(tmp_path, undisturbed):
    talk = Listener()
    outcome = job(tmp_path / "out", troubled(tmp_path, {"2": "die_once"}), talk).run()
    assert outcome.exit_code == 0
    assert digests(tmp_path / "out") == undisturbed
    assert any("Replicate 2: its process was killed by signal 9" in text for text in talk.said)


def test_a_replicate_that_always_dies_is_tried_three_times_and_the_rest_completes(tmp_path):
    case = troubled(tmp_path, {"3": "die"})
    outcome = job(tmp_path / "out", case).run()
    assert (outcome.exit_code, outcome.replicates) == (1, 3)
    assert (tmp_path / "marks" / "tries-3").read_text() == "xxx"
    failed = manifest.read(tmp_path / "out")["failed"]["3"]
    assert "killed by signal 9 (after 3 tries)" in failed["reason"]
    assert "scenario.resolved.yaml" in failed["repeat_with"]
    assert verify(tmp_path / "out").sound


def test_too_little_memory_is_tried_again_and_a_fault_is_not(tmp_path):
    case = troubled(tmp_path, {"1": "memory_once", "2": "raise"})
    outcome = job(tmp_path / "out", case).run()
    assert [side.replicate for side in outcome.failed] == [2]
    assert (tmp_path / "marks" / "tries-1").read_text() == "xx"
    assert (tmp_path / "marks" / "tries-2").read_text() == "x"


@pytest.mark.parametrize(("trouble", "error"), [("disk", StorageError), ("law", InvariantError)])
def test_a_full_disk_or_a_broken_law_in_a_worker_stops_the_run(tmp_path, trouble, error):
    case = troubled(tmp_path, {"1": trouble}, replicates=40, pace=0.02)
    with pytest.raises(error, match="Replicate 1"):
        job(tmp_path / "out", case).run()
    assert storage.read_side(tmp_path / "out", 1) is None
    assert storage.read_side(tmp_path / "out", 40) is None
    assert manifest.read(tmp_path / "out")["status"] == "running"


def test_sources_that_change_during_a_run_stop_it(tmp_path, monkeypatch):
    monkeypatch.setattr("simulation.runs.digests.of_model_sources", lambda: "f" * 64)
    with pytest.raises(RunError, match="changed while it ran"):
        job(tmp_path).run()


def test_workers_that_memory_does_not_allow_are_not_started(tmp_path, monkeypatch):
    monkeypatch.setattr("simulation.runs.memory.free_mb", lambda: 600.0)
    talk = Listener()
    assert job(tmp_path, talk=talk).run().exit_code == 0
    assert "Memory allows 1 workers, not 2: the result is the same, only later." in talk.said


def test_ctrl_c_once_finishes_what_runs_and_says_how_to_go_on(tmp_path):
    out, scenario = tmp_path / "out", write_case(tmp_path / "toy.yaml", pace=0.15, replicates=8)
    with start(out, scenario, "--workers", "2") as run:
        wait_for(lambda: list((out / "runs").glob("*.json")))
        run.send_signal(signal.SIGINT)
        data, talk = run.communicate(timeout=30)
    assert run.returncode == 130
    assert data == ""
    assert f"go on with: simulate run {out}/scenario.resolved.yaml -o {out}" in talk
    assert "Traceback" not in talk
    kept = manifest.read(out)["replicates"]
    assert 0 < len(kept) < 8
    assert verify(out).sound
    with start(out, scenario, "--workers", "1") as again:
        again.communicate(timeout=30)
    assert again.returncode == 0
    assert manifest.read(out)["replicates"].keys() == {str(k) for k in range(1, 9)}


def test_ctrl_c_twice_stops_at_once_and_harms_nothing(tmp_path):
    out, scenario = tmp_path / "out", write_case(tmp_path / "toy.yaml", pace=30.0)
    with start(out, scenario, "--workers", "2") as run:
        wait_for(lambda: len(workers_of(run.pid)) == 2)
        workers = workers_of(run.pid)
        run.send_signal(signal.SIGINT)
        wait_for(lambda: "second Ctrl-C" in run.stderr.readline())
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=10)
    assert run.returncode == 130
    wait_for(lambda: not any(alive(pid) for pid in workers), 5)
    assert verify(out).sound


def test_sigterm_stops_in_good_order_too(tmp_path):
    out, scenario = tmp_path / "out", write_case(tmp_path / "toy.yaml", pace=0.15, replicates=8)
    with start(out, scenario, "--workers", "1") as run:
        wait_for(lambda: list((out / "runs").glob("*.json")))
        run.send_signal(signal.SIGTERM)
        run.communicate(timeout=30)
    assert run.returncode == 75
    assert verify(out).sound


def test_a_killed_parent_leaves_no_worker_and_no_lock(tmp_path):
    out, scenario = tmp_path / "out", write_case(tmp_path / "toy.yaml", pace=0.2)
    with start(out, scenario, "--workers", "2") as run:
        wait_for(lambda: list((out / "runs").glob("*.json")))
        workers = workers_of(run.pid)
        assert workers
        run.kill()
        run.communicate(timeout=10)
    wait_for(lambda: not any(alive(pid) for pid in workers), 5)
    kept = len(list((out / "runs").glob("*.json")))
    assert 0 < kept < 4
    case = ENGINE.load(scenario, ())
    assert job(out, case, workers=1).run().exit_code == 0


def test_a_second_run_in_the_same_folder_ends_at_once(tmp_path):
    out, scenario = tmp_path / "out", write_case(tmp_path / "toy.yaml", pace=0.3)
    with start(out, scenario, "--workers", "1") as run:
        wait_for(lambda: (out / "manifest.json").exists())
        began = time.monotonic()
        with pytest.raises(FolderError, match=rf"in use by process {run.pid} on .*, started 20") as caught:
            job(out, ENGINE.load(scenario, ())).run()
        assert time.monotonic() - began < 1
        run.communicate(timeout=30)
    assert caught.value.exit_code == 73
    assert run.returncode == 0
