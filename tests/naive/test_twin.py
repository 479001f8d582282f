"""Kernels equal the readable twin, person by person and to the bit, after every step of every month.

A failure names the case, the month, the step, the field, the row and both values.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naive.pair import live, live_model
from naive.small import Case
from simulation.catalogue.load import load_catalogue

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
    )


SHORT = cases(burn_in=st.integers(0, 14), months=st.integers(3, 14))
WITH_COUNCIL = cases(burn_in=st.sampled_from((0, 4, 12, 12, 14)), months=st.integers(1, 14))


@pytest.mark.parametrize("part", range(4))
def test_months_equal_the_twin(part: int) -> None:
    """Levers are set to anything a council might ask."""

    @given(SHORT)
    @settings(max_examples=45)
    def equal(case: Case) -> None:
        live(apart(case, part))

    equal()


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_months_with_council_equal_the_twin(strategy: str) -> None:
    """The model itself, its burn-in and branch, its council and providers; the twin has a council of its own."""

    @given(WITH_COUNCIL)
    @settings(max_examples=10)
    def equal(case: Case) -> None:
        model, twin = live_model(apart(case, STRATEGIES.index(strategy)), strategy)
        assert model.council.series == {
            name: [year[name] for year in twin.council.years] for name in model.council.series
        }

    equal()


def apart(case: Case, part: int) -> Case:
    """The same examples are drawn in every part; another seed makes other places of them."""
    return Case(**{**vars(case), "seed": case.seed + part * 10**6})


def test_a_place_of_several_tiles_equals_the_twin() -> None:
    live(Case(seed=5, adults=1700, per_hood=400, months=3, heat=0.5, jumbled=True))


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
