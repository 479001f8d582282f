"""People whom programmes bring together: nulls, queues, how matches end, and who pays."""

from __future__ import annotations

import functools
from dataclasses import replace

import numpy as np
import pytest
from naive.small import Case, setting_of_case

from kernels.test_null import SMALL, Change, differing, lived
from simulation.month import MONTH, Town
from simulation.population.check import problems
from simulation.state import codes
from simulation.state.journal import COUNT_INDEX, MATCH_NAMES
from simulation.state.place import MATCHES
from simulation.state.supply import MATCH_ENDS

BRINGING = replace(SMALL, brings=True, months=14, adults=800, per_hood=200)
OF_TAKING_PART = {"people.programme", "people.programme_since", "journal.counts", "journal.ledger"}
OF_THE_SCHEME = {"counters", "journal.matches", "journal.ledger", "people.programme_since"}

OF_ENROLMENT = {"programme_starts", "carers_helped", "signposted"}


def column(name: str) -> int:
    return MATCH_NAMES.index(name)


def homeshare() -> int:
    return setting_of_case(BRINGING).programme_ids.index("homeshare")


def rows_put(**values: float) -> Change:
    """Set columns of the programmes, whatever their rows."""

    def change(town: Town) -> None:
        town.catalogue.programmes["efficacy"][:] = 0.0
        for name, value in values.items():
            town.catalogue.programmes[name][:] = value

    return change


def no_places(town: Town) -> None:
    town.levers.programme_places[:] = 0


def unequal_counts(one: Town, other: Town) -> set[str]:
    unequal = (one.journal.counts != other.journal.counts).any(axis=(0, 2))
    return {name for name, k in COUNT_INDEX.items() if unequal[k]}


@functools.cache
def usual() -> Town:
    return lived(BRINGING)


def open_matches(town: Town) -> np.ndarray:
    """Open rows of those who have been brought somebody."""
    rows = town.place.matches[: int(town.place.counters[MATCHES])]
    return rows[(rows.ended == codes.NEVER) & (rows.offers == 0) & (rows.other != codes.NOBODY)]


def after_settling(town: Town) -> dict[str, int]:
    """Ends of Homeshare that one more step of the front door brings, by reason."""
    step, t = next(line for line in MONTH if line.name == "front door"), BRINGING.months - 1
    before = town.journal.matches[t, homeshare()].copy()
    town.place.matches.due[:] = codes.NEVER
    town.place.people.programme_since[:] -= 1  # nobody is new
    no_places(town)
    step.walk(town, t, t)
    new = town.journal.matches[t, homeshare()] - before
    return {name: int(new[column(name)]) for name in MATCH_ENDS if new[column(name)]}


def sharing(town: Town) -> tuple[int, int]:
    """A householder and a homesharer."""
    one = next(row for row in open_matches(town) if row.programme == homeshare())
    return int(one.person), int(one.other)


# nulls


def test_what_a_programme_that_brings_nobody_says_of_it_makes_no_difference() -> None:
    strong = rows_put(offer=1.0, offer_max_age=100, close=1.0, help_minutes=600, term=9.0, patience=9, fee_pence=99)
    assert differing(lived(SMALL, change=rows_put()), lived(SMALL, change=strong)) == set()


def test_where_nobody_offers_only_taking_part_and_its_cost_differ() -> None:
    nobody = rows_put(offer=0.0)
    asked, none = lived(BRINGING, change=nobody), lived(BRINGING, change=nobody, each_month=no_places)
    assert asked.journal.matches[:, :, column("asking")].sum() > 0 == none.journal.matches.sum()
    assert differing(asked, none) == OF_TAKING_PART | {"counters", "journal.matches"}
    assert unequal_counts(asked, none) <= OF_ENROLMENT


def test_matches_without_tie_help_and_moving_in_cost_fees_and_do_nothing() -> None:
    idle = {"close": 0.0, "help_minutes": 0, "lives_in": 0}
    matched, alone = lived(BRINGING, change=rows_put(**idle)), lived(BRINGING, change=rows_put(**idle, offer=0.0))
    assert matched.journal.matches[:, :, column("matched")].sum() > 0
    assert differing(matched, alone) - {"people.programme", "journal.counts"} <= OF_THE_SCHEME
    assert unequal_counts(matched, alone) <= OF_ENROLMENT


