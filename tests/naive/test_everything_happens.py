"""Each kind of event happens in the places on which kernels and twin are compared, so that equality says something."""

from __future__ import annotations

from collections import Counter
from typing import Any
from unittest.mock import patch

import pytest

from naive import shared_life
from naive.bonds import begin_tie
from naive.ecosystem import NaiveEcosystem
from naive.pair import live, live_model
from naive.small import Case, setting_of_case
from simulation.catalogue.load import merge
from simulation.state import codes
from simulation.state.journal import COMPANY_NAMES, COUNTS, SHARER_NAMES

PLACEMENTS = "emergency_placements"
SOMETIMES_NONE: set[str] = set()
"""Counts that may stay at zero in so few places."""


@pytest.fixture(scope="module")
def lived() -> list[NaiveEcosystem]:
    """Twins that have lived through some eventful places, and one through two years with its council."""
    hot = [Case(seed, 110, 60, 10, heat=1.0, jumbled=True) for seed in range(1, 7)]
    mild = [Case(seed, 140, 70, 14, heat=0.3, jumbled=True) for seed in range(1, 6)]
    roomy = [Case(seed, 200, 70, 14, heat=0.3, jumbled=True, roomy=True) for seed in range(1, 4)]
    councils = [(1, "crisis_driven"), (2, "prevention_investment")]
    years = [live_model(Case(seed, 120, 60, 25, 0.5, True, burn_in=12), strategy)[1] for seed, strategy in councils]
    return [live(case) for case in (*hot, *mild, *roomy)] + years


def test_a_crisis_waits_for_money_where_there_is_no_duty() -> None:
    """Some would have been placed: with the duty, and the same luck, more are."""
    case = Case(3, 150, 60, 12, 1.0, True, burn_in=12)
    placed = {}
    for duty in (True, False):
        setting = setting_of_case(case)
        given = {"based_on": "crisis_driven", "duty": duty, "controls": {"start_cut": 1.0}}
        purse = setting.parameters.override({"council.control_tolerance": 0.01})
        rows = merge(setting.rows, strategies={"tried": given})
        setting = setting._replace(rows=rows, parameters=purse, real_path=(0.5,))
        twin = live_model(case, "tried", setting)[1]
        months = twin.history[case.burn_in :]
        placed[duty] = sum(n for record in months for (name, _), n in record.counts.items() if name == PLACEMENTS)
    assert placed[False] < placed[True]


def _sum(lived: list[NaiveEcosystem], name: str) -> Counter:
    total: Counter = Counter()
    for twin in lived:
        for record in twin.history:
            total.update(getattr(record, name))
    return total


def test_every_count_is_counted(lived: list[NaiveEcosystem]) -> None:
    seen = {name for (name, _), n in _sum(lived, "counts").items() if n}
    assert set(COUNTS) - seen <= SOMETIMES_NONE


def test_people_enter_and_leave_in_every_way(lived: list[NaiveEcosystem]) -> None:
    persons = _sum(lived, "persons")
    assert min(persons[way] for way in ("here", "entered", "died", "left")) > 0
    born = [p for twin in lived for p in twin.people if p.birth_month >= -twin.burn_in and p.status != codes.FUTURE]
    unborn = [p for twin in lived for p in twin.people if p.status == codes.FUTURE]
    assert born
    assert unborn


def test_ties_of_every_kind_end_for_every_reason(lived: list[NaiveEcosystem]) -> None:
    ended = {key for key, n in _sum(lived, "ties_ended").items() if n}
    assert {kind for kind, _ in ended} == set(range(codes.N_TIES))
    assert {reason for _, reason in ended} == set(range(codes.N_ENDS))
    formed = {kind for (kind,), n in _sum(lived, "ties_formed").items() if n}
    paid = {codes.SHARED_LIVES, codes.CARE_WORKER, codes.SUPPORT_WORKER}
    assert formed >= {codes.PARENT_CHILD, codes.FRIEND, codes.NEIGHBOUR} | paid


