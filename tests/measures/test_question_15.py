"""Question 15: strategies that differ are compared, and nothing is answered of strategies that do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from measures.sweeps import loud_sweep
from simulation.measures.results import ResultsError
from simulation.measures.sensitivity import NOISY_WORDS
from simulation.questions.information import SAME, answer
from simulation.questions.recipe import find_recipe, read_recipe
from simulation.runs.sweep_case import load_points

AVERAGE = Path(__file__).parents[2] / "scenarios" / "average_council.yaml"
DRAWS = 32


def test_the_recipe_brings_strategies_to_a_scenario_that_compares_one_with_itself():
    found = read_recipe(find_recipe(15))
    case = load_points(AVERAGE, [], found.over, found.laid)
    assert case.comparator in case.strategies
    assert "no_change" not in case.strategies
    assert len(set(case.strategies)) > 1


def test_strategies_that_are_the_same_are_refused(tmp_path):
    folder = loud_sweep(tmp_path, 2, {"crisis_driven": 0.0, "no_change": 0.0})
    with pytest.raises(ResultsError, match=SAME):
        answer(folder, {})


def test_no_family_is_ranked_where_luck_is_loud(tmp_path):
    found = answer(loud_sweep(tmp_path, DRAWS), {})
    assert not any("families:" in line for line in found.lines)
    assert any(NOISY_WORDS in line for line in found.lines)
    assert {row["label"] for row in found.rows if row["panel"].startswith("Worth of knowing")} == {"everything"}
