"""The way in from Python."""

import subprocess
import sys
from pathlib import Path

import fake_engine
import pytest
from test_executor import ENVIRONMENT

from simulation.runs.errors import DamagedError, OptionsError, RunError
from simulation.runs.front import Results, run
from simulation.scenario import load


@pytest.fixture(autouse=True)
def toy(monkeypatch):
    monkeypatch.setattr("simulation.runs.engine.MODEL", fake_engine.ENGINE)


@pytest.fixture
def scenario(tmp_path):
    return fake_engine.write_case(tmp_path / "toy.yaml")


def test_one_line_runs_and_opens_the_results(tmp_path, scenario):
    results = run(scenario, out=tmp_path / "out", workers=1, sets={"replicates": 2}, quiet=True)
    assert results.folder == tmp_path / "out"
    assert results.table().num_rows == 2 * 2 * 12
    assert results.differences().column_names == ["measure", "group", "comparator", "strategy", "mean"]
    assert results.summary() == "b spends more than a."
    assert [path.name for path in results.figures] == ["fig-01.pdf"]
    assert results.manifest["command"].startswith("simulation.run(")


def test_a_loaded_scenario_runs_as_it_is(tmp_path):
    case = fake_engine.FakeCase(replicates=1)
    assert run(case, out=tmp_path, workers=1, quiet=True).table().num_rows == 24
    with pytest.raises(OptionsError, match=r"run\.seed=2"):
        run(case, out=tmp_path, seed=2, quiet=True)


def test_an_unknown_option_is_named(scenario):
    with pytest.raises(OptionsError, match="unknown: repliates"):
        run(scenario, repliates=3)


def test_failed_replicates_raise_after_the_rest_is_saved(tmp_path):
    scenario = fake_engine.write_case(tmp_path / "toy.yaml", trouble='{"1": "raise"}')
    with pytest.raises(RunError, match="replicate 1: ValueError"):
        run(scenario, out=tmp_path / "out", workers=1, quiet=True)
    assert Results(tmp_path / "out").table().num_rows == 3 * 24


def test_an_empty_folder_holds_no_results(tmp_path):
    with pytest.raises(DamagedError, match="no finished replicate"):
        Results(tmp_path).table()


def test_a_script_without_a_main_guard_may_use_workers(tmp_path, scenario):
    script = tmp_path / "script.py"
    script.write_text(
        "import fake_engine, simulation.runs.engine as engine\n"
        "import simulation.runs.digests as digests\n"
        "engine.MODEL, digests.of_model_sources = fake_engine.ENGINE, lambda: '0' * 64\n"
        "from simulation.runs.front import run\n"
        f"print(run({str(scenario)!r}, out={str(tmp_path / 'out')!r}, workers=2).table().num_rows)\n"
    )
    done = subprocess.run([sys.executable, script], env=ENVIRONMENT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "96\n"), done.stderr
    assert Path(tmp_path / "out").is_dir()


def test_settings_that_do_nothing_are_told(monkeypatch, capsys):
    setting = "strategy_definitions.prevention_investment.panel.need_weight"
    monkeypatch.setattr("simulation.runs.front.finish", lambda job: job)
    case = load("scenarios/crisis_or_prevention.yaml", [f"{setting}=1"])
    for quiet in (False, True):
        run(case, quiet=quiet)
        assert (f"warning: {setting}: does nothing" in capsys.readouterr().err) is not quiet
