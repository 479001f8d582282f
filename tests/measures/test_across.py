from __future__ import annotations

import json

import pyarrow.compute as pc
import pytest
from click.testing import CliRunner

from measures.folders import scenario, write_runs
from simulation.cli.compare import command
from simulation.measures.across import UnlikeResultsError, compare
from simulation.measures.comparison import write_comparison
from simulation.measures.files import write_json
from simulation.measures.results import ResultsError


def folder(path, luck=None, replicates=3, **changes):
    strategies = luck or {"crisis_driven": 0.0, "prevention_investment": 1.0}
    write_runs(path, replicates, strategies)
    write_comparison(path, scenario(**changes))
    return path


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    stronger = {"crisis_driven": 0.0, "prevention_investment": 1.5}
    return folder(tmp_path_factory.mktemp("a")), folder(tmp_path_factory.mktemp("b"), stronger, replicates=4)


def test_the_same_strategy_is_paired_across_folders(pair):
    table = compare(*pair)
    run = table.filter(pc.and_(pc.equal(table["period"], "run"), pc.equal(table["measure"], "crises")))
    rows = {row["strategy"].split(":")[1]: row for row in run.to_pylist() if row["group"] == "all"}
    assert (rows["crisis_driven"]["mean"], rows["crisis_driven"]["mcse"]) == (0, 0)
    assert rows["prevention_investment"]["mean"] < 0
    assert {row["n"] for row in rows.values()} == {3}  # replicates that both have


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"run": type("Run", (), {"seed": 2})}, "seed: 1 in .*, 2 in "),
        ({"price_year": 2023}, "price year: 2024 in .*, 2023 in "),
    ],
)
def test_unlike_folders_are_refused_by_name(pair, tmp_path, changes, told):
    other = folder(tmp_path, **changes)
    with pytest.raises(UnlikeResultsError, match=told):
        compare(pair[0], other)
    answer = CliRunner().invoke(command, [str(pair[0]), str(other)])
    assert answer.exit_code == 2
    assert "cannot be compared" in answer.output


def test_unlike_horizons_and_versions_are_refused_together(pair, tmp_path):
    write_runs(tmp_path, 2, months=12)
    write_comparison(tmp_path, scenario())
    write_json(tmp_path / "manifest.json", {"identity": {"results_version": 2}})
    with pytest.raises(UnlikeResultsError, match=r"horizon in months: 24 in [\s\S]*results_version: 1 in"):
        compare(pair[0], tmp_path)


def test_a_folder_without_a_comparison_is_refused(pair, tmp_path):
    with pytest.raises(ResultsError, match="holds no comparison"):
        compare(pair[0], tmp_path)


def test_the_command_prints_json_and_writes_a_table(pair, tmp_path):
    answer = CliRunner().invoke(command, [str(pair[0]), str(pair[1]), "--json", "-o", str(tmp_path)])
    assert answer.exit_code == 0, answer.output
    rows = json.loads(answer.stdout)
    assert {"measure", "mean", "mcse", "low", "high", "n"} <= set(rows[0])
    assert (tmp_path / "differences.csv").stat().st_size > 0
    assert "replicates: 3 against 4" in answer.stderr


def test_the_command_prints_plain_lines(pair):
    answer = CliRunner().invoke(command, [str(pair[0]), str(pair[1])])
    assert answer.exit_code == 0
    assert "- Crises: exactly the same in 3 replicates." in answer.stdout
    assert "lower (95 % interval" in answer.stdout
