"""What is told of the front door, from two months side by side."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simulation.lives.events import events
from simulation.lives.moment import Change, Moment
from simulation.state import codes
from simulation.state.codes import NEVER

MODEL = 3


@pytest.fixture
def before(everyone) -> Moment:
    """Somebody at home without support, ties or care, in month 5."""
    _, lives = everyone
    some = next(iter(lives.values())).moments[0]
    plain = {"need": 2, "setting": codes.OWN_HOME, "stage": codes.NOT_ASKING, "stage_since": 0, "conditions": 0,
             "lost_care": codes.LONG_AGO, "ties": (), "support": None, "programmes": (), "changes": (),
             "unpaid_minutes": 0, "care_minutes": 0, "birth_month": -500, "moved": codes.LONG_AGO}  # fmt: skip
    return some._replace(month=5, status=codes.HERE, **plain)


@pytest.fixture
def after(before) -> Callable[..., list[str]]:
    """The kinds of events of month 6, in which the fields given differ."""
    return lambda **changed: [event.kind for event in events(before, before._replace(month=6, **changed))]


def change(**fields: int) -> Change:
    return Change(**{"model": MODEL, "started": 0, "ended": NEVER, "reason": 0, "self_funded": False,
                     "emergency": False, **fields})  # fmt: skip


def test_a_quiet_month_tells_nothing(after):
    assert after() == []


def test_asking_is_seen_although_the_answer_came_in_the_same_month(after):
    assert after(stage_since=6, urgency=codes.ROUTINE) == ["asked", "no_new_support"]


def test_in_month_0_nobody_is_told_to_have_asked_because_the_field_begins_as_0(before):
    first = before._replace(month=-1, stage_since=0)
    assert events(first, first._replace(month=0)) == ()
    waits = first._replace(month=0, stage=codes.AWAITING_ASSESSMENT, urgency=codes.ROUTINE)
    assert [event.kind for event in events(first, waits)] == ["asked", "awaits_assessment"]


def test_support_that_starts_in_the_month_of_asking(after):
    started = (change(started=6),)
    assert after(stage_since=6, urgency=codes.ROUTINE, changes=started) == ["asked", "support_started"]


def test_waiting(after):
    waits = {"stage_since": 6, "urgency": codes.ROUTINE}
    assert after(stage=codes.AWAITING_ASSESSMENT, **waits) == ["asked", "awaits_assessment"]
    assert after(stage=codes.AWAITING_START, wanted=MODEL, **waits) == ["asked", "awaits_start"]


def test_hospital_asks(after):
    kinds = after(
        setting=codes.HOSPITAL, hospital_since=6, admitted=6, stage=codes.AWAITING_ASSESSMENT, stage_since=6,
        urgency=codes.FROM_HOSPITAL,
    )  # fmt: skip
    assert kinds == ["asked_from_hospital", "awaits_assessment", "admitted", "ready"]


def test_crises(after):
    request = {"stage": codes.AWAITING_START, "stage_since": 6, "urgency": codes.IN_CRISIS, "wanted": MODEL}
    assert after(**request) == ["crisis", "awaits_start"]
    assert after(changes=(change(started=6, emergency=True),)) == ["crisis", "support_started"]
    broke = change(ended=6, reason=codes.END_SUPPORT_BROKE)
    assert after(changes=(broke,)) == ["crisis", "support_ended"]


def test_the_wait_of_somebody_in_crisis_is_not_another_crisis(before):
    waiting = before._replace(stage=codes.AWAITING_ASSESSMENT, urgency=codes.IN_CRISIS, stage_since=5)
    agreed = waiting._replace(month=6, stage=codes.AWAITING_START, stage_since=6, wanted=MODEL)
    assert [event.kind for event in events(waiting, agreed)] == ["awaits_start"]


def test_another_offer_and_a_wait_that_ends(before):
    waiting = before._replace(stage=codes.AWAITING_START, wanted=MODEL)
    other = waiting._replace(month=6, wanted=MODEL + 1)
    assert [event.kind for event in events(waiting, other)] == ["offered_instead"]
    ended = waiting._replace(month=6, stage=codes.NOT_ASKING)
    assert [event.kind for event in events(waiting, ended)] == ["waits_no_more"]


def test_whoever_dies_is_told_of_no_more_than_that_and_the_end_of_support(before):
    last = before._replace(month=6, status=codes.DIED, changes=(change(ended=6, reason=codes.END_DEATH),))
    assert [event.kind for event in events(before, last)] == ["support_ended", "died"]
