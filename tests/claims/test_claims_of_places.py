"""Claims of several places: lived side by side, judged as one or by one place."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from claims.tiny import CLAIM, OF_PLACES, shipped, write_claim
from simulation.claims.pair import live_pasts, live_side, settings_of
from simulation.claims.reading import read_claim
from simulation.claims.schema import BOTH, SIDES, WITHOUT
from simulation.claims.trial import try_claims
from simulation.scenario import ScenarioError

TINY = ("place.adults=3000", "time.burn_in_months=12", "time.years=4", "both.strategy.decision.risk_aversion=0")
"""So small a council is never as sure as a cautious one asks."""
PLACES = "places:\n  - {id: ash}\n  - {id: birch, adults: 1000}\n"


@functools.cache
def file_of(name):
    measures = "[{measure: spend.council.per_adult, period: year_3, expect: down}]"
    return read_claim(shipped(name).path, [*TINY, f"measures={measures}"])


@functools.cache
def pasts(name):
    return live_pasts(file_of(name).scenarios[BOTH])


@pytest.mark.parametrize("name", OF_PLACES)
def test_null_changes_nothing_and_the_switch_something(name):
    file = file_of(name)
    settings = {side: settings_of(file.scenarios[side]) for side in SIDES}
    tables = {
        side: live_side(settings[side], side, pasts(name), 1, at=file.claim.at)["value"].to_numpy() for side in SIDES
    }
    again = live_side(settings[WITHOUT], WITHOUT, pasts(name), 1, at=file.claim.at)["value"].to_numpy()
    assert np.array_equal(tables[WITHOUT], again, equal_nan=True)
    assert not np.array_equal(*tables.values(), equal_nan=True)


def test_places_are_judged_as_one_or_one_alone(tmp_path):
    text = CLAIM.replace("place: {adults: 2000}\n", "place: {adults: 1000}\n" + PLACES)
    whole = write_claim(tmp_path, text.replace("replicates: 3", "replicates: 1"))
    [(tried, folder)] = try_claims([str(whole)], tmp_path / "out")
    assert tried.changed
    assert "2,000 adults in 2 places side by side (judged as one)" in (folder / "verdict.md").read_text()


def test_a_place_that_is_not_there_cannot_be_judged(tmp_path):
    with pytest.raises(ScenarioError, match="at is none of places"):
        read_claim(write_claim(tmp_path, CLAIM + PLACES + "at: cedar\n"))


def test_a_pioneer_that_is_no_place_is_a_fault(tmp_path):
    text = CLAIM.replace("{team_factor: 0.3}", "{decision: {rule: learn, pioneers: [ahs]}}") + PLACES
    with pytest.raises(ScenarioError, match="no such place"):
        read_claim(write_claim(tmp_path, text))


@pytest.mark.parametrize(("key", "value"), [("peers", "2"), ("pioneers", "[ash]")])
def test_one_place_that_would_learn_from_others_is_a_fault(tmp_path, key, value):
    text = CLAIM.replace("{team_factor: 0.3}", f"{{decision: {{rule: learn, {key}: {value}}}}}")
    with pytest.raises(ScenarioError, match=r":\d+:\d+: error: .*one place, which can learn from no other"):
        read_claim(write_claim(tmp_path, text))
