"""One command for all benchmarks: it writes what it measures, and its page has a place for each table."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import run
from rows import Row

RUN = Path(run.__file__)
ROWS = [Row("people", 10, "people"), Row("month", 30.0, "ns a person")]
LINES = [Row("need", 10.0, "ns a person", "33 % of the month"), Row("ties", 20.0, "ns a person", "67 % of the month")]


def command(*words):
    return subprocess.run([sys.executable, RUN, *words], capture_output=True, text=True, cwd=run.PAGE.parents[1])


def test_tables_and_json_are_written(tmp_path):
    ran = command("--only", "memory", "-o", str(tmp_path))
    assert ran.returncode == 0, ran.stderr
    rows = json.loads((tmp_path / "benchmarks.json").read_text())["benchmarks"]["memory"]
    arrays = [row["value"] for row in rows if row["unit"] == "bytes a person"]
    assert arrays[0] == pytest.approx(sum(arrays[1:]))
    assert "| place.people.tie_other |" in (tmp_path / "benchmarks.md").read_text()


def test_an_unknown_benchmark_is_named():
    ran = command("--only", "profil")
    assert ran.returncode == 2
    assert "no benchmark is called profil" in ran.stderr


def test_the_page_has_a_place_for_every_table_and_keeps_its_text():
    page = run.PAGE.read_text(encoding="utf-8")
    found = dict.fromkeys(run.benchmarks(large=False, pairs=1), ROWS)
    once = run.on_page(page, found)
    assert run.on_page(once, found) == once
    assert once.count("| month | 30 | ns a person |") == len(found)
    for heading in ("# Performance", "## The gate"):
        assert heading in once
    with pytest.raises(ValueError, match="no place for the table 'other'"):
        run.on_page(page, {"other": ROWS})


def test_the_profile_draws_a_bar_a_line():
    axes = run.draw_profile([*ROWS, *LINES]).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["need", "ties"]
    assert [bar.get_width() for bar in axes.patches] == [10.0, 20.0]
