"""Recipes of the questions: each is valid with the scenarios that ship, says what to beware of, and answers."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from simulation.figures.answer import draw, draw_answer
from simulation.figures.style import MARKERS, SIZES
from simulation.measures.registry import describe
from simulation.questions.phase import verdict
from simulation.questions.reading import band, in_words
from simulation.questions.recipe import NoSuchQuestionError, find_recipe, read_recipe, recipe_paths
from simulation.questions.stock_flow import _came_to_nothing, _waited
from simulation.runs.sweep_case import load_points
from simulation.scenario.errors import ScenarioError

ROOT = Path(__file__).parents[2]
SCENARIOS = [ROOT / "scenarios" / f"{name}.yaml" for name in ("average_council", "crisis_or_prevention")]
ASKED = (1, 2, 3, 4, 7, 9, 15)


def test_every_question_asked_for_has_a_recipe():
    assert set(ASKED) <= set(recipe_paths())
    with pytest.raises(NoSuchQuestionError, match="there are 1, 2"):
        find_recipe(99)


@pytest.mark.parametrize("number", recipe_paths())
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem)
def test_a_recipe_goes_with_the_scenarios_that_ship(number, scenario):
    found = read_recipe(find_recipe(number))
    assert found.recipe.number == number
    case = load_points(scenario, [], found.over, found.laid)
    assert case.comparator in case.strategies
    assert callable(import_module(f"simulation.questions.{found.recipe.answer}").answer)
    assert found.recipe.question.endswith(("?", "."))


@pytest.mark.parametrize("number", recipe_paths())
def test_measures_that_a_recipe_names_exist(number):
    options = read_recipe(find_recipe(number)).recipe.options
    named = [*options.get("measures", ()), *options.get("index", ()), *dict(options.get("curves", {})).values()]
    for name in named:
        assert describe(name).id == name


def test_shares_of_the_next_million_add_a_million_to_the_right_place():
    found = read_recipe(find_recipe(4)).recipe
    strategies, base = found.strategy_definitions, found.strategy_definitions["as_now"]["pot_shares"]
    pot, extra = 0.053, 0.00565
    for area in found.options["areas"]:
        shares = strategies[area]["pot_shares"]
        assert strategies[area]["prevention"]["double_running_share"] == extra
        grew = {name: shares[name] * (pot + extra) - base.get(name, 0) * pot for name in shares}
        assert sum(grew.values()) == pytest.approx(extra, rel=1e-3)
        assert sum(value for value in grew.values() if value > extra / 10) == pytest.approx(extra, rel=1e-2)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("number: 7", "numbers: 7", "Did you mean 'number'?"),
        ("answer: tighter", "answer: tightest", "tighter"),
        ("    when: start", "    when: soon", "start"),
    ],
)
def test_a_fault_in_a_recipe_names_its_place(tmp_path, old, new, words):
    text = find_recipe(7).read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "q07.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_recipe(path)
    assert any(str(fault).startswith(f"{path}:") and words in str(fault) for fault in caught.value.faults)


def test_a_band_is_of_draws_or_the_interval_of_the_mean():
    rng = np.random.default_rng(1)
    drawn, lived = rng.normal(0, 1, (40, 2)), rng.normal(0, 1, (1, 40))
    _, low, high = band(drawn)
    assert (low, high) == pytest.approx(tuple(np.quantile(drawn.mean(axis=1), (0.025, 0.975))))
    _, low, high = band(lived)
    assert high - low < 1
    assert in_words(np.array([[2.0]])) == "+2"


@pytest.mark.parametrize(("change", "word"), [(1.0, "spiral"), (-1.0, "recovers"), (0.0, "level")])
def test_a_spiral_is_told_from_luck(change, word):
    noise = np.array([[-0.1, 0.1, -0.05, 0.05]])
    assert verdict(change + noise) == word


@pytest.mark.parametrize(("change", "word"), [(1.0, "rises"), (-1.0, "falls"), (0.0, "level")])
def test_where_nothing_is_cut_nothing_recovers(change, word):
    noise = np.array([[-0.1, 0.1, -0.05, 0.05]])
    assert verdict(change + noise, cut=False) == word


def test_what_nobody_had_is_not_defined_and_a_share_is_at_most_all():
    nobody = np.full((1, 3), np.nan)
    assert _waited(nobody) == "months of waiting not defined: nobody began"
    assert _came_to_nothing(nobody).endswith("not defined: no introductions")
    assert _came_to_nothing(np.array([[0.0, 1.0, 1.0]])) == "66.7 (0 to 100) of 100 introductions come to nothing"


def row_of(panel, unit, x, mean):
    return {"panel": panel, "unit": unit, "series": "", "x": x, "label": "", "mean": mean, "low": None, "high": None}


def test_years_are_whole_and_a_panel_without_values_says_so():
    rows = [row_of("Some", "people", year, float(year)) for year in (1, 2, 3)]
    rows += [row_of("None", "share, 0 to 1", year, None) for year in (1, 2, 3)]
    some, none = draw("q", "Heading", "Note", rows, "Year", SIZES["double"]).figure.axes
    assert all(tick == round(tick) for tick in some.get_xticks())
    assert [text.get_text() for text in none.texts if text.get_text() == "not defined"]
    assert none.get_ylim()[1] < 1.1


def test_paths_are_marked_where_they_start():
    rows = [row_of("Paths", "%", x, x) for x in (1.5, 2.7)]
    axes = draw("q", "Heading", "Note", rows, "%", SIZES["double"], starts=True).figure.axes[0]
    marked = [line for line in axes.lines if line.get_marker() == MARKERS[0]]
    assert [float(line.get_xdata()[0]) for line in marked] == [1.5]


def test_commands_of_appraisal_are_listed_and_import_nothing_heavy():
    code = (
        "import sys; from simulation.cli.main import cli\n"
        "for name in ('sweep', 'appraise', 'switch', 'question'):\n"
        "    assert cli.get_command(None, name) is not None\n"
        "print(sorted({'numpy', 'pandas', 'scipy', 'matplotlib', 'mesa', 'numba', 'pyarrow'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_tables_are_plain(tmp_path):
    rows = [
        {"panel": "p", "unit": "u", "series": "s", "x": k, "label": "", "mean": float(k), "low": None, "high": None}
        for k in range(3)
    ]
    paths = draw_answer(tmp_path, "question-01", "Heading", "Note", rows, "Year")
    assert {path.suffix for path in paths} == {".pdf", ".svg", ".png", ".csv", ".txt"}
    assert pa.Table.from_pylist(rows).num_rows == 3
