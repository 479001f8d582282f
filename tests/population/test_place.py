from __future__ import annotations

import numpy as np
import pytest

from simulation.population.check import problems
from simulation.state import codes
from simulation.state.people import TIE_SLOTS
from simulation.state.place import HOMES
from tests.population.conftest import BURN_IN, MONTHS, Sample, make


@pytest.mark.parametrize("adults", [300, 1_000, 3_000])
@pytest.mark.parametrize("seed", [1, 2])
def test_everything_balances_in_a_new_place(adults: int, seed: int) -> None:
    sample = make(adults, seed)
    assert problems(sample.place, sample.catalogue) == []


def test_a_large_place_balances(large: Sample) -> None:
    assert problems(large.place, large.catalogue) == []


def test_the_same_seed_gives_the_same_bits_and_another_seed_does_not(small: Sample) -> None:
    again, other = make(3_000), make(3_000, seed=2)
    for part, same in zip(small.place, again.place, strict=True):
        for one, two in zip(part, same, strict=True) if isinstance(part, tuple) else [(part, same)]:
            assert one.dtype == two.dtype
            assert one.tobytes() == two.tobytes()
    assert small.place.people.temper[0] != other.place.people.temper[0]


def test_a_place_has_the_adults_asked_for(small: Sample, large: Sample) -> None:
    assert abs(small.adult.sum() - 3_000) <= 10
    assert abs(large.adult.sum() - 30_000) <= 10


def test_rows_of_a_neighbourhood_lie_together_residents_home_by_home_then_newcomers_by_month(small: Sample) -> None:
    people, hoods = small.place.people, small.place.hoods
    assert hoods.first[0] == 0
    assert hoods.last[-1] == len(people.status)
    assert (hoods.first[1:] == hoods.last[:-1]).all()
    first_home = np.where(people.own_home != codes.NOBODY, people.own_home, people.home)
    for hood in range(len(hoods.fifth)):
        rows = slice(hoods.first[hood], hoods.last[hood])
        assert (people.own_hood[rows] == hood).all()
        assert (np.diff(people.entry_month[rows]) >= 0).all()
        resident = people.status[rows] == codes.HERE
        homes = first_home[rows]
        settled = np.isin(people.setting[rows], (codes.OWN_HOME, codes.CARE_HOME, codes.TENANCY)) & resident
        blocks = homes[settled][np.concatenate(([True], np.diff(homes[settled]) != 0))]
        assert len(np.unique(blocks)) == len(blocks)


def test_homes_are_numbered_and_counted(small: Sample) -> None:
    people, providers = small.place.people, small.place.providers
    homes = int(small.place.counters[HOMES])
    assert people.home.min() >= 0
    assert people.home.max() < homes
    run = providers.home[providers.home != codes.NOBODY]
    assert len(np.unique(run)) == len(run)
    assert run.max() == homes - 1


def test_people_with_support_live_where_it_is_given(small: Sample) -> None:
    place = small.place
    arr, people, used = place.arrangements, place.people, small.used
    who, model, provider = arr.person[:used], arr.model[:used], arr.provider[:used]
    where = small.catalogue.models.where[model]
    assert (people.setting[who] == where).all()
    at = np.isin(where, (codes.CARE_HOME, codes.TENANCY))
    assert (people.home[who[at]] == place.providers.home[provider[at]]).all()
    assert (people.hood[who[at]] == place.providers.hood[provider[at]]).all()
    assert (people.own_home[who[at]] != codes.NOBODY).all()
    assert (people.arrangement >= 0).sum() == used


def test_each_arrangement_suits_the_person(small: Sample) -> None:
    arr, people, models, used = small.place.arrangements, small.place.people, small.catalogue.models, small.used
    need, model = people.need[arr.person[:used]], arr.model[:used]
    assert (need >= models.min_need[model]).all()
    assert (need <= models.max_need[model]).all()
    assert (arr.self_funded[:used] == people.means[arr.person[:used]]).all()
    assert small.adult[arr.person[:used]].all()
    assert (arr.started[:used] < -BURN_IN).all()
    assert (arr.minutes[:used] > 0).all()


def test_staffed_posts_are_wanted_posts_within_each_providers_rows(small: Sample) -> None:
    posts, providers = small.place.posts, small.place.providers
    rank = np.arange(len(posts.provider)) - providers.post_first[posts.provider]
    assert (rank[posts.staffed > 0] < providers.posts_wanted[posts.provider[posts.staffed > 0]]).all()
    assert (posts.since < -BURN_IN).all()
    room = providers.post_last - providers.post_first
    assert (room >= providers.posts_wanted).all()


def test_slots_stay_free_for_ties_to_come(small: Sample) -> None:
    assert small.tied.sum(axis=1).max() < TIE_SLOTS


def test_ties_of_those_here_began_before_the_burn_in(small: Sample) -> None:
    started = small.place.people.tie_start[small.here][small.tied[small.here]]
    assert started.max() < -BURN_IN


def test_future_people_are_listed_in_their_month(small: Sample) -> None:
    place = small.place
    assert len(place.entry_first) == BURN_IN + MONTHS + 1
    assert place.entry_first[-1] == len(place.entry_rows) == (place.people.status == codes.FUTURE).sum()
    for t in range(BURN_IN + MONTHS):
        rows = place.entry_rows[place.entry_first[t] : place.entry_first[t + 1]]
        assert (place.people.entry_month[rows] == t - BURN_IN).all()
        assert (np.diff(rows) > 0).all()


