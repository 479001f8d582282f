from __future__ import annotations

from dataclasses import replace

import pytest

from measures.folders import scenario, write_runs
from simulation.measures import about, summary
from simulation.measures.comparison import write_comparison
from simulation.measures.results import ResultsError
from simulation.measures.summary import summary_lines
from simulation.measures.uncertainty import told
from simulation.measures.wording import amount, difference, number, pounds


def text_of(folder, replicates, strategies=None):
    write_runs(folder, replicates, strategies)
    write_comparison(folder, scenario())
    return "\n".join(summary_lines(folder))


def test_a_summary_says_who_pays_what_changes_how_sure_and_where_the_files_are(results_folder):
    lines = summary_lines(results_folder)
    text = "\n".join(lines)
    assert len(lines) <= 21
    for words in (
        "The council spends",
        "All payers",
        "Break-even",
        "Crises",
        "Good life",
        "published figures for England",
        "People pay towards council-funded support",
        "paid workers",
        str(results_folder),
    ):
        assert words in text
    assert "95 % interval" in text
    assert "luck of 6 replicates only" in text
    assert "parameter uncertainty" in text


def test_nothing_is_claimed_that_the_replicates_cannot_tell_from_zero(results_folder):
    assert "no difference that 6 replicates can tell from zero" in "\n".join(summary_lines(results_folder))


def test_the_null_strategy_is_said_to_be_exactly_the_same(tmp_path):
    text = text_of(tmp_path, 3, {"crisis_driven": 0.0, "no_change": 0.0})
    assert "The council spends: exactly the same in 3 replicates." in text
    assert "no difference at all in 3 of 3" in text
    assert "lower" not in text


def test_one_replicate_is_never_given_an_interval(tmp_path):
    text = text_of(tmp_path, 1)
    assert "interval not available from one replicate" in text
    assert "One replicate gives no interval" in text
    assert "95 %" not in text


def test_a_folder_without_a_comparison_says_so(tmp_path):
    with pytest.raises(ResultsError, match="holds no comparison"):
        summary_lines(tmp_path)


def test_sizes_read_as_people_write_them():
    assert pounds(-1_234_567) == "£1.2 million"
    assert pounds(45_600) == "£46 thousand"
    assert pounds(999_999) == "£1.0 million"
    assert pounds(12.4) == "£12"
    assert number(0.01234) == "0.0123"
    assert number(0.0000123) == "0.000012"
    assert number(12345.6) == "12,346"
    assert amount(0.0123, "share of adults") == "1.23 percentage points"


def test_a_sum_of_pounds_over_draws_names_its_years():
    row = {"mean": 138_000.0, "mcse": 1.0, "unit": "gbp", "low_draws": None, "replicates": 1, "draws": 1}
    assert told(row, "over 3 years").startswith("£138 thousand more over 3 years on average")
    assert "over" not in told({**row, "unit": "people"}, "over 3 years")


def test_a_title_that_two_strategies_share_names_neither(results_folder):
    facts = about.read(results_folder)
    shared = replace(facts, titles=dict.fromkeys(facts.strategies, "Same"))
    assert "Same" not in summary.names_of(shared).values()
    own = replace(facts, titles={facts.comparator: "Crisis-driven"})
    assert summary.names_of(own)[facts.comparator] == "Crisis-driven"


def test_an_interval_that_holds_zero_is_no_difference():
    row = {"mean": 1.0, "mcse": 1.0, "low": -1.0, "high": 3.0, "unit": "people", "n": 5, "comparator_mean": 9.0}
    assert difference(row).startswith("no difference that 5 replicates can tell from zero")
    assert difference({**row, "low": 0.5}).startswith("1 people higher (95 % interval +0.5 to +3), against 9")
