"""``simulate life`` as it is typed."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from lives.conftest import CASE, SETS
from simulation.cli.life import command
from simulation.measures.files import read_csv

TINY = [word for text in SETS for word in ("--set", text)]


def simulate(*arguments):
    return CliRunner().invoke(command, [CASE, *TINY, *map(str, arguments)])


def test_a_life_is_written_and_its_files_are_named(here, tmp_path):
    done = simulate("--person", here[0], "--strategy", "crisis_driven", "-o", tmp_path / "life")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "life" / "story.md").read_text(encoding="utf-8").startswith("# One simulated life: person")
    assert len(done.stdout.split()) == len(list((tmp_path / "life").iterdir())) == 8


def test_finding_prints_counts_and_how_to_see_one():
    done = simulate("--find", "supported,no_support", "--at-most", 1)
    assert done.exit_code == 0, done.output
    assert "people live in the place at the start" in done.stdout
    assert "See one: simulate life" in done.stderr


def test_years_go_over_the_scenario_and_into_the_command_to_see_one(here, tmp_path):
    done = simulate("--person", here[0], "--years", 2, "--strategy", "crisis_driven", "-o", tmp_path / "life")
    assert done.exit_code == 0, done.output
    assert read_csv(tmp_path / "life" / "life.csv")["month"].to_pylist()[-1] > 12
    done = simulate("--find", "supported,no_support", "--at-most", 1, "--years", 2)
    assert "--set time.years=2" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "either --person ID or --find WHAT"),
        (["--person", 1, "--find", "home_again"], "either --person ID or --find WHAT"),
        (["--person", 10**7], "There is no person 10000000"),
        (["--person", 1, "--strategy", "crisis_drven"], "Did you mean 'crisis_driven'?"),
        (["--person", 1, "--place", "Leeds"], "the scenario has one place"),
        (["--find", "home_agan"], "Did you mean 'home_again'?"),
        (["--person", 1, "--replicate", 0], "--replicate"),
        (["--person", 1, "--set", "peple=3"], "unknown key"),
    ],
)
def test_2_what_cannot_be(words, said, tmp_path):
    done = simulate(*words, "-o", tmp_path / "life")
    assert done.exit_code == 2
    assert said in done.output
    assert "Traceback" not in done.output
    assert not (tmp_path / "life").exists()


def test_a_scenario_of_several_places_asks_for_one():
    done = CliRunner().invoke(command, ["scenarios/england.yaml", "--person", "1"])
    assert done.exit_code == 2
    assert "name one" in done.output
