"""Measures of a claim, from the results of both sides."""

from __future__ import annotations

import numpy as np
import pytest

from claims.tiny import CLAIM
from simulation.claims.findings import anything_differs, try_claim
from simulation.claims.schema import Claim
from simulation.claims.verdict import NOT_SUPPORTED, SUPPORTED, UNDECIDED
from simulation.claims.words import claimed, finding_words
from simulation.measures.results import Results, ResultsError
from simulation.scenario.guard import read_tree
from simulation.scenario.nodes import plain

SPEND, STOCK, CRISES = "spend.payer.council", "support.model.shared_lives", "crises.number"


def claim(*measures: str) -> Claim:
    text = CLAIM.split("measures:")[0] + "measures:\n" + "\n".join(f"  - {{{line}}}" for line in measures)
    tree, _ = read_tree(text.encode(), "claim")
    return Claim.model_validate(plain(tree))


def results(without: dict[str, list[float]], with_: dict[str, list[float]]) -> Results:
    """A run of two years; a row a measure, a column a replicate."""
    names = list(without)
    values = np.array([[without[name] for name in names], [with_[name] for name in names]])
    months = np.zeros((2, values.shape[2], 1))
    return Results(
        strategies=("without", "with"),
        replicates=tuple(range(1, values.shape[2] + 1)),
        period=np.array(["run"] * len(names) + ["month"]),
        month=np.array([0] * len(names) + [23], np.int16),
        group=np.array(["all"] * (len(names) + 1)),
        measure=np.array([*names, "people.adults"]),
        unit=np.array(["x"] * (len(names) + 1)),
        values=np.concatenate([values.transpose(0, 2, 1), months], axis=2),
    )


def test_differences_are_paired():
    tried = try_claim(
        claim(f"measure: {CRISES}, expect: down"), results({CRISES: [10, 20, 90]}, {CRISES: [8.9, 19, 89.1]})
    )
    row = tried.rows[0]
    assert row.differences == pytest.approx([-1.1, -1.0, -0.9])
    assert (row.finding.verdict, tried.verdict, tried.changed) == (SUPPORTED, SUPPORTED, True)


def test_a_switch_that_changes_nothing_is_told():
    same = results({CRISES: [10, 20, 90]}, {CRISES: [10, 20, 90]})
    tried = try_claim(claim(f"measure: {CRISES}, expect: down"), same)
    assert not anything_differs(same)
    assert (tried.verdict, tried.changed) == (NOT_SUPPORTED, False)
    assert "exactly no difference" in finding_words(tried.rows[0])


@pytest.mark.parametrize("expect", ["down", "up", "none"])
def test_what_happened_on_neither_side_decides_nothing(expect):
    matters = "" if expect != "none" else ", matters: 1"
    tried = try_claim(
        claim(f"measure: {CRISES}, expect: {expect}{matters}"), results({CRISES: [0] * 3}, {CRISES: [0] * 3})
    )
    assert tried.verdict == UNDECIDED
    assert "nothing of it happened, on either side" in finding_words(tried.rows[0])


def test_money_for_each_person_year():
    """Two years: 10, 11 and 12 people more cost 100, 110 and 120 thousand less, so 5 thousand less a person-year."""
    without = {SPEND: [1e6, 1e6, 1e6], STOCK: [5, 5, 5]}
    with_ = {SPEND: [9e5, 8.9e5, 8.8e5], STOCK: [15, 16, 17]}
    line = f"measure: {SPEND}, per: {STOCK}, expect: within, low: -6000, high: -4000"
    row = try_claim(claim(line), results(without, with_)).rows[0]
    assert row.finding.mean == pytest.approx(-5000)
    assert row.finding.error == pytest.approx(0, abs=1e-6)
    assert row.finding.verdict == SUPPORTED
    assert (row.unit, row.payer) == ("gbp per person-year", "council")
    assert "Paid by: council." in finding_words(row)
    assert claimed(row) == "Claimed: a difference of -£6,000 to -£4,000."


def test_the_error_of_a_ratio_is_the_delta_methods():
    without = {SPEND: [0.0] * 4, STOCK: [0.0] * 4}
    with_ = {SPEND: [8.0, 12, 21, 19], STOCK: [1.0, 1, 2, 2]}
    line = f"measure: {SPEND}, per: {STOCK}, expect: up"
    row = try_claim(claim(line), results(without, with_)).rows[0]
    # x = 8 12 21 19, y = 2 2 4 4 person-years; r = 60 / 12 = 5; residuals -2 2 1 -1, their sd sqrt(10 / 3)
    assert row.finding.mean == pytest.approx(5)
    assert row.finding.error == pytest.approx(np.sqrt(10 / 3) / 2 / 3)


def test_a_ratio_to_nothing_is_undecided():
    without = {SPEND: [1e6] * 3, STOCK: [5, 5, 5]}
    with_ = {SPEND: [9e5, 8e5, 7e5], STOCK: [5, 4, 6]}
    row = try_claim(claim(f"measure: {SPEND}, per: {STOCK}, expect: down"), results(without, with_)).rows[0]
    assert row.finding.verdict == UNDECIDED
    assert "has not surely changed" in finding_words(row)


def test_what_would_decide_is_said():
    undecided = results({CRISES: [0, 0, 0, 0]}, {CRISES: [3, -1, 3, -1]})
    row = try_claim(claim(f"measure: {CRISES}, expect: up"), undecided).rows[0]
    assert f"About {row.finding.to_decide} replicates would decide it" in finding_words(row)


def test_a_measure_that_is_not_told_is_an_error():
    line = f"measure: {CRISES}, expect: up, period: year_1"
    with pytest.raises(ResultsError, match=r"do not tell crises\.number"):
        try_claim(claim(line), results({CRISES: [1, 2]}, {CRISES: [1, 2]}))
