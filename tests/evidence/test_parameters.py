"""The loader refuses bad rows, reads pounds in one price year, and checks what a scenario overrides."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from simulation.evidence.parameters import (
    COLUMNS,
    ParameterError,
    Parameters,
    UnknownParameterError,
    load_parameters,
    read_rows,
)

GOOD = "care.hours,10,hours per week,2021,5,20,triangular,Census 2021,A-188,measured,2026-11-22,"


def table(folder: Path, *lines: str) -> Path:
    path = folder / "parameters.csv"
    path.write_text("\n".join([",".join(COLUMNS), *lines]) + "\n", encoding="utf-8")
    return path


def test_a_good_row_is_read(tmp_path: Path) -> None:
    (row,) = read_rows(table(tmp_path, GOOD))
    assert (row.id, row.value, row.low, row.high, row.evidence_ids) == ("care.hours", 10.0, 5.0, 20.0, ("A-188",))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",10,", ",30,", "not within 5 to 20"),
        (",10,", ",ten,", "could not convert"),
        (",10,", ",nan,", "not within"),
        (",20,", ",inf,", "not within"),
        (",5,", ",,", "could not convert"),
        ("measured", "guessed", "grade 'guessed'"),
        ("triangular", "pyramid", "distribution 'pyramid'"),
        ("Census 2021", "", "source"),
        ("hours per week", "", "unit"),
        ("hours per week,2021", "gbp_per_week,yesterday", "not a financial year"),
        ("hours per week,2021", "gbp_per_week,2023-25", "followed by 24"),
        ("hours per week,2021", "gbp_per_week,1901-02", "no deflator for 1901"),
        ("Census 2021", "Census, 2021", "too many cells"),
        (",measured,2026-11-22,", "", "too few"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ParameterError, match=r"parameters.csv:3.*" + message):
        read_rows(table(tmp_path, GOOD, GOOD.replace(old, new, 1)))


def test_other_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "parameters.csv"
    path.write_text("id,value\nx,1\n", encoding="utf-8")
    with pytest.raises(ParameterError, match="columns must be"):
        read_rows(path)


def test_unknown_id_suggests_the_nearest(parameters: Parameters) -> None:
    with pytest.raises(UnknownParameterError, match=r"did you mean crisis\.gap") as caught:
        parameters.value("crisis.gpa")
    assert "crisis.gap" in caught.value.suggestions


def test_read_names_what_was_asked_for(parameters: Parameters) -> None:
    parameters.value("crisis.gap")
    parameters.vector("skill.usual", ["none", "high"])
    assert parameters.read == {"crisis.gap", "skill.usual.none", "skill.usual.high"}
    assert load_parameters().read == set()


def test_pounds_come_in_the_price_year(parameters: Parameters) -> None:
    hour = parameters["money.social_worker_gbp_per_hour"]
    assert hour.period == "2013-14"
    assert parameters.value(hour.id) == pytest.approx(40 * 100 / 72.91)
    assert load_parameters(2013).value(hour.id) == 40.0
    assert parameters.value("money.attendance_gbp") == 280.0


def test_override_within_the_range(parameters: Parameters) -> None:
    changed = parameters.override({"crisis.gap": 0})
    assert changed.value("crisis.gap") == 0.0
    assert parameters.value("crisis.gap") > 0.0
    assert "scenario" in changed["crisis.gap"].source


def test_override_of_pounds_is_in_the_price_year(parameters: Parameters) -> None:
    changed = parameters.override({"money.social_worker_gbp_per_hour": 60})
    assert changed.value("money.social_worker_gbp_per_hour") == 60.0
    with pytest.raises(ParameterError, match="is outside"):
        parameters.override({"money.social_worker_gbp_per_hour": 41})  # 41 pounds of 2013-14 would be inside


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (3, "is outside 0 to 2"),
        ("1", "not a number"),
        (True, "not a number"),
        (float("nan"), "not a number"),
        ({"value": 3}, "is outside"),
        ({"value": 3, "outside_range": True}, "needs a source"),
        ({"vaule": 1}, "vaule"),
        ({"source": "me"}, "has a value"),
    ],
)
def test_a_bad_override_is_refused(parameters: Parameters, value: object, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        parameters.override({"crisis.gap": value})  # type: ignore[dict-item]


def test_outside_the_range_on_purpose(parameters: Parameters) -> None:
    given = {"value": 3, "source": "a new study", "outside_range": True}
    changed = parameters.override({"crisis.gap": given})
    assert (changed.value("crisis.gap"), changed["crisis.gap"].source) == (3.0, "a new study")


def test_an_unknown_override_suggests(parameters: Parameters) -> None:
    with pytest.raises(UnknownParameterError, match=r"crisis\.gap"):
        parameters.override({"crisis.gapp": 1})


def test_parameters_can_be_sent_to_a_worker(parameters: Parameters) -> None:
    again = pickle.loads(pickle.dumps(parameters.override({"crisis.gap": 0.5})))
    assert again.value("crisis.gap") == 0.5
