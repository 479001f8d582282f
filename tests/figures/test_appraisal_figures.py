"""Figures of an appraisal: labels within the page, keys that show marks, pounds that can be read."""

from __future__ import annotations

import pyarrow as pa
import pytest
from matplotlib import rc_context

from simulation.figures import acceptability, information, plane
from simulation.figures.appraisal import AppraisalTables
from simulation.figures.appraisal_key import LETTERS, broken, range_of
from simulation.figures.canvas import marker
from simulation.figures.style import SIZES, settings
from simulation.measures.files import write_csv, write_json
from simulation.measures.results import ResultsError

LONG = "supported_living.choice.learning_disability.substantial.of_people_who_live_alone"
SIZE = SIZES["double"]
ABOUT = {"strategies": ["as_now", "other"], "comparator": "as_now", "names": {"as_now": "As now", "other": "Other"},
         "schedule": "greenbook-2026", "price_year": 2024}  # fmt: skip


def information_row(family, worth, told="no", caution="", floor=100.0):
    floor = None if family == "everything" else floor
    return {"purse": "council", "family": family, "value_of_information": worth, "mcse": 10.0, "floor": floor,
            "told": told, "ids": 1, "caution": caution}  # fmt: skip


def tables_of(folder, name, rows):
    write_json(folder / "about.json", ABOUT)
    write_csv(folder / f"{name}.csv", pa.Table.from_pylist(rows))
    return AppraisalTables(folder)


def drawn_by(draw, tables):
    with rc_context(settings(SIZE)):
        drawn = draw(tables, SIZE)
        drawn.figure.draw_without_rendering()
    return drawn


@pytest.fixture
def families(tmp_path):
    worth = {"everything": 90_000.0, LONG: 40_000.0, "tie.fade": 20_000.0, **{f"nothing.{k}": 0.0 for k in range(20)}}
    return tables_of(tmp_path, "information", [information_row(name, value) for name, value in worth.items()])


def test_the_label_of_a_long_family_is_within_the_page(families):
    figure = drawn_by(information.draw, families).figure
    labels = figure.axes[0].get_yticklabels()
    assert max(len(line) for label in labels for line in label.get_text().split("\n")) <= LETTERS
    assert all(label.get_window_extent().x0 >= 0 for label in labels)


def test_a_broken_id_is_the_same_id():
    assert broken(LONG).replace("\n", "") == LONG
    assert broken("everything") == "everything"


def test_families_that_are_worth_nothing_are_counted_and_not_drawn(families):
    figure = drawn_by(information.draw, families).figure
    names = [label.get_text().replace("\n", "") for label in figure.axes[0].get_yticklabels()]
    assert names == ["everything", LONG, "tie.fade"]
    assert any("20 families worth £0" in text.get_text() for text in figure.axes[0].texts)


def test_families_that_are_refused_are_said_to_be(tmp_path):
    tables = tables_of(tmp_path, "information", [information_row("everything", 90.0, caution="luck is loud")])
    drawn = drawn_by(information.draw, tables)
    assert "luck is loud" in drawn.note
    assert "stands out" not in drawn.note


def test_the_key_of_the_plane_shows_marks_and_no_lines(tmp_path):
    rows = [{"strategy": "other", "outcome": "crises", "purse": "all_payers", "point_number": k, "cost": 1000.0 * k,
             "gain": k - 1.5} for k in range(1, 4)]  # fmt: skip
    figure = drawn_by(plane.draw, tables_of(tmp_path, "plane_points", rows)).figure
    (handle,) = figure.legends[0].legend_handles
    assert handle.get_linestyle() == "None"
    assert handle.get_marker() == marker(1)
    assert {line.get_marker() for line in figure.axes[0].lines if line.get_linestyle() == "None"} == {marker(1)}


@pytest.mark.parametrize(("most", "unit"), [(5e6, "£ million"), (4e5, "£ thousand"), (200.0, "£ for")])
def test_what_an_outcome_may_be_worth_is_told_in_pounds_that_can_be_read(tmp_path, most, unit):
    same = {"outcome": "crises", "purse": "all_payers", "share_best": 0.5, "on_frontier": "yes"}
    rows = [{**same, "worth": worth, "strategy": name} for worth in (0.0, most) for name in ABOUT["strategies"]]
    axes = drawn_by(acceptability.draw, tables_of(tmp_path, "acceptability", rows)).figure.axes[0]
    assert axes.get_xlabel().startswith(unit)
    assert max(abs(tick) for tick in axes.get_xticks()) < 1000


def test_a_line_is_of_draws_or_of_the_mean_and_there_is_none_of_one_run():
    row = {"mean": 1.0, "low": -2.0, "high": 4.0, "low_draws": 0.0, "high_draws": 2.0}
    assert range_of({**row, "draws": 1}, 2.0) == (-1.0, 2.0)
    assert range_of({**row, "draws": 8}, 2.0) == (0.0, 1.0)
    assert range_of({**row, "draws": 1, "low": None, "high": None}, 1.0) is None


def test_a_missing_table_is_refused(families):
    with pytest.raises(ResultsError, match=r"plane\.csv is missing"):
        families.rows("plane")


def test_a_figure_says_how_many_draws_are_left_out(families, monkeypatch):
    assert "left out" not in drawn_by(information.draw, families).note
    monkeypatch.setitem(families.about, "left_out", 15)
    monkeypatch.setitem(families.about, "within", ["O26=2"])
    assert "outside published ranges (O26=2): 15." in drawn_by(information.draw, families).note
