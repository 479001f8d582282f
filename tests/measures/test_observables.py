from __future__ import annotations

import csv
from pathlib import Path

import pytest

import simulation
from simulation.measures.observables import HIT, MISS, NOT_MEASURED, calibration_lines, calibration_table, observables
from simulation.measures.registry import describe
from simulation.measures.results import read_folder
from simulation.measures.series import GROUPS

WANTED = {f"O{k:02d}" for k in (*range(1, 16), 17, *range(21, 35), 36, 41, 42, 43, 44, 45, 46, 57)}


@pytest.fixture(scope="module")
def table(results_folder):
    return calibration_table(read_folder(results_folder), "crisis_driven")


def test_every_observable_asked_for_is_in_the_table():
    assert {one.observable for one in observables()} == WANTED


def test_each_target_lies_in_its_range_and_has_a_source():
    for one in observables():
        if one.target == one.target:
            assert one.low <= one.target <= one.high, one.definition
            assert one.source, one.definition
            assert one.evidence, one.definition
        else:
            assert "not measured" in one.note


def test_each_is_measured_by_a_known_measure_or_says_why_not():
    for one in observables():
        if one.measure:
            describe(one.measure)
            assert one.group in GROUPS
        else:
            assert one.note.startswith("not measured: "), one.definition


def test_misses_come_first_the_farthest_at_the_top(table):
    verdicts = table["verdict"].to_pylist()
    assert verdicts == sorted(verdicts, key=[MISS, NOT_MEASURED, HIT].index)
    assert {MISS, HIT} < set(verdicts)


def test_a_verdict_is_whether_the_model_lies_in_the_range(table):
    for row in table.to_pylist():
        if row["verdict"] != NOT_MEASURED:
            assert (row["low"] <= row["model"] <= row["high"]) == (row["verdict"] == HIT)
            assert row["ratio"] == pytest.approx(row["model"] / row["target"])
        else:
            assert row["model"] is None or row["target"] is None


def test_pounds_follow_the_price_year():
    now, then = ({one.definition: one for one in observables(year)} for year in (2024, 2020))
    spend = next(name for name in now if name.startswith("Net current spending"))
    assert then[spend].target < now[spend].target
    assert {name for name in now if now[name].target > then[name].target} == {
        name for name, one in now.items() if one.unit.startswith("gbp") and one.target == one.target
    }


def test_lines_name_every_row(table):
    assert len(calibration_lines(table)) == table.num_rows + 1


def test_evidence_ids_look_like_rows_of_the_evidence():
    path = Path(simulation.__file__).parent / "evidence" / "observables.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for found in filter(None, row["evidence"].split(";")):
                assert found.startswith(("A-", "B-", "C-", "D-"))
