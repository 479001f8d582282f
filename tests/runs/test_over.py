"""A sweep's file: every fault at its place, in one pass, and nothing that is not known."""

import pytest

from simulation.runs.over import read_over
from simulation.runs.sweep_case import load_points
from simulation.scenario.errors import ScenarioError

GOOD = """schema: 1
replicates: 2
draws: 4
parameters: [tie, council.real_growth_per_year]
axes:
  - name: share
    set: strategy_definitions.prevention_investment.prevention.target_share
    values: [0.06, 0.1]
  - name: need
    when: start
    options:
      as now: {parameters.council.eligible_need: 2}
      tighter: {parameters.council.eligible_need: 3}
"""
CASE = "schema: 1\nname: x\ncomparator: crisis_driven\nstrategies: [crisis_driven, prevention_investment]\n"


def over(folder, text):
    path = folder / "over.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder, text):
    with pytest.raises(ScenarioError) as caught:
        read_over(over(folder, text))
    assert caught.value.exit_code == 2
    return {(fault.line, fault.column): str(fault) for fault in caught.value.faults}


def test_a_good_file_gives_every_combination(tmp_path):
    found = read_over(over(tmp_path, GOOD))
    assert [[option.name for option in point] for point in found.points] == [
        ["0.06", "as now"], ["0.06", "tighter"], ["0.1", "as now"], ["0.1", "tighter"]
    ]  # fmt: skip
    assert (found.over.draws, found.over.replicates) == (4, 2)


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("replicates: 2", "replicate: 2", (2, 1), "Did you mean 'replicates'?"),
        ("replicates: 2", "replicates: 0", (2, 13), "greater than or equal to 1"),
        ("draws: 4", "draws: many", (3, 8), "whole number"),
        ("[tie, council", "[ties, council", (4, 14), "no parameter is called so"),
        ("    values: [0.06, 0.1]", "    value: [0.06, 0.1]", (8, 5), "Did you mean 'values'?"),
        ("    values: [0.06, 0.1]\n", "", (6, 5), "either set and values, or options"),
        ("when: start", "when: later", (10, 11), "'always' or 'start'"),
        ("name: need", "name: share", (1, 1), "two axes have one name"),
        (
            "set: strategy_definitions.prevention_investment.prevention.target_share",
            "set: time.years",
            (8, 14),
            "share",
        ),
        ("as now: {parameters.council.eligible_need: 2}", "as now: {place.scale: 0.5}", (12, 29), "month 0"),
    ],
)
def test_a_fault_stands_at_its_line_and_column(tmp_path, old, new, place, words):
    assert old in GOOD
    found = faults(tmp_path, GOOD.replace(old, new, 1))
    assert place in found, found
    assert words in found[place]


def test_all_faults_are_told_at_once(tmp_path):
    assert len(faults(tmp_path, GOOD.replace("draws", "draw").replace("replicates", "replica"))) == 2


def test_values_that_the_scenario_refuses_are_told_at_their_place_in_the_sweeps_file(tmp_path):
    case = tmp_path / "case.yaml"
    case.write_text(CASE, encoding="utf-8")
    text = GOOD.replace("[0.06, 0.1]", "[0.06, 3]").replace("eligible_need: 3", "eligible_need: 9")
    path = over(tmp_path, text.replace("prevention.target_share", "prevention.target_shares", 1))
    with pytest.raises(ScenarioError) as caught:
        load_points(case, [], read_over(path))
    told = [str(fault) for fault in caught.value.faults]
    assert all(line.startswith(str(path)) for line in told)
    assert any("target_shares" in line and ":8:" in line for line in told)
    assert any("eligible_need" in line and ":13:" in line for line in told)


def test_a_file_that_is_not_there_is_a_fault(tmp_path):
    with pytest.raises(ScenarioError, match="cannot be read"):
        read_over(tmp_path / "none.yaml")