def test_a_child_to_be_born_knows_the_mother_and_lives_with_her(small: Sample) -> None:
    people = small.place.people
    born = np.flatnonzero((people.status == codes.FUTURE) & (people.birth_month == people.entry_month))
    assert len(born) > 50
    mother = people.tie_other[born, 0]
    assert (people.tie_kind[born, 0] == codes.PARENT_CHILD).all()
    assert (people.female[mother] == 1).all()
    age = people.birth_month[born] - people.birth_month[mother]
    assert age.min() >= 15 * 12
    assert age.max() < 45 * 12
    assert not (people.tie_other[mother] == born[:, None]).any()
    at_home = people.setting[mother] == codes.OWN_HOME
    assert (people.home[born] == people.home[mother])[at_home].all()


def _newcomers(sample: Sample) -> np.ndarray:
    people = sample.place.people
    return np.flatnonzero((people.status == codes.FUTURE) & (people.birth_month < people.entry_month))


def test_newcomers_who_come_together_hold_both_sides_of_their_ties(small: Sample) -> None:
    people, come = small.place.people, _newcomers(small)
    row, slot = np.nonzero(small.tied[come])
    one, other = come[row], people.tie_other[come[row], slot]
    together = people.entry_month[other] == people.entry_month[one]
    one, other = one[together], other[together]
    assert len(one) > 200
    assert (people.home[other] == people.home[one]).all()
    assert ((people.tie_other[other] == one[:, None]).sum(axis=1) == 1).all()
    children = come[people.entry_month[come] - people.birth_month[come] < 18 * 12]
    assert small.tied[children].any(axis=1).mean() > 0.9


def test_newcomers_know_only_people_who_are_here_before_them(small: Sample) -> None:
    people, come = small.place.people, _newcomers(small)
    row, slot = np.nonzero(small.tied[come])
    one, other = come[row], people.tie_other[come[row], slot]
    assert (people.entry_month[other] <= people.entry_month[one]).all()
    earlier = people.entry_month[other] < people.entry_month[one]
    assert earlier.sum() > 200
    assert not (people.tie_other[other[earlier]] == one[earlier][:, None]).any()


def test_a_newcomer_who_joins_a_partner_moves_in_with_them_and_nobody_is_joined_twice(small: Sample) -> None:
    people, come = small.place.people, _newcomers(small)
    row, slot = np.nonzero(small.kind(codes.PARTNER)[come])
    one, other = come[row], people.tie_other[come[row], slot]
    joins = people.entry_month[other] < people.entry_month[one]
    assert joins.sum() > 20
    assert len(np.unique(other[joins])) == joins.sum()
    at_home = people.setting[other[joins]] == codes.OWN_HOME
    assert (people.home[one[joins]] == people.home[other[joins]])[at_home].all()
    assert not small.kind(codes.PARTNER)[other[joins]].any()


def test_shared_lives_carers_are_of_the_right_age_and_in_good_health(large: Sample) -> None:
    sharers, people = large.place.sharers, large.place.people
    active = sharers.active > 0
    years = large.years[sharers.person[active]]
    assert years.min() >= large.rates.sharer_min_age
    assert years.max() <= large.rates.sharer_max_age
    assert (people.need[sharers.person[active]] == codes.NEED_NONE).all()
    assert (sharers.approved[active] < -BURN_IN).all()


def test_only_those_who_live_in_have_their_carers_home_and_all_are_tied_to_the_carer(large: Sample) -> None:
    people, arr, sharers = large.place.people, large.place.arrangements, large.place.sharers
    rows = np.flatnonzero(arr.sharer[: large.used] != codes.NOBODY)
    who, carer = arr.person[rows], sharers.person[arr.sharer[rows]]
    live_in = large.catalogue.models.where[arr.model[rows]] == codes.CARER_HOME
    assert 0.4 < live_in.mean() < 0.75
    assert (people.home[who][live_in] == people.home[carer][live_in]).all()
    assert (people.setting[who][~live_in] == codes.OWN_HOME).all()
    tied = (people.tie_other[who] == carer[:, None]) & (people.tie_kind[who] == codes.SHARED_LIVES)
    assert tied.any(axis=1).mean() > 0.9


def test_matches_of_the_start_reach_the_least_quality_and_are_the_ties(large: Sample) -> None:
    people, arr = large.place.people, large.place.arrangements
    rows = np.flatnonzero(arr.sharer[: large.used] != codes.NOBODY)
    least = large.catalogue.models.matching[arr.model[rows]] * 256
    assert (arr.quality[rows] >= np.floor(least)).all()
    who, carer = arr.person[rows], large.place.sharers.person[arr.sharer[rows]]
    tied = (people.tie_other[who] == carer[:, None]) & (people.tie_kind[who] == codes.SHARED_LIVES)
    row, slot = np.nonzero(tied)
    assert (people.tie_match[who[row], slot] == arr.quality[rows][row]).all()


def test_willing_households_are_the_share_of_the_evidence_and_none_shares_already(large: Sample) -> None:
    willing, people = large.place.willing, large.place.people
    share = large.parameters.value("sharer.willing_share")
    assert len(willing.person) == pytest.approx(share * len(people.status), rel=0.25)
    assert not np.isin(willing.person, large.place.sharers.person).any()
    assert (willing.ready >= -BURN_IN).all()
    assert (willing.ready < -BURN_IN + large.rates.sharer_rest_months).all()


def test_no_shared_lives_in_the_mix_means_no_carers() -> None:
    groups = ("learning_disability", "mental_illness", "physical", "older")
    kinds = ("shared_lives", "shared_lives_short_breaks", "shared_lives_day")
    sample = make(1_000, **{f"population__mix__{group}__{kind}": 0.0 for group in groups for kind in kinds})
    assert sample.place.sharers.active.sum() == 0
    assert len(sample.place.sharers.person) > 0
    assert problems(sample.place, sample.catalogue) == []