def test_support_from_every_source_starts_and_ends_for_every_reason(lived: list[NaiveEcosystem]) -> None:
    starts = {(model, own) for (model, own, _), n in _sum(lived, "starts").items() if n}
    models = lived[0].models
    assert {models[model].source for model, _ in starts} == set(range(4))
    assert {own for _, own in starts} == {0, 1}
    assert lived[0].rates.emergency_model in {model for model, _ in starts}
    reasons = {reason for (_, reason), n in _sum(lived, "ends").items() if n}
    assert reasons >= {
        codes.END_DEATH,
        codes.END_LEFT_PLACE,
        codes.END_SUPPORT_CHANGED,
        codes.END_SUPPORT_BROKE,
        codes.END_NEED_MET,
    }


def test_an_emergency_stay_becomes_permanent(lived: list[NaiveEcosystem]) -> None:
    emergencies = [s for twin in lived for s in twin.arrangements if s.model.row == twin.rates.emergency_model]
    assert any(s.due == codes.NEVER for s in emergencies)


def test_all_that_is_counted_of_shared_lives_happens(lived: list[NaiveEcosystem]) -> None:
    sharers = _sum(lived, "sharers")
    assert [name for name in SHARER_NAMES if sharers[name] == 0] == []


def test_all_that_is_counted_of_company_happens(lived: list[NaiveEcosystem]) -> None:
    company: Counter = Counter()
    for (_, name), n in _sum(lived, "company").items():
        company[name] += n
    assert [name for name in COMPANY_NAMES if company[name] == 0] == []


def test_people_in_shared_lives_live_in_and_come_by_day_and_for_breaks(lived: list[NaiveEcosystem]) -> None:
    guests = [s for twin in lived for s in twin.arrangements if s.sharer is not None]
    assert {s.model.where for s in guests} == {codes.CARER_HOME, codes.OWN_HOME}
    reasons = {s.reason for s in guests if not s.open}
    assert reasons >= {codes.END_SUPPORT_BROKE, codes.END_WORKER_LEFT, codes.END_SUPPORT_CHANGED, codes.END_DEATH}


def test_carers_introduce_their_own_people() -> None:
    begun = []

    def begin(*args: Any) -> bool:
        begun.append(begin_tie(*args))
        return begun[-1]

    with patch.object(shared_life, "begin_tie", begin):
        for seed in range(1, 4):
            live(Case(seed, 140, 70, 14, heat=0.3, jumbled=True))
    assert begun.count(True) > 2
    assert False in begun


def test_every_programme_has_people(lived: list[NaiveEcosystem]) -> None:
    joined = {one.programme for twin in lived for p in twin.people for one in p.enrolments if one is not None}
    assert joined == set(range(len(lived[0].programmes)))


def test_problems_pass_and_last_and_quick_fixes_are_taken(lived: list[NaiveEcosystem]) -> None:
    people = [person for twin in lived for person in twin.people if person.here and person.need > 0]
    assert {person.passing for person in people} == {0, 1}
    fixes = {programme.row for twin in lived for programme in twin.programmes if programme.quick_fix}
    assert any(one is not None and one.programme in fixes for person in people for one in person.enrolments)


def test_workers_leave_and_posts_are_filled(lived: list[NaiveEcosystem]) -> None:
    assert sum(n for (_, what), n in _sum(lived, "staff").items() if what == "leavers") > 0
    assert any(post.staffed and post.generation > 0 for twin in lived for post in twin.posts)


def test_the_council_controls_spending_and_recovers_an_overspend(lived: list[NaiveEcosystem]) -> None:
    councils = [twin.council for twin in lived if twin.council is not None]
    assert any(year["control"] > 0 for council in councils for year in council.years)
    assert any(year["spend"] > year["budget"] for council in councils for year in council.years)
    assert any(council.recovering > 0 or year["recovering"] > 0 for council in councils for year in council.years)
