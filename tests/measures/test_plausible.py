"""Draws of the evidence whose start contradicts published figures can be left out of an appraisal."""

from __future__ import annotations

import dataclasses

import pytest

from measures.folders import scenario, write_runs
from measures.sweeps import loud_sweep
from simulation.measures import plausible
from simulation.measures.appraisal import Choices, appraise
from simulation.measures.appraisal_data import read_amounts
from simulation.measures.appraisal_report import report
from simulation.measures.comparison import write_comparison
from simulation.measures.observables import observables
from simulation.measures.results import ResultsError, read_folder

ID, MEASURE = "O26", "delayed_people"
DRAWS = 4


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    return loud_sweep(tmp_path_factory.mktemp("swept"), DRAWS, burn_in=12)


@pytest.fixture
def starts(swept, monkeypatch):
    """Each draw's mean of the measure over its two replicates, the published range being that of the second alone."""
    results = read_folder(swept)
    row = results.where(period="before", group="all", measure=MEASURE)[0]
    means = results.of("crisis_driven")[:, row].reshape(DRAWS, 2).mean(axis=1)
    assert len(set(means)) == DRAWS
    published = next(one for one in observables() if (one.observable, one.measure) == (ID, MEASURE))
    alone = dataclasses.replace(published, low=means[1], high=means[1], factor=1.0)
    monkeypatch.setattr(plausible, "observables", lambda _year: [alone])
    return means


def test_a_draw_is_kept_whose_start_lies_within_the_published_range(swept, starts):
    square = read_amounts(swept).square
    assert plausible.starts_within(swept, square, [ID], 2024).tolist() == [False, True, False, False]
    wider = max(starts.max() / starts[1], starts[1] / starts.min()) * 1.001
    assert plausible.starts_within(swept, square, [f"{ID}={wider}"], 2024).all()


def test_an_appraisal_of_some_draws_is_of_their_runs_and_says_how_many_are_left_out(swept, starts):
    found = appraise(swept, Choices(within=(ID,)))
    assert found.amounts.square.tolist() == [[2, 3]]
    text = "\n".join(report(swept, found))
    assert "1 draw of the evidence, 2 replicates each. 3 more are left out" in text
    assert f"outside the published range of {ID}." in text
    assert "left out, which start" not in "\n".join(report(swept, appraise(swept)))


@pytest.mark.parametrize(
    ("within", "words"),
    [
        ("O99", "'O99' has no published range that the model is held to; those that have: O26"),
        ("O26=0.5", "a number from 1 on"),
        ("O26=wide", "a number from 1 on"),
    ],
)
def test_what_has_no_range_is_refused(swept, starts, within, words):
    with pytest.raises(ResultsError, match=words):
        read_amounts(swept, within=(within,))


def test_where_no_draw_is_left_or_none_was_made_it_is_said(swept, starts, monkeypatch, tmp_path):
    (one,) = plausible.observables(2024)
    monkeypatch.setattr(plausible, "observables", lambda _year: [dataclasses.replace(one, low=-2.0, high=-1.0)])
    with pytest.raises(ResultsError, match="none of 4 draws starts within the published range of O26"):
        read_amounts(swept, within=(ID,))
    plain = write_runs(tmp_path, 2)
    write_comparison(plain, scenario())
    with pytest.raises(ResultsError, match="the evidence was not drawn"):
        read_amounts(plain, within=(ID,))
