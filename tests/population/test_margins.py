"""The place against the evidence it is made from, at 30,000 adults; tolerances are about three standard errors."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.evidence.need import need_prevalence
from simulation.population.ages import BANDS
from simulation.state import codes
from tests.population.conftest import Sample


@pytest.mark.parametrize("sex", [0, 1])
@pytest.mark.parametrize("band", range(len(BANDS)))
def test_age_and_sex_follow_the_population_estimates(large: Sample, sex: int, band: int) -> None:
    in_band = np.minimum(large.years // 5, len(BANDS) - 1) == band
    share = (large.here & in_band & (large.place.people.female == sex)).sum() / large.here.sum()
    name = ("male", "female")[sex]
    assert share == pytest.approx(large.parameters.value(f"population.age_sex.{name}.{BANDS[band]}"), abs=0.0008)


def test_each_fifth_has_a_fifth_of_the_people_and_its_own_age_structure(large: Sample) -> None:
    fifth = large.place.hoods.fifth[large.place.people.own_hood]
    older = []
    for f in range(5):
        mine = large.here & (fifth == f)
        assert mine.sum() / large.here.sum() == pytest.approx(0.2, abs=0.002)
        older.append((mine & large.older).sum() / mine.sum())
    assert older == sorted(older)
    assert older[4] / older[0] == pytest.approx(0.2262 / 0.134, rel=0.1)


@pytest.mark.parametrize(
    ("sex", "low", "high", "label", "tolerance"),
    [
        (0, 25, 45, "25_44", 0.02),
        (0, 45, 65, "45_64", 0.02),
        (0, 65, 75, "65_74", 0.03),
        (1, 25, 45, "25_44", 0.02),
        (1, 45, 65, "45_64", 0.02),
        (1, 75, 85, "75_84", 0.05),
        (1, 85, 120, "85_over", 0.07),
    ],
)
def test_living_alone_follows_the_evidence(
    large: Sample, sex: int, low: int, high: int, label: str, tolerance: float
) -> None:
    people = large.place.people
    own = large.here & (people.setting == codes.OWN_HOME)
    alone = np.bincount(people.home[own], minlength=people.home.max() + 1)[people.home] == 1
    mine = own & (people.female == sex) & (large.years >= low) & (large.years < high)
    expected = large.parameters.value(f"population.alone.{('male', 'female')[sex]}.{label}")
    assert alone[mine].mean() == pytest.approx(expected, abs=tolerance)


def test_living_with_a_partner_follows_the_evidence(large: Sample) -> None:
    people = large.place.people
    partnered = large.kind(codes.PARTNER).any(axis=1)
    own = large.here & (people.setting == codes.OWN_HOME)
    for sex, name in enumerate(("male", "female")):
        for low, high, label in ((35, 45, "35_44"), (55, 65, "55_64"), (65, 75, "65_74"), (75, 85, "75_84")):
            mine = own & (people.female == sex) & (large.years >= low) & (large.years < high)
            expected = large.parameters.value(f"population.partner.{name}.{label}")
            assert partnered[mine].mean() == pytest.approx(expected, abs=0.05)


def test_households_have_the_sizes_of_the_evidence(large: Sample) -> None:
    people = large.place.people
    own = large.here & (people.setting == codes.OWN_HOME)
    size = np.bincount(people.home[own])
    size = size[size > 0]
    assert size.mean() == pytest.approx(2.36, abs=0.06)  # C-111
    assert (size == 1).mean() == pytest.approx(0.2955, abs=0.02)  # C-112
    assert (size == 2).mean() == pytest.approx(0.3413, abs=0.03)  # C-113
    assert size.max() <= 16


def test_children_live_with_one_parent_or_two_of_a_fitting_age(large: Sample) -> None:
    people = large.place.people
    older = large.other(large.months) > large.months[:, None]
    parents = large.kind(codes.PARENT_CHILD) & older & (large.other(people.home) == people.home[:, None])
    child = large.here & (large.years < 18)
    n = parents[child].sum(axis=1)
    assert (n == 0).mean() < 0.005
    assert (n == 1).mean() == pytest.approx(0.2153, abs=0.02)  # C-153
    row, slot = np.nonzero(parents & child[:, None])
    gap = large.months[people.tie_other[row, slot]] - large.months[row]
    mothers = people.female[people.tie_other[row, slot]] == 1
    assert (gap[mothers] >= 16 * 12).mean() > 0.999
    assert (gap[mothers] < 50 * 12).mean() > 0.995


def test_most_older_people_have_a_child_in_the_place(large: Sample) -> None:
    older_side = large.other(large.months) < large.months[:, None]
    child = (large.kind(codes.PARENT_CHILD) & older_side).any(axis=1)
    # 65 % of parents have a child within 30 minutes (C-245); about 86 % of people 65+ are parents (C-232..C-234)
    assert child[large.older].mean() == pytest.approx(0.65 * 0.86, abs=0.05)


def test_need_by_age_is_the_evidences_and_is_commoner_where_people_are_poorer(large: Sample) -> None:
    people, expected = large.place.people, need_prevalence(large.parameters)
    for band in range(4, 18):
        mine = large.here & (large.years // 5 == band)
        for level in range(1, codes.N_NEEDS):
            at_least = expected[band, level:].sum() * mine.sum()
            assert (people.need[mine] >= level).sum() == pytest.approx(at_least, abs=1)
    fifth = large.place.hoods.fifth[people.own_hood]
    share = [(people.need[large.older & (fifth == f)] >= codes.NEED_MODERATE).mean() for f in range(5)]
    assert 1.4 < share[0] / share[4] < 2.1


def test_learning_disability_mostly_comes_with_need(large: Sample) -> None:
    people = large.place.people
    who = large.adult & (people.conditions & codes.LEARNING_DISABILITY > 0)
    assert who.sum() / large.adult.sum() == pytest.approx(0.005, abs=0.0015)
    assert (people.need[who] >= codes.NEED_MODERATE).mean() > 0.5


@pytest.mark.parametrize(("older", "name"), [(False, "age_18_64"), (True, "age_65_over")])
def test_as_many_people_have_council_support_as_in_the_evidence(large: Sample, older: bool, name: str) -> None:
    arr = large.place.arrangements
    council = arr.person[: large.used][arr.self_funded[: large.used] == 0]
    base = large.adult & (large.older == older)
    per_1000 = 1000 * (large.older[council] == older).sum() / base.sum()
    assert per_1000 == pytest.approx(large.parameters.value(f"population.clients_per_1000.{name}"), rel=0.03)


def test_support_is_split_as_in_the_evidence(large: Sample) -> None:
    arr, used = large.place.arrangements, large.used
    model, council = arr.model[:used], arr.self_funded[:used] == 0
    name = np.array(large.model_ids)[model]
    care_home = large.catalogue.models.where[model] == codes.CARE_HOME
    assert (council & (name == "nursing_home")).sum() / council.sum() == pytest.approx(0.09, abs=0.02)
    assert (council & (name == "residential_home")).sum() / council.sum() == pytest.approx(0.2, abs=0.02)
    community = council & ~care_home
    assert (community & (name == "personal_assistant")).sum() / community.sum() == pytest.approx(0.205, abs=0.03)
    assert (~council & care_home).sum() / care_home.sum() == pytest.approx(0.41, abs=0.03)  # C-467, B-IC06
    assert (~council & ~care_home).sum() / (~care_home).sum() == pytest.approx(0.258, abs=0.03)  # C-472
    sharing = [name == row for row in ("shared_lives", "shared_lives_short_breaks", "shared_lives_day")]
    assert np.sum(sharing) / large.adult.sum() == pytest.approx(18.1e-5, abs=8e-5)  # B-SL04


def test_plans_by_the_hour_have_the_mean_of_the_evidence(large: Sample) -> None:
    arr, used = large.place.arrangements, large.used
    hourly = large.catalogue.models.basis[arr.model[:used]] == codes.PER_HOUR
    assert arr.minutes[:used][hourly].mean() / 60 == pytest.approx(14.38, abs=0.2)  # D-172


def test_staff_can_give_about_what_is_planned(large: Sample) -> None:
    providers, posts = large.place.providers, large.place.posts
    staffed = np.bincount(posts.provider, posts.staffed, minlength=len(providers.model))
    for m in np.unique(providers.model):
        mine = providers.model == m
        if providers.planned_minutes[mine].sum() > 100 * large.rates.minutes_post:
            ratio = staffed[mine].sum() * large.rates.minutes_post / providers.planned_minutes[mine].sum()
            assert ratio == pytest.approx(1.0, abs=0.1)


def test_births_and_arrivals_come_at_the_rates_of_the_evidence(large: Sample) -> None:
    people = large.place.people
    future = people.status == codes.FUTURE
    born = future & (people.birth_month == people.entry_month)
    first_year = people.entry_month < people.entry_month[future].min() + 12
    n = large.here.sum()
    assert 1000 * (born & first_year).sum() / n == pytest.approx(10.0, abs=1.2)  # C-052
    arrivals = (future & ~born & first_year).sum() / n
    assert arrivals == pytest.approx(0.0549 + 0.0156, rel=0.02)  # C-056, C-058
