"""``simulate run`` and ``simulate verify`` as a person meets them: exit codes, and what goes to which stream."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1] / "runs"))

import fake_engine

from simulation.cli import run, verify
from simulation.runs import storage
from simulation.runs.lock import locked


@pytest.fixture(autouse=True)
def toy(monkeypatch):
    monkeypatch.setattr("simulation.runs.engine.MODEL", fake_engine.ENGINE)


@pytest.fixture
def scenario(tmp_path):
    return fake_engine.write_case(tmp_path / "toy.yaml")


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def simulate(command, *words):
    return CliRunner().invoke(command, [str(word) for word in words])


def test_a_run_ends_with_0_and_prints_the_summary_only_on_stdout(scenario, out):
    done = simulate(run.command, scenario, "-o", out, "--workers", 1)
    assert done.exit_code == 0, done.output
    assert done.stdout == "b spends more than a.\n"
    assert f"Results are in {out}" in done.stderr
    assert "\x1b" not in done.output
    assert "\r" not in done.output


def test_quiet_tells_nothing_but_the_summary(scenario, out):
    done = simulate(run.command, scenario, "-o", out, "--workers", 1, "-q")
    assert (done.stdout, done.stderr) == ("b spends more than a.\n", "")


def test_json_lines_on_stderr(scenario, out):
    done = simulate(run.command, scenario, "-o", out, "--workers", 1, "--log-format", "jsonl")
    assert all(json.loads(line)["event"] == "message" for line in done.stderr.splitlines())


def test_flags_become_part_of_the_resolved_scenario(scenario, out):
    words = ["--seed", 7, "--replicates", 2, "--years", 2, "--set", "pace=0.001", "--strategies", "a,b"]
    assert simulate(run.command, scenario, "-o", out, "--workers", 1, *words).exit_code == 0
    resolved = fake_engine.load(out / "scenario.resolved.yaml", ())
    assert (resolved.seed, resolved.replicates, resolved.years, resolved.pace) == (7, 2, 2, 0.001)


def test_a_dry_run_prints_a_prediction_and_writes_nothing(scenario, out):
    done = simulate(run.command, scenario, "-o", out, "--dry-run")
    assert done.exit_code == 0
    for word in ("replicates", "minutes", "MB", str(out)):
        assert word in done.stdout
    assert not out.exists()


def test_no_figures(scenario, out):
    assert simulate(run.command, scenario, "-o", out, "--workers", 1, "--no-figures").exit_code == 0
    assert not (out / "figures").exists()


def test_1_some_replicates_failed(tmp_path, out):
    scenario = fake_engine.write_case(tmp_path / "toy.yaml", trouble='{"2": "raise"}')
    done = simulate(run.command, scenario, "-o", out, "--workers", 1)
    assert done.exit_code == 1
    assert "Replicate 2 (seed 1) failed: ValueError: a knob that cannot be" in done.stderr
    assert f"again with: simulate run {out}/scenario.resolved.yaml -o {out} --workers 1" in done.stderr
    assert "Traceback" not in done.output


def test_2_scenario_with_faults(scenario, out):
    done = simulate(run.command, scenario, "-o", out, "--set", "peple=3")
    assert done.exit_code == 2
    assert "peple: unknown key" in done.stderr
    assert done.stdout == ""
    assert not out.exists()


@pytest.mark.parametrize(
    "words",
    [["--workers", "0"], ["--workers", "many"], ["--threads", "0"], ["--replicates", "0"], ["--max-time", "0"],
     ["--seed", "-1"], ["--years", "0"], ["--strategies", "a,a"], ["--force"], ["--nonsense"]],
)  # fmt: skip
def test_2_options_that_cannot_be(scenario, out, words):
    done = simulate(run.command, scenario, "-o", out, *words)
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    assert not out.exists()


def test_65_damaged_result(scenario, out):
    simulate(run.command, scenario, "-o", out, "--workers", 1)
    assert simulate(verify.command, out).exit_code == 0
    storage.run_path(out, 2).write_bytes(b"PAR1")
    done = simulate(verify.command, out)
    assert done.exit_code == 65
    assert "damaged: runs/rep-000002.parquet: digest differs" in done.stdout
    assert "Repair with: simulate run" in done.stderr


def test_verify_sums_up_files_of_other_commands(scenario, out):
    simulate(run.command, scenario, "-o", out, "--workers", 1)
    for name in ("a.csv", "b.csv", "figures/c.png"):
        (out / "appraisal" / name).parent.mkdir(parents=True, exist_ok=True)
        (out / "appraisal" / name).write_text("")
    (out / "notes.txt").write_text("")
    (out / ".x.tmp").write_text("")
    done = simulate(verify.command, out)
    assert done.exit_code == 0
    assert done.stderr.splitlines() == [
        ".x.tmp: left by an interrupted write",
        "Not part of the run, and not checked: appraisal/ (3), notes.txt",
    ]


def test_65_folder_without_results(tmp_path):
    assert simulate(verify.command, tmp_path).exit_code == 65


def test_verify_lives_one_replicate_again(scenario, out):
    simulate(run.command, scenario, "-o", out, "--workers", 1)
    done = simulate(verify.command, out, "--rerun", "--replicate", 2)
    assert done.exit_code == 0
    assert "every value the same" in done.stdout


def test_70_broken_law_of_the_model(tmp_path, out):
    scenario = fake_engine.write_case(tmp_path / "toy.yaml", trouble='{"1": "law"}')
    done = simulate(run.command, scenario, "-o", out, "--workers", 1)
    assert done.exit_code == 70
    assert "month 7, seed 1" in done.stderr


def test_73_folder_in_use(scenario, out):
    out.mkdir()
    with locked(out):
        done = simulate(run.command, scenario, "-o", out)
    assert done.exit_code == 73
    assert "is in use by process" in done.stderr


def test_73_folder_of_another_scenario(scenario, out):
    simulate(run.command, scenario, "-o", out, "--workers", 1)
    done = simulate(run.command, scenario, "-o", out, "--workers", 1, "--seed", 3)
    assert done.exit_code == 73
    assert "seed: 1 there, 3 now" in done.stderr
    assert "--fresh" in done.stderr


def test_74_disk_full(tmp_path, out):
    scenario = fake_engine.write_case(tmp_path / "toy.yaml", trouble='{"1": "disk"}')
    assert simulate(run.command, scenario, "-o", out, "--workers", 1).exit_code == 74


def test_75_no_time_left(tmp_path, out):
    scenario = fake_engine.write_case(tmp_path / "toy.yaml", pace=0.05)
    done = simulate(run.command, scenario, "-o", out, "--workers", 1, "--max-time", 0.1 / 60)
    assert done.exit_code == 75
    assert "go on with: simulate run" in done.stderr
    assert done.stdout == ""


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from simulation.cli.run import command; from simulation.cli.verify import command as other;"
        "heavy = {'numpy', 'pyarrow', 'pydantic', 'mesa', 'numba', 'matplotlib', 'pandas'} & set(sys.modules);"
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])
