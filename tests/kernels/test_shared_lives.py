"""Shared Lives: what each stage of the pipeline promises, and that each mechanism does nothing where it is null."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from naive.pair import kernels_of_case
from naive.small import Case, levers_of_month, set_levers, setting_of_case

from kernels.test_null import SMALL, Change, differing, lived, one_step, put
from simulation.kernels.chance import PAIR, words
from simulation.month import MONTH, Town
from simulation.population.check import problems
from simulation.state.codes import (
    CARER_HOME,
    END_FADED,
    END_SUPPORT_BROKE,
    FRIEND,
    FROM_SHARERS,
    NEIGHBOUR,
    NEVER,
    NOBODY,
    SHARED_LIVES,
)
from simulation.state.journal import SHARER_NAMES
from simulation.state.place import ARRANGEMENTS, SHARERS
from simulation.state.supply import MOST_PLACES

COLD = Case(seed=6, adults=400, per_hood=100, months=6, heat=0.0)
SHARED = Case(seed=5, adults=1500, per_hood=200, months=8, heat=0.5, jumbled=True)
AT_ONCE = {"fit_blur": 0.0, "tryout_decline": 0.0, "fit_traits": 1.0, "fit_place": 0.0, "fit_ties": 0.0}
"""First impressions that do not err and are never regretted, of traits alone."""


def counted(town: Town, name: str) -> int:
    return int(town.journal.sharers[:, SHARER_NAMES.index(name)].sum())


def begun(town: Town, before: int) -> Any:
    """Arrangements with a Shared Lives carer begun since there were ``before``."""
    rows = town.place.arrangements[before : int(town.place.counters[ARRANGEMENTS])]
    return rows[rows.sharer != NOBODY]


def money_enough(town: Town) -> None:
    town.levers.start_pence[0] = 10**9


def plenty(town: Town) -> None:
    """Carers in good health with three places each, who stay."""
    used = int(town.place.counters[SHARERS])
    town.place.people.need[town.place.sharers.person[:used]] = 0
    town.place.sharers.places[:used] = MOST_PLACES
    put(sharer_retire=0.0, sharer_resign=0.0, rise=0.0, admit=0.0)(town)


def with_plenty(change: Change) -> Change:
    def both(town: Town) -> None:
        plenty(town)
        change(town)

    return both


def no_tryouts(town: Town) -> None:
    put(**AT_ONCE)(town)
    town.catalogue.models.tryout_months[:] = 0


def rows_at_start(case: Case) -> int:
    return int(kernels_of_case(case).place.counters[ARRANGEMENTS])


def sharing(town: Town) -> Any:
    return np.flatnonzero(town.catalogue.models.source == FROM_SHARERS)


# introductions and try-outs


def test_every_month_places_taken_and_held_are_no_more_than_there_are() -> None:
    def balanced(town: Town) -> None:
        assert problems(town.place, town.catalogue) == []

    town = lived(SHARED, each_month=balanced)
    assert problems(town.place, town.catalogue) == []
    assert counted(town, "trying") > 0


def test_without_tryouts_a_match_begins_in_the_month_of_its_introduction() -> None:
    town = lived(SHARED, change=with_plenty(no_tryouts), each_month=money_enough)
    assert counted(town, "trying") == 0
    assert len(begun(town, rows_at_start(SHARED))) > 5


def test_nobody_moves_in_before_the_months_of_trying_out_are_over() -> None:
    def three_months(town: Town) -> None:
        town.catalogue.models.tryout_months[:] = 3

    town = lived(SHARED, change=with_plenty(three_months), each_month=money_enough)
    rows = begun(town, rows_at_start(SHARED))
    assert len(rows) > 0
    assert rows.started.min() >= 3


def test_with_traits_alone_quality_is_how_well_the_two_fit_and_reaches_the_least() -> None:
    town = lived(SHARED, change=with_plenty(put(**AT_ONCE)), each_month=money_enough)
    rows, models = begun(town, rows_at_start(SHARED)), town.catalogue.models
    assert len(rows) > 0
    for row in rows:
        pair = sorted((int(row.person), int(town.place.sharers.person[row.sharer])))
        assert row.quality == int(words(town.seed, PAIR, *pair, 0)[0]) & 255
        assert row.quality >= 256 * models.matching[row.model]


def test_near_carers_and_near_ties_raise_quality() -> None:
    near = {"fit_traits": 0.0, "fit_place": 1.0, "fit_ties": 0.0}
    rows = begun(lived(SHARED, change=with_plenty(put(**near)), each_month=money_enough), rows_at_start(SHARED))
    assert set(np.unique(rows.quality)) == {255}  # who is not near does not reach the least

    def least_of_all(town: Town) -> None:
        put(fit_traits=0.0, fit_place=0.0, fit_ties=1.0)(town)
        town.catalogue.models.matching[:] = 0.0

    town = lived(SHARED, change=with_plenty(least_of_all), each_month=money_enough)
    rows = begun(town, rows_at_start(SHARED))
    lived_in = town.catalogue.models.where[rows.model] == CARER_HOME
    assert len(np.unique(rows.quality[lived_in])) > 1
    assert (rows.quality[~lived_in] == 255).all()  # who stays at home leaves no tie behind


def test_a_tryout_that_nobody_gives_up_ends_in_a_match_or_for_want_of_money() -> None:
    never, always = (
        lived(SHARED, change=with_plenty(put(tryout_decline=p)), each_month=money_enough) for p in (0.0, 1e6)
    )
    assert len(begun(never, rows_at_start(SHARED))) > 0
    assert len(begun(always, rows_at_start(SHARED))) == 0


def test_places_stand_empty_while_people_wait_who_fit_nobody() -> None:
    def choosy(town: Town) -> None:
        town.catalogue.models.matching[sharing(town)] = 1.0
        put(fit_blur=0.0)(town)

    town = lived(SHARED, change=with_plenty(choosy), each_month=money_enough)
    assert counted(town, "waiting") > 0
    assert counted(town, "places") > counted(town, "people")
    assert counted(town, "declines") == counted(town, "introductions") > 0


# households that are willing


def recruiting(town: Town) -> int:
    service = len(town.catalogue.models) + len(town.catalogue.programmes) + 1
    return int(town.journal.ledger[:, 0, service].sum())


def test_enquiries_fail_and_cost_nothing_where_all_the_willing_are_used() -> None:
    def all_used(town: Town) -> None:
        town.place.willing.ready[:] = NEVER

    town = lived(SMALL, change=all_used)
    assert counted(town, "sought") > 0 == counted(town, "enquiries") == recruiting(town)


def test_each_enquiry_that_a_household_makes_is_paid_for() -> None:
    town = lived(SMALL)
    assert 0 < counted(town, "enquiries") < counted(town, "sought")
    assert recruiting(town) == counted(town, "enquiries") * town.rates.sharer_enquiry_pence


def test_nothing_is_sought_where_nobody_is_willing() -> None:
    def none(town: Town) -> None:
        town.place = town.place._replace(willing=town.place.willing[:0])

    town = lived(SMALL, change=none)
    assert counted(town, "sought") == counted(town, "enquiries") == counted(town, "approvals") == 0


def test_a_decision_takes_the_months_drawn_for_it() -> None:
    fixed = lived(SMALL, change=put(sharer_months=2.0, sharer_months_spread=0.0, sharer_approve=1.0))
    assert counted(fixed, "approvals") > 0
    assert counted(fixed, "approval_months") == 2 * counted(fixed, "approvals")
    drawn = lived(SMALL, change=put(sharer_months=2.0, sharer_months_spread=0.9, sharer_approve=1.0))
    rows = drawn.place.sharers[: int(drawn.place.counters[SHARERS])]
    rows = rows[rows.applied >= 0]
    assert len(set((rows.decided - rows.applied).tolist())) > 1


def test_nobody_is_approved_who_is_turned_down_and_all_may_be_asked_again() -> None:
    town = lived(SMALL, change=put(sharer_apply=1.0, sharer_approve=0.0, sharer_rest_months=0))
    assert counted(town, "approvals") == 0 < counted(town, "withdrawn")


# strain, notice, endings


def test_strain_changes_nothing_but_itself_where_its_effects_are_null() -> None:
    def strained(town: Town) -> None:
        town.place.sharers.strain[:] = 1.0

    own = {"sharers.strain", "journal.sharers"}
    null = {"sharer_resign_strain": 0.0, "sharing_break_strain": 0.0}
    strong = {"sharer_resign_strain": 9.0, "sharing_break_strain": 9.0}
    assert differing(*one_step("matching", put(**null), strained)) - own == set()
    assert differing(*one_step("matching", put(**strong), strained)) - own != set()


def test_the_quality_of_a_match_changes_nothing_but_itself_where_its_effects_are_null() -> None:
    def nothing_fits(town: Town) -> None:
        town.place.arrangements.quality[:] = 0

    own = {"arrangements.quality"}
    null = {"sharing_break_fit": 0.0, "sharer_strain_misfit": 0.0}
    strong = {"sharing_break_fit": 9.0, "sharer_strain_misfit": 1.0}
    assert differing(*one_step("matching", put(**null), nothing_fits)) - own == set()
    assert differing(*one_step("matching", put(**strong), nothing_fits)) - own != set()


def test_breaks_without_relief_and_within_the_price_change_nothing() -> None:
    null = {"sharer_break_relief": 0.0, "sharer_break_permille": 0}
    few, many = (lived(SMALL, change=put(**null, sharer_break_weeks=w)) for w in (0.0, 0.5))
    assert differing(few, many) == set()


def test_breaks_beyond_the_price_cost_money_and_relieve() -> None:
    def with_breaks(weeks: float) -> Town:
        def change(town: Town) -> None:
            no_tryouts(town)
            permille = int(1000 * weeks)
            put(sharer_break_relief=0.1, sharer_break_weeks=weeks, sharer_break_permille=permille)(town)

        return lived(SHARED, change=with_plenty(change), each_month=money_enough)

    within, beyond = with_breaks(0.0), with_breaks(0.5)
    assert {"sharers.strain", "journal.ledger"} <= differing(within, beyond)
    assert counted(beyond, "strain") < counted(within, "strain")


def test_nothing_breaks_and_nobody_gives_notice_where_those_chances_are_null() -> None:
    town = lived(SMALL, change=put(sharing_break=0.0, sharer_retire=0.0, sharer_resign=0.0, rupture=0.0))
    assert counted(town, "broken") == counted(town, "notices") == 0


def test_who_moves_in_is_tied_to_the_carer_though_neither_had_room() -> None:
    """Everybody's slots fill with friends, none of whom would fade by themselves."""

    def sociable(town: Town) -> None:
        no_tryouts(town)
        put(meet=1.0, meet_need=1.0, meet_age_gap=100, meet_partner=0.0, rupture=0.0, tie_floor=0.0)(town)

    def balanced(town: Town) -> None:
        money_enough(town)
        assert problems(town.place, town.catalogue) == []

    town = lived(replace(SHARED, per_hood=1500), change=with_plenty(sociable), each_month=balanced)
    rows, models = begun(town, rows_at_start(replace(SHARED, per_hood=1500))), town.catalogue.models
    assert (models.where[rows.model] == CARER_HOME).sum() > 5
    assert problems(town.place, town.catalogue) == []
    assert (
        town.journal.ties_ended[:, FRIEND, END_FADED].sum() + town.journal.ties_ended[:, NEIGHBOUR, END_FADED].sum() > 0
    )
    there = rows[(models.where[rows.model] == CARER_HOME) & (rows.ended == NEVER)][0]
    for one in (there.person, town.place.sharers.person[there.sharer]):
        town.place.people.tie_other[one] = NOBODY
    assert "a person who lives with a Shared Lives carer has no tie to them" in str(
        problems(town.place, town.catalogue)
    )


