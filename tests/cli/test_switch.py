"""``simulate switch`` as it is typed; the search itself is tested in ``tests/runs``."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from simulation.cli import switch
from simulation.runs import switching

CASE = str(Path("scenarios/crisis_or_prevention.yaml").resolve())


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """What the search was asked for, in a folder where results may lie; nothing is lived."""
    monkeypatch.chdir(tmp_path)
    found = []

    def search(_path, sets, _question, options, *_others):
        options.out.mkdir(parents=True)
        found.append((options.out, list(sets)))
        return switching.Switch(switching.NONE, (switching.Tried(0.0, 1.0, 0.0, 2),))

    monkeypatch.setattr(switching, "switching_value", search)
    return found


def test_without_a_folder_results_go_below_results(asked):
    done = CliRunner().invoke(switch.command, [CASE, "--param", "council.prevention_share"])
    assert done.exit_code == 0, done.output
    ((out, _),) = asked
    assert out.parent == Path("results")
    assert out.name.startswith("crisis_or_prevention-switch-council.prevention_share-")
    assert (out / "switch.csv").is_file()
    assert f"Results are in {out}" in done.stderr


def test_years_and_a_folder_are_handed_on(asked, tmp_path):
    words = ["--param", "council.prevention_share", "--years", "3", "-o", str(tmp_path / "here")]
    assert CliRunner().invoke(switch.command, [CASE, *words]).exit_code == 0
    assert asked == [(tmp_path / "here", ["time.years=3"])]