@pytest.mark.parametrize(
    ("effect", "moved"),
    [
        ({"close": 1.0}, "people.lonely"),
        ({"help_minutes": 600}, "people.unpaid_minutes"),
        ({"lives_in": 1}, "people.home"),
    ],
)
def test_each_of_them_does_something(effect: dict[str, float], moved: str) -> None:
    idle = {"close": 0.0, "help_minutes": 0, "lives_in": 0}
    without, with_ = lived(BRINGING, change=rows_put(**idle)), lived(BRINGING, change=rows_put(**idle | effect))
    assert moved in differing(without, with_)


# what a match is


def test_a_homesharer_lives_with_a_householder_who_has_little_need_and_gives_no_more_than_is_missing() -> None:
    town = usual()
    people, programmes = town.place.people, town.catalogue.programmes
    assert problems(town.place, town.catalogue) == []
    together = [row for row in open_matches(town) if programmes.lives_in[row.programme]]
    assert together
    for row in together:
        i, j = row.person, row.other
        if people.setting[i] == codes.OWN_HOME == people.setting[j] and people.moved[j] == row.since:
            assert people.home[i] == people.home[j] == row.home
    assert (people.asked_minutes >= people.unpaid_minutes).all()


def test_help_is_nobodys_care_and_makes_no_carer() -> None:
    one, other = lived(BRINGING, change=rows_put(help_minutes=0)), lived(BRINGING, change=rows_put(help_minutes=600))
    first = int(np.flatnonzero(other.journal.matches[:, :, column("help_minutes")].sum(axis=1))[0])
    for name in ("carers", "carers_strained"):
        counts = [town.journal.counts[first, COUNT_INDEX[name]].tolist() for town in (one, other)]
        assert counts[0] == counts[1]
    ledger = other.journal.ledger[:, :, other.rates.unpaid_model]
    assert ledger[:, codes.COMMUNITY].sum() > 0 == one.journal.ledger[:, codes.COMMUNITY].sum()
    assert ledger[:, codes.FAMILY].sum(axis=1).min() >= 0


def test_both_pay_their_fee_each_month_of_a_match() -> None:
    town, p = usual(), homeshare()
    fees = town.catalogue.programmes.fee_pence[p] + town.catalogue.programmes.offer_fee_pence[p]
    paid = town.journal.ledger[:, codes.PERSON, len(town.catalogue.models) + p].sum(axis=1)
    assert fees > 0
    assert paid.tolist() == (fees * town.journal.matches[:, p, column("matched")]).tolist()


def test_the_queues_are_what_joined_less_what_left() -> None:
    counts = usual().journal.matches.astype(np.int64)
    ends = [column(name) for name in MATCH_ENDS if name != "withdrawn"]
    matched = counts[:, :, column("matched")]
    flow = counts[:, :, column("begun")] - counts[:, :, ends].sum(axis=2)
    assert matched.tolist() == flow.cumsum(axis=0).tolist()
    assert counts[:, :, column("trials_failed")].sum() > 0


# how it ends


@pytest.mark.parametrize("reason", MATCH_ENDS[1:5])
def test_a_match_ends_for_each_reason_and_the_homesharer_moves_out(reason: str) -> None:
    town = lived(BRINGING)
    people, (i, j) = town.place.people, sharing(town)
    others = [row.person for row in open_matches(town) if row.person != i]
    people.need[others] = codes.NEED_NONE
    if reason == "need":
        people.need[i] = codes.NEED_MODERATE
    elif reason == "moved":
        people.setting[i] = codes.CARE_HOME
    elif reason == "rupture":
        town.place.matches.close[town.place.matches.person == i] = 1
        unknown = people.tie_other[i] == j
        people.tie_other[i, unknown] = codes.NOBODY
    else:
        people.status[i] = codes.DIED
    ended = after_settling(town)
    assert ended[reason] >= 1
    assert people.home[j] == -2 - 2 * j
    assert not [row for row in open_matches(town) if row.person == i]


def test_terms_end_and_the_impatient_withdraw() -> None:
    over = usual().journal.matches.sum(axis=(0, 1))
    assert over[column("term")] > 0 < over[column("withdrawn")]


def test_nobody_is_brought_together_who_does_not_fit() -> None:
    town = lived(BRINGING, change=rows_put(least_match=1.0))
    assert town.journal.matches[:, :, column("begun")].sum() == 0 < town.journal.matches[:, :, column("offering")].sum()
    assert lived(BRINGING, change=rows_put(trial_fails=1.0)).journal.matches[:, :, column("begun")].sum() == 0


def test_threads_change_no_bit_where_people_are_brought_together() -> None:
    large = Case(seed=3, adults=3000, per_hood=500, months=4, heat=0.5, jumbled=True, brings=True)
    assert differing(lived(large), lived(large, 2)) == set()