@pytest.mark.parametrize("chance", [0.0, 10.0])
def test_life_with_a_carer_ends_in_the_month_in_which_the_tie_ruptures(chance: float) -> None:
    def quarrel(town: Town) -> None:
        no_tryouts(town)
        put(rupture=0.0, rupture_strength=0.0, rupture_months=0.0, rupture_frailty=1.0)(town)
        put(sharing_break=0.0)(town)
        town.rates["rupture"][SHARED_LIVES] = chance

    town = lived(SHARED, change=with_plenty(quarrel), each_month=money_enough)
    rows = begun(town, 0)
    there = rows[town.catalogue.models.where[rows.model] == CARER_HOME]
    earlier = there[there.started < SHARED.months - 1]
    assert len(earlier) > 2
    assert (counted(town, "broken") > 0) == (chance > 0)
    assert (earlier.reason[earlier.ended != NEVER] == END_SUPPORT_BROKE).any() == (chance > 0)
    assert (earlier.ended == NEVER).any() == (chance == 0)


def test_a_carer_who_has_given_notice_takes_nobody_in_and_leaves_when_it_is_over() -> None:
    def all_have_given_notice(town: Town) -> None:
        sharers = town.place.sharers
        approved = (sharers.active > 0) & (sharers.approved != NEVER) & (sharers.leaves == NEVER)
        sharers.leaves[approved] = SHARED.months - 1
        sharers.guest[approved] = NOBODY

    town = lived(SHARED, change=with_plenty(no_tryouts), each_month=all_have_given_notice)
    rows, sharers = begun(town, rows_at_start(SHARED)), town.place.sharers
    assert (rows.started == sharers.decided[rows.sharer]).all()  # only in the month of approval
    assert counted(town, "left") > 0
    approved = (sharers.active > 0) & (sharers.approved != NEVER)
    assert (sharers.leaves[approved] == NEVER).all()  # those approved in the last month


