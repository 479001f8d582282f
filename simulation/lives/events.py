"""What happened to a person in a month, told from how things were at its beginning and at its end.

Whatever leaves no trace in the state by the month's end is not told: ``docs/limits.md`` lists it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from simulation.lives.front_door import front_door_events
from simulation.lives.moment import Moment, Tie
from simulation.state import codes
from simulation.state.codes import NEVER, NOBODY


class Event(NamedTuple):
    """``kind`` is a row of ``words.EVENTS``; ``what`` and ``why`` are codes whose meaning goes with the kind."""

    month: int
    kind: str
    what: int = NOBODY
    why: int = NOBODY


def events(before: Moment, after: Moment) -> tuple[Event, ...]:
    """Events of the month of ``after``, in the order of the month's steps."""
    month = after.month
    told = [
        *_body(before, after),
        *_ties(before, after),
        *_care(before, after),
        *front_door_events(before, after),
        *_leaves_hospital(before, after),
        *_support(after),
        *_moves(before, after),
        *_key_worker(before, after),
        *_in_hospital(before, after),
    ]
    if after.status != codes.HERE:
        told = [("support_ended", end.model, end.reason) for end in after.changes if end.ended != NEVER]
        told.append(("died" if after.status == codes.DIED else "left", NOBODY, NOBODY))
    return tuple(Event(month, *event) for event in told)


Told = Iterator[tuple[str, int, int]]


def _moves(before: Moment, after: Moment) -> Told:
    if after.moved == after.month and after.home != before.home:
        yield "moved", after.setting, before.setting


def _body(before: Moment, after: Moment) -> Told:
    """Need and conditions."""
    if after.need != before.need:
        yield "need_rose" if after.need > before.need else "need_fell", after.need, before.need
    for code in range(len(codes.CONDITION_NAMES)):
        was, now = before.conditions >> code & 1, after.conditions >> code & 1
        if was != now:
            yield "condition_began" if now else "condition_ended", code, NOBODY


def _ties(before: Moment, after: Moment) -> Told:
    """Ties to people that ended and began."""
    then, now = {_name(tie): tie for tie in before.ties}, {_name(tie): tie for tie in after.ties}
    for name, tie in then.items():
        if name not in now:
            yield "tie_ended", tie.kind, _why(tie, after)
    for name, tie in now.items():
        if name not in then:
            yield "tie_began", tie.kind, NOBODY


def _name(tie: Tie) -> tuple[int, int]:
    return tie.other, tie.start


def _why(tie: Tie, after: Moment) -> int:
    """Why a tie ended: the other's death or leaving, or else what the month's log says of ties like it.

    The log names no people: where ties of one kind and start ended for different reasons in the month, no reason is
    told.
    """
    fate = dict(after.fates).get(tie.other)
    if fate == codes.DIED:
        return codes.END_DEATH
    if fate == codes.LEFT:
        return codes.END_LEFT_PLACE
    logged = {why for kind, start, why in after.parted if (kind, start) == (tie.kind, tie.start)}
    logged -= {codes.END_DEATH, codes.END_LEFT_PLACE, codes.END_LEFT_TOGETHER}
    return logged.pop() if len(logged) == 1 else NOBODY


def _key_worker(before: Moment, after: Moment) -> Told:
    """A key worker of the same arrangement who is lost, and one who becomes known. ``what`` is the support model."""
    old, new = before.support, after.support
    same = old is not None and new is not None and (old.model, old.started) == (new.model, new.started)
    if same and old is not None and new is not None and NEVER != old.key_since != new.key_since:
        yield "key_worker_lost", new.model, NOBODY
    if new is not None and new.key_since == after.month:
        yield "key_worker_known", new.model, NOBODY


def _care(before: Moment, after: Moment) -> Told:
    """Unpaid care received and given."""
    if after.lost_care == after.month:
        yield "carer_stopped", NOBODY, NOBODY
    if after.rest_until != before.rest_until and after.rest_until > after.month:
        yield "stopped_caring", NOBODY, NOBODY
    if bool(before.unpaid_minutes) != bool(after.unpaid_minutes):
        yield "help_began" if after.unpaid_minutes else "help_ended", NOBODY, NOBODY
    if bool(before.care_minutes) != bool(after.care_minutes):
        yield "caring_began" if after.care_minutes else "caring_ended", NOBODY, NOBODY


def _support(after: Moment) -> Told:
    """Arrangements and programmes that ended and began."""
    for change in after.changes:
        if change.ended == after.month:
            yield "support_ended", change.model, change.reason
    for change in after.changes:
        if change.started == after.month:
            yield "support_started", change.model, int(change.self_funded)
    for programme, since in after.programmes:
        if since == after.month:
            yield "programme_joined", programme, NOBODY


def _leaves_hospital(before: Moment, after: Moment) -> Told:
    """Leaving, also where the month ends with another stay: that one begins later in the month. ``why`` is its days."""
    again = after.admitted == after.month
    if before.setting == codes.HOSPITAL and (again or after.setting != codes.HOSPITAL):
        where = codes.OWN_HOME if after.setting == codes.HOSPITAL else after.setting
        yield "discharged", where, NOBODY if again else after.stay_days


def _in_hospital(before: Moment, after: Moment) -> Told:
    """A stroke, a stay that begins (or begins and ends, told by its days), and being ready to leave."""
    if after.stroke == after.month:
        yield "stroke", NOBODY, NOBODY
    there = after.setting == codes.HOSPITAL
    if after.admitted == after.month:
        yield ("admitted", NOBODY, NOBODY) if there else ("stayed", after.stay_days, NOBODY)
    if there and after.hospital_since == after.month:
        yield "ready", NOBODY, NOBODY
