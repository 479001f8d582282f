"""Places that are not average: their people, need and support."""

from __future__ import annotations

import numpy as np
import pytest

from population.conftest import BURN_IN, MONTHS, Sample
from simulation.catalogue.columns import build_catalogue
from simulation.catalogue.load import load_catalogue
from simulation.evidence.parameters import load_parameters
from simulation.evidence.rates import build_rates
from simulation.population.ages import YEARS
from simulation.population.build import Size, build_place
from simulation.population.check import problems
from simulation.population.makeup import make_up
from simulation.population.practice import local_practice
from simulation.state import codes

EQUAL = (0.2,) * 5
DEPRIVED = (0.6, 0.3, 0.1, 0.0, 0.0)
RICH = (0.0, 0.0, 0.1, 0.3, 0.6)


def place(deprivation, older_share, adults=5_000):
    parameters, rows = load_parameters(), load_catalogue()
    ids = tuple(rows.support_models)
    rates = build_rates(parameters, ids)
    size = Size(adults, 1800, BURN_IN, MONTHS, deprivation, older_share)
    built, catalogue = build_place(size, parameters, rates, build_catalogue(rows, parameters), 1, ids)
    return Sample(built, catalogue, parameters, rates, ids)


@pytest.fixture(scope="module")
def parameters():
    return load_parameters()


def test_an_equal_mix_is_the_average_place(parameters):
    average, equal = make_up(parameters, None, None), make_up(parameters, EQUAL, None)
    assert np.allclose(equal.whole, average.whole, rtol=1e-3)
    assert np.allclose(equal.need, average.need, atol=1e-4)
    assert np.allclose(equal.clients, 1)
    assert np.allclose(equal.self_funders, 1)


def test_deprivation_brings_need_and_people_who_cannot_pay(parameters):
    poor, rich = make_up(parameters, DEPRIVED, None), make_up(parameters, RICH, None)
    some = [makeup.need[:, codes.NEED_MODERATE :].sum(axis=1) for makeup in (poor, rich)]
    assert (some[0] > some[1]).all()
    assert (poor.clients > 1).all()
    assert (rich.clients < 1).all()
    assert poor.self_funders[1] / poor.clients[1] < rich.self_funders[1] / rich.clients[1]
    assert np.allclose(poor.need.sum(axis=1), 1)


@pytest.mark.parametrize("share", [0.07, 0.2, 0.37])
def test_the_older_share_is_met_and_children_keep_theirs(parameters, share):
    tilted, usual = make_up(parameters, DEPRIVED, share), make_up(parameters, DEPRIVED, None)
    adults = tilted.whole[YEARS >= 18].sum()
    assert tilted.whole[YEARS >= 65].sum() / adults == pytest.approx(share)
    assert adults == pytest.approx(usual.whole[YEARS >= 18].sum())


def test_people_live_in_the_fifths_that_were_asked_for():
    sample = place(DEPRIVED, 0.3)
    fifth = sample.place.hoods.fifth[sample.place.people.hood[sample.here]]
    assert np.bincount(fifth, minlength=5) / len(fifth) == pytest.approx(DEPRIVED, abs=0.03)
    assert sample.older.sum() / sample.adult.sum() == pytest.approx(0.3, abs=0.02)
    assert sample.adult.sum() == pytest.approx(5_000, rel=0.01)
    assert problems(sample.place, sample.catalogue) == []


def test_a_deprived_place_supports_more_people_than_a_rich_one():
    poor, rich = place(DEPRIVED, None), place(RICH, None)
    paid = [
        (sample.place.arrangements.self_funded[: sample.used] == 0).sum() / sample.adult.sum()
        for sample in (poor, rich)
    ]
    assert paid[0] > 1.3 * paid[1]


def test_a_handful_in_a_fifth_is_a_neighbourhood_of_its_own():
    sample = place((0.001, 0.0, 0.0, 0.0, 0.999), None)
    sizes = np.bincount(sample.place.people.hood[sample.here])
    assert sizes.min() < 20
    assert problems(sample.place, sample.catalogue) == []


def test_ratios_that_age_and_deprivation_explain_change_nothing(parameters):
    average = make_up(parameters, None, None)
    same = local_practice(parameters, average, 1.0, 1.0)
    assert [same.value(row) for row in same] == pytest.approx([parameters.value(row) for row in parameters])
    assert local_practice(parameters, average, None, None) is parameters


def test_a_deprived_place_that_spends_like_the_average_reaches_fewer(parameters):
    poor = local_practice(parameters, make_up(parameters, DEPRIVED, None), 1.0, None)
    row = "population.clients_per_1000.age_65_over"
    assert poor[row].value < parameters[row].value
    assert poor["front_door.eligible_share"].value < parameters["front_door.eligible_share"].value


def test_more_requests_for_the_same_spending_mean_a_smaller_share_of_offers(parameters):
    average = make_up(parameters, None, None)
    asked, offer = "front_door.ask_per_month.age_65_over.low", "front_door.eligible_share"
    both, alone = local_practice(parameters, average, 1.0, 2.0), local_practice(parameters, average, None, 2.0)
    assert both[asked].value == alone[asked].value == pytest.approx(2 * parameters[asked].value)
    assert both[offer].value == pytest.approx(parameters[offer].value / 2)
    assert alone[offer].value == parameters[offer].value
    assert local_practice(parameters, average, 4.0, 0.3)[offer].value == pytest.approx(1.0)