def test_notice_lets_people_find_another_carer_before_they_lose_their_home() -> None:
    def retiring(months: int) -> Town:
        def both(town: Town) -> None:
            no_tryouts(town)
            put(sharer_resign=0.1, sharer_resign_strain=0.0, sharer_resign_notice=months, sharing_break=0.0)(town)

        return lived(SHARED, change=both, each_month=money_enough)

    at_once, later = retiring(0), retiring(4)
    assert counted(at_once, "displaced") > counted(later, "displaced")


@pytest.mark.parametrize("relief", [0.0, 0.2])
def test_days_and_breaks_take_off_the_strain_of_family_carers_what_the_row_says(relief: float) -> None:
    quiet = replace(SHARED, adults=3000, months=12, heat=0.1)
    town, setting = kernels_of_case(quiet), setting_of_case(quiet)
    plenty(town)
    no_tryouts(town)
    town.catalogue.models.family_relief[:] = relief
    for t in range(quiet.months):
        set_levers(town.levers, levers_of_month(setting, quiet.seed, t))
        money_enough(town)
        for line in MONTH:
            before = town.place.people.strain.copy()
            if line.walk is not None:
                line.walk(town, t, t)
            if line.name == "matching":
                changed = town.place.people.strain != before
                assert changed.any() <= (relief > 0)
                assert (town.place.people.strain <= before).all()
    assert (counted(town, "families_relieved") > 0) == (relief > 0)


def test_a_band_of_need_without_a_ratio_costs_the_price() -> None:
    models = setting_of_case(COLD).catalogue.models
    banded = (models.need_permille != 1000).any(axis=1)
    ids = setting_of_case(COLD).model_ids
    assert [ids[m] for m in np.flatnonzero(banded)] == ["shared_lives"]
    assert (np.diff(models.need_permille[banded][0, 1:]) > 0).all()
