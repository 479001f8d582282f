"""What happened at the front door in a month: crisis, asking, assessment, waiting.

``stage_since`` is written when somebody asks and kept when they are turned away, so that asking is seen although it
and the answer fall into one month.
"""

from __future__ import annotations

from collections.abc import Iterator

from simulation.lives.moment import Moment
from simulation.state.codes import (
    AWAITING_ASSESSMENT,
    AWAITING_START,
    CARE_HOME,
    END_NEED_MET,
    END_OFF_LIST,
    END_PROVIDER_CLOSED,
    END_SUPPORT_BROKE,
    FROM_HOSPITAL,
    IN_CRISIS,
    NOBODY,
    NOT_ASKING,
    PRESSING,
)

Told = Iterator[tuple[str, int, int]]
ADULT_MONTHS = 18 * 12


def front_door_events(before: Moment, after: Moment) -> Told:
    """Crisis first, then the request and what came of it. ``what`` is the support awaited, ``why`` the urgency."""
    if _crisis(before, after):
        yield "crisis", NOBODY, NOBODY
        if after.stage == AWAITING_START:
            yield "awaits_start", after.wanted, after.urgency
        return
    asked = _asked(before, after)
    if asked:
        yield asked, NOBODY, after.urgency
    if asked or before.stage != NOT_ASKING:
        yield from _answer(before, after)


def _crisis(before: Moment, after: Moment) -> bool:
    """Support broke down, or help was sent ahead of everyone; a crisis of one who waits in crisis is not seen."""
    if any(change.emergency and change.started == after.month for change in after.changes):
        return True
    if any(change.reason == END_SUPPORT_BROKE and change.ended == after.month for change in after.changes):
        return True
    if _displaced(after):
        return False
    if after.urgency != IN_CRISIS or after.stage_since != after.month:
        return False
    return before.stage == NOT_ASKING or before.urgency < IN_CRISIS


def _displaced(after: Moment) -> bool:
    """Whether the provider closed or went off the list, so that other support is due without anybody asking."""
    gone = (END_PROVIDER_CLOSED, END_OFF_LIST)
    return any(change.reason in gone and change.ended == after.month for change in after.changes)


def _asked(before: Moment, after: Moment) -> str:
    """How a request came about, or nothing."""
    if before.stage != NOT_ASKING or after.stage_since != after.month:
        return ""
    if before.stage_since == after.month and after.stage == NOT_ASKING:
        return ""  # month 0, of somebody who never asked: the field begins as 0
    if _displaced(after):
        return ""
    if _reviewed(before, after):
        return "reviewed"
    if any(end.ended == after.month and end.reason == END_NEED_MET for end in after.changes):
        return "asked_again"
    return "asked_from_hospital" if after.urgency == FROM_HOSPITAL else "asked"


def _reviewed(before: Moment, after: Moment) -> bool:
    """Whether a review of support in place, and not somebody asking, found that other support is needed."""
    if before.support is None:
        return False
    if after.urgency == FROM_HOSPITAL:
        return before.setting == CARE_HOME  # an emergency stay that becomes a permanent one
    turned = before.month - before.birth_month < ADULT_MONTHS <= after.month - after.birth_month
    return after.urgency == PRESSING and after.lost_care != after.month and not turned


def _answer(before: Moment, after: Moment) -> Told:
    """What came of a request, of this month or an earlier one."""
    started = any(change.started == after.month for change in after.changes)
    if after.stage == AWAITING_START:
        if before.stage != AWAITING_START:
            yield "awaits_start", after.wanted, after.urgency
        elif before.wanted != after.wanted:
            yield "offered_instead", after.wanted, before.wanted
    elif after.stage == NOT_ASKING and not started:
        was_waiting = before.stage == AWAITING_START
        yield "waits_no_more" if was_waiting else "no_new_support", NOBODY, NOBODY
    elif after.stage == AWAITING_ASSESSMENT and before.stage != AWAITING_ASSESSMENT:
        yield "awaits_assessment", NOBODY, after.urgency
