"""A sweep of the real model in a tiny place, then its appraisal, by their commands."""

from __future__ import annotations

import json

import pytest
from test_whole import simulate

from simulation.measures.files import read_csv
from simulation.runs import datapackage, manifest
from simulation.runs.verify import verify

CASE = """schema: 1
name: tiny
place: {adults: 1000}
time: {burn_in_months: 3, years: 1}
run: {seed: 5}
comparator: crisis_driven
strategies: [crisis_driven, no_change, prevention_investment]
"""
OVER = """schema: 1
draws: 2
replicates: 2
axes:
  - name: need
    when: start
    options:
      as now: {parameters.council.eligible_need: 2}
      nobody: {parameters.council.eligible_need: 3}
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sweep")
    (folder / "tiny.yaml").write_text(CASE)
    (folder / "over.yaml").write_text(OVER)
    words = ("sweep", folder / "tiny.yaml", "--over", folder / "over.yaml", "-o", folder / "out", "--check")
    done = simulate(*words, "--workers", 2)
    assert done.returncode == 0, done.stderr
    assert "draws" in done.stdout
    return folder


def test_a_strategy_under_another_name_differs_by_exactly_0_in_every_draw(whole):
    rows = read_csv(whole / "out" / "comparison" / "draws.csv").to_pylist()
    same = [row["difference"] for row in rows if row["strategy"] == "no_change" and row["difference"] is not None]
    assert same
    assert set(same) == {0}


def test_a_setting_of_month_0_leaves_the_past_as_it_was_and_changes_what_follows(whole):
    from simulation.measures.sweep_runs import layout, read_some

    out = whole / "out"
    results = read_some(
        out, lambda name: name in ("spend.total", "assessments", "support.long_term"), ("before", "run")
    )
    plan = layout(out, results.replicates)
    one, other = (results.of("crisis_driven")[plan.square(point)] for point in (1, 2))
    before = results.period == "before"
    known = before & ~(one != one).any(axis=(0, 1))
    assert known.any()
    assert (one[:, :, known] == other[:, :, known]).all()
    assert (one[:, :, ~before] != other[:, :, ~before]).any()


def test_the_folder_alone_gives_the_same_digests(whole, tmp_path):
    out = whole / "out"
    words = ("sweep", out / "scenario.resolved.yaml", "--over", out / "design" / "over.yaml", "-o", tmp_path)
    done = simulate(*words, "--workers", 1, "--no-figures", "-q", PYTHONHASHSEED="7", TZ="Asia/Tokyo")
    assert done.returncode == 0, done.stderr
    one, other = (manifest.read(folder)["replicates"] for folder in (out, tmp_path))
    assert {n: facts["values_sha256"] for n, facts in one.items()} == {n: f["values_sha256"] for n, f in other.items()}


def test_the_folder_is_sound_a_run_can_be_lived_again_and_every_column_is_described(whole):
    assert verify(whole / "out").damaged == {}
    done = simulate("verify", whole / "out", "--rerun", "--replicate", 7)
    assert done.returncode == 0, done.stdout + done.stderr
    package = json.loads((whole / "out" / "datapackage.json").read_text())
    tables = [resource for resource in package["resources"] if not resource["path"].endswith("draws.parquet")]
    names = {field["name"] for resource in tables for field in resource["schema"]["fields"]}
    assert names - set(datapackage.known_fields()) == set()


def test_an_appraisal_is_written_and_printed(whole, tmp_path):
    done = simulate("appraise", whole / "out", "-o", tmp_path, "--optimism-bias", "class.prevention=10")
    assert done.returncode == 0, done.stderr
    assert done.stdout == (tmp_path / "appraisal.md").read_text()
    assert "class.prevention +10%" in done.stdout
    pictures = {path.stem for path in (tmp_path / "figures").glob("*.svg")}
    assert {"fig-01-present-values", "fig-02-plane", "fig-03-distribution", "fig-05-information"} <= pictures


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--schedule", "greenbook"), "greenbook-2026"),
        (("--point", "9"), "there is no point 9"),
        (("--optimism-bias", "prevention"), "LINE=PERCENT"),
        (("--optimism-bias", "class.x=1"), "class.prevention"),
        (("--price-year", "1066"), "1066"),
    ],
)
def test_what_cannot_be_appraised_is_refused_with_code_2_and_no_traceback(whole, words, told):
    done = simulate("appraise", whole / "out", *words)
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
