"""Kernels equal the readable twin, person by person and to the bit, after every step of every month.

A failure names the case, the month, the step, the field, the row and both values.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naive.pair import live, live_model
from naive.small import Case, setting_of_case
from simulation.catalogue.load import load_catalogue, merge

HEATS = (0.0, 0.2, 0.5, 1.0)
"""From the evidence as it is to places where everything happens at once."""
STRATEGIES = tuple(load_catalogue().strategies)


def cases(burn_in: st.SearchStrategy[int], months: st.SearchStrategy[int]) -> st.SearchStrategy[Case]:
    """Small places of all temperatures."""
    return st.builds(
        Case,
        seed=st.integers(1, 10**6),
        adults=st.integers(40, 150),
        per_hood=st.integers(20, 120),
        months=months,
        heat=st.sampled_from(HEATS),
        jumbled=st.booleans(),
        burn_in=burn_in,
        roomy=st.booleans(),
        brings=st.booleans(),
    )


SHORT = cases(burn_in=st.integers(0, 14), months=st.integers(3, 14))
WITH_COUNCIL = cases(burn_in=st.sampled_from((0, 4, 12, 12, 14)), months=st.integers(1, 14))


@pytest.mark.parametrize("part", range(4))
def test_months_equal_the_twin(part: int) -> None:
    """Levers are set to anything a council might ask."""

    @given(SHORT)
    @settings(max_examples=12)
    def equal(case: Case) -> None:
        live(apart(case, part))

    equal()


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_months_with_council_equal_the_twin(strategy: str) -> None:
    """The model itself, its burn-in and branch, its council and providers; the twin has a council of its own."""

    @given(WITH_COUNCIL)
    @settings(max_examples=3)
    def equal(case: Case) -> None:
        model, twin = live_model(apart(case, STRATEGIES.index(strategy)), strategy)
        assert model.council.series == {
            name: [year[name] for year in twin.council.years] for name in model.council.series
        }

    equal()


LEARN = {"rule": "learn", "horizon_years": 4.0, "risk_aversion": 0.1, "prior_sd": 0.5, "case_sd": 0.7}
WISHES = {"shared_lives": 2.0, "residential_home": 0.5, "home_care": 1.5}
CHOICES = {
    "cautious": {
        "controls": {"threshold_at": 0.1, "fee_freeze": 0.2, "assessment_cut": 0.5},
        "prevention": {"cut_share": 0.5, "cut_from_year": 1, "cut_years": 1, "lag_months": 3.0},
        "eligibility_bands": -1,
    },
    "learner": {"decision": {**LEARN, "trial_people": 30, "trial_share": 0.01}, "preference": WISHES},
    "certain": {"decision": {**LEARN, "case_sd": 0.0}, "preference": WISHES},
    "undutiful": {"duty": False, "panel": {"strength": 1.0, "need_weight": 1.0, "cost_gbp_per_year": 1e6}},
    "boundless": {"cash_limit": False, "panel": {"strength": 1.0, "need_weight": 0.0}},
    "listing": {"lists": {"home_care": 0.3, "residential_home": 0.0, "personal_assistant": 0.5, "day_support": 1.0}},
    "shrinking": {"based_on": "salami_cuts", "decision": {"most_per_year": 0.5}},
}
"""Choices that no shipped strategy makes."""
PURSE = {
    "council.grant_cut": 0.5,
    "council.grant_cut_years": 2.0,
    "council.grant_restored_year": 2.0,
    "council.reserve_share": 0.01,
    "council.block_share": 0.5,
}


@pytest.mark.parametrize("choice", CHOICES)
def test_choices_that_no_shipped_strategy_makes_equal_the_twin(choice: str) -> None:
    for seed, burn_in, months in ((3, 12, 37), (4, 5, 14), (5, 0, 13)):
        case = Case(seed, 120, 60, months, 0.5, True, burn_in)
        setting = setting_of_case(case)
        rows = merge(setting.rows, strategies={"tried": {"based_on": "crisis_driven", **CHOICES[choice]}})
        purse = setting._replace(
            rows=rows,
            parameters=setting.parameters.override(PURSE),
            deprivation=(0.6, 0.1, 0.1, 0.1, 0.1),
            real_path=(0.95, 0.8) if seed == 3 else (),
        )
        model, twin = live_model(case, "tried", purse)
        assert model.council.series == {
            name: [year[name] for year in twin.council.years] for name in model.council.series
        }


def test_contracts_of_many_agencies_equal_the_twin() -> None:
    """What a provider is paid moves its margin, and so what it decides once a quarter."""
    twin = live_model(Case(7, 900, 300, 7, 0.3, jumbled=True, burn_in=3, rivals=True), "crisis_driven")[1]
    agencies = [provider for provider in twin.providers if provider.model.outcome_pay > 0]
    assert min(provider.paid for provider in agencies) < 1000 < max(provider.paid for provider in agencies)
    assert len({provider.lean for provider in agencies}) > 1


def apart(case: Case, part: int) -> Case:
    """The same examples are drawn in every part; another seed makes other places of them."""
    return Case(**{**vars(case), "seed": case.seed + part * 10**6})


@pytest.mark.parametrize("heat", HEATS)
def test_months_in_which_programmes_bring_people_together_equal_the_twin(heat: float) -> None:
    for seed in range(1, 4):
        live(Case(seed, 200, 80, 18, heat, jumbled=True, brings=True))


def test_a_place_of_several_tiles_equals_the_twin() -> None:
    live(Case(seed=5, adults=1700, per_hood=400, months=3, heat=0.5, jumbled=True, rivals=True))


@pytest.mark.slow
@given(cases(burn_in=st.integers(0, 14), months=st.integers(3, 24)))
@settings(max_examples=3000, derandomize=False)
def test_many_more_months_equal_the_twin(case: Case) -> None:
    live(case)


@pytest.mark.slow
@given(cases(burn_in=st.just(12), months=st.integers(12, 40)), st.sampled_from(STRATEGIES))
@settings(max_examples=500, derandomize=False)
def test_many_more_years_with_council_equal_the_twin(case: Case, strategy: str) -> None:
    live_model(case, strategy)
