"""Lists and choices on a market small enough to see through; and that kernels choose alike where there is a choice."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from naive.choosing import find_team, fit, on_the_list
from naive.ecosystem import NaiveEcosystem
from naive.pair import kernels_of_case, live, twin_of
from naive.small import Case
from simulation.state.codes import END_OFF_LIST

ROOMY = Case(seed=2, adults=300, per_hood=100, months=8, heat=0.3, jumbled=True, roomy=True)


@pytest.fixture(scope="module")
def town() -> NaiveEcosystem:
    """A place with several providers of a kind, before its first month."""
    return twin_of(kernels_of_case(ROOMY))


def models_with_a_market(town: NaiveEcosystem) -> list[SimpleNamespace]:
    found = [model for model in town.models if model.provider_last - model.provider_first > 1]
    assert found
    return found


def test_a_longer_list_holds_every_provider_of_a_shorter_one_and_none_is_empty(town: NaiveEcosystem) -> None:
    for model in models_with_a_market(town):
        before: set[int] = set()
        for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
            town.levers.list_share[model.row] = share
            listed = {provider.row for provider in on_the_list(town, model)}
            assert listed
            assert before <= listed
            before = listed
        assert before == set(range(model.provider_first, model.provider_last))


def test_a_share_of_nothing_leaves_one_provider(town: NaiveEcosystem) -> None:
    for model in models_with_a_market(town):
        town.levers.list_share[model.row] = 0.0
        assert len(on_the_list(town, model)) == 1
        town.levers.list_share[model.row] = 1.0


def test_who_compares_more_teams_never_takes_one_that_fits_less(town: NaiveEcosystem) -> None:
    better = 0
    for model in models_with_a_market(town):
        for person in town.people[:40]:
            fits = []
            for candidates in range(1, 6):
                asked = SimpleNamespace(**{**vars(model), "candidates": candidates, "team": 1})
                provider, team = find_team(town, person, asked, 60)
                fits.append(-1.0 if provider is None else fit(town, person, asked, provider, team))
            assert fits == sorted(fits)
            better += fits[-1] > fits[0]
    assert better > 20


@pytest.mark.parametrize("seed", [2, 5])
def test_months_with_a_choice_equal_the_twin_and_lists_part_people_from_providers(seed: int) -> None:
    twin = live(Case(seed, 300, 100, 8, 0.3, True, roomy=True))
    ends = sum(n for record in twin.history for (_, reason), n in record.ends.items() if reason == END_OFF_LIST)
    assert ends > 0
