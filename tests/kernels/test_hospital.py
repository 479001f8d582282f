"""Hospital: who comes in leaves or is there, days add up by cause, places are finite, and null changes nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from kernels.test_null import SMALL, Change, differing, lived, put
from simulation.evidence.lognormal import mean_one_lognormal
from simulation.month import Town
from simulation.state.codes import CARE_HOME, HERE, HOSPITAL, NOBODY, PATHWAY_NAMES, WAIT_NAMES
from simulation.state.journal import COUNT_INDEX
from simulation.state.place import ARRANGEMENTS


def total(town: Town, name: str) -> int:
    return int(town.journal.counts[:, COUNT_INDEX[name]].sum())


def put_in_model(which: str, **values: Any) -> Change:
    """Set columns of the support model that a rate points at."""

    def change(town: Town) -> None:
        for name, value in values.items():
            town.catalogue.models[name][int(town.rates[which])] = value

    return change


def without_places(town: Town) -> None:
    """No step-down bed anywhere."""
    town.place.providers.places[town.place.providers.model == town.rates.step_down_model] = 0


def both(*changes: Change) -> Change:
    def change(town: Town) -> None:
        for one in changes:
            one(town)

    return change


@pytest.fixture(scope="module")
def usual() -> Town:
    return lived(SMALL)


def test_whoever_is_admitted_leaves_or_is_there_or_ended_there(usual: Town) -> None:
    """An admission ends in one discharge by one pathway; the place began with nobody in hospital."""
    people = usual.place.people
    left = sum(total(usual, f"discharges_{way}") for way in PATHWAY_NAMES)
    there = int((people.setting == HOSPITAL).sum())
    assert total(usual, "emergency_admissions") == left + there
    assert left > 0
    assert there > 0


def test_days_of_delay_are_the_sum_of_their_causes() -> None:
    usual = lived(replace(SMALL, months=8))  # so long that somebody waits for each
    counts = usual.journal.counts
    causes = sum(counts[:, COUNT_INDEX[f"delayed_days_{name}"]] for name in WAIT_NAMES)
    assert np.array_equal(causes, counts[:, COUNT_INDEX["delayed_days"]])
    assert all(total(usual, f"delayed_days_{name}") > 0 for name in WAIT_NAMES)


def test_short_stays_kept_are_among_those_over(usual: Town) -> None:
    assert 0 < total(usual, "short_stays_kept") < total(usual, "short_stays_over")


def test_places_are_finite() -> None:
    """Where there is no step-down bed nobody gets one, and those who wait for it wait longer."""
    open_, closed = lived(SMALL), lived(SMALL, change=without_places)
    bed = int(open_.rates.step_down_model)
    assert open_.journal.starts[:, bed].sum() > 0 == closed.journal.starts[:, bed].sum()
    assert total(open_, "discharges_to_step_down") > 0 == total(closed, "discharges_to_step_down")
    filled, places = open_.place.providers.filled, open_.place.providers.places
    beds = open_.place.providers.model == bed
    assert (filled[beds] <= places[beds]).all()


def test_in_treatment_nothing_starts(usual: Town) -> None:
    """Who is not ready to leave is assessed and supported later, though already waiting."""
    people, arr = usual.place.people, usual.place.arrangements
    month = SMALL.months - 1
    treated = np.flatnonzero((people.status == HERE) & (people.setting == HOSPITAL) & (people.hospital_since > month))
    assert len(treated) > 0
    rows = arr[: int(usual.place.counters[ARRANGEMENTS])]
    for i in treated:
        assert not ((rows.person == i) & (rows.started > people.admitted[i])).any()
        assert people.stay_days[i] >= 30


def everyone_is_assessed(town: Town) -> None:
    """And a care home is preferred, so that some are agreed in hospital."""
    town.levers.assessments[:] = len(town.place.people.status)
    town.levers.preference[np.flatnonzero(town.catalogue.models.where == CARE_HOME)] = 50.0


def chosen_by_nobody(town: Town) -> None:
    """Beds for people who leave hospital are agreed on the ward alone, as in the catalogue that ships."""
    for bed in (int(town.rates.step_down_model), int(town.rates.interim_model)):
        town.catalogue.models.choice[bed] = 0.0


NULLS: dict[str, tuple[dict[str, Any], Change, Change]] = {
    "stroke": ({"stroke": 0.0}, put(stroke_days=300.0, stroke_levels=4, stroke_skill=0.9), put(stroke=1.0)),
    "step-down": ({"step_down_share": 0.0}, without_places, put(step_down_share=1.0)),
    "short stay": (
        {"interim_share": 0.0},
        put_in_model("interim_model", months=9, price_pence=1),
        put(interim_share=1.0),
    ),
}


@pytest.mark.parametrize("name", NULLS)
def test_what_nobody_meets_changes_nothing(name: str) -> None:
    """With the share at null, whatever belongs to the mechanism may be anything; with a share above, it matters."""
    null, aside, on = NULLS[name]
    at_null = both(chosen_by_nobody, put(**null))
    base = lived(SMALL, change=at_null, each_month=everyone_is_assessed)
    own = {"providers.places"} if aside is without_places else set()
    assert differing(base, lived(SMALL, change=both(at_null, aside), each_month=everyone_is_assessed)) - own == set()
    assert differing(base, lived(SMALL, change=both(at_null, on), each_month=everyone_is_assessed)) != set()


def test_waiting_costs_nothing_where_its_effects_are_null() -> None:
    """Without a hazard by day and loss of skill, need and skill are as if nobody had lain in bed waiting."""
    null = both(put(decondition_day=0.0), put_in_model("hospital_model", skill_loss=0.0))
    base = lived(SMALL, change=null)
    worse = lived(SMALL, change=both(null, put(decondition_day=0.05)))
    weaker = lived(SMALL, change=both(null, put_in_model("hospital_model", skill_loss=0.3)))
    assert total(worse, "need_rose") > total(base, "need_rose")
    lying = (base.place.people.setting == HOSPITAL) & (base.place.people.status == HERE)
    lying &= base.place.people.admitted < SMALL.months - 1
    assert (weaker.place.people.skill[lying] <= base.place.people.skill[lying]).mean() > 0.9


def test_no_model_to_go_to_is_no_pathway() -> None:
    """A catalogue without step-down or assessment beds sends nobody there, whatever the shares."""
    town = lived(
        SMALL, change=put(step_down_model=NOBODY, interim_model=NOBODY, step_down_share=1.0, interim_share=1.0)
    )
    assert total(town, "discharges_to_step_down") == 0


@pytest.mark.parametrize("spread", [0.0, 0.5, 0.97])
def test_stays_have_the_mean_of_the_evidence(spread: float) -> None:
    factor = mean_one_lognormal(spread, 1024)
    assert factor.mean() == pytest.approx(1.0)
    assert (np.diff(factor) >= 0).all()
    assert np.log(factor).std() == pytest.approx(spread, rel=0.03)
