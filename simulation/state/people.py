"""Everyone in the place, one row a person; a row is the person's id and is never reused.

People who will be born or move in during the run have their row from the start (status ``FUTURE``). Rows of one
neighbourhood lie together: first its residents, home by home, then its newcomers by month of entry. So a tile of rows
is a patch of the place, and what is not lived yet is passed over.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.state.codes import LONG_AGO, N_DOMAINS, NOBODY

TIE_SLOTS = 8
PROGRAMME_SLOTS = 2
NO_TIE = -1.0
"""Growth of a tie that is not there."""


class People(NamedTuple):
    """One row a person. Months are counted from the start of the comparison (month 0)."""

    status: NDArray[np.uint8]
    female: NDArray[np.uint8]  # 0 male, 1 female
    birth_month: NDArray[np.int16]
    entry_month: NDArray[np.int16]  # LONG_AGO for those here at the start of the burn-in
    hood: NDArray[np.uint16]  # neighbourhood the person lives in now
    own_home: NDArray[np.int32]  # household to go back to after a stay elsewhere, or NOBODY
    own_hood: NDArray[np.uint16]
    home: NDArray[np.int32]  # household; homes run by providers are numbered after the households
    conditions: NDArray[np.uint8]  # bits of state.codes
    need: NDArray[np.uint8]  # 0-4
    passing: NDArray[np.uint8]  # 1 if the problem that last raised need is one that passes
    means: NDArray[np.uint8]  # 1 if savings are above the limit, so the person pays in full
    temper: NDArray[np.float32]  # 0-1, disposition to feel lonely, fixed for life
    skill: NDArray[np.float32]  # 0-1, independence in daily living
    lonely: NDArray[np.float32]  # 0-1
    fulfilment: NDArray[np.float32]  # [person, domain] 0-1
    setting: NDArray[np.uint8]
    arrangement: NDArray[np.int32]  # row of Arrangements, or NOBODY
    asked_minutes: NDArray[np.int16]  # help needed, minutes a week
    unpaid_minutes: NDArray[np.int16]  # received from family and friends
    paid_minutes: NDArray[np.int16]  # received from services
    care_minutes: NDArray[np.int32]  # unpaid care given, minutes a week
    lost_care: NDArray[np.int16]  # month in which a carer of this person last broke down
    strain: NDArray[np.float32]  # 0-1, of giving care
    rest_until: NDArray[np.int16]  # month before which the person gives no care after a breakdown
    stage: NDArray[np.uint8]  # front door
    stage_since: NDArray[np.int16]
    urgency: NDArray[np.uint8]
    wanted: NDArray[np.uint8]  # support model awaited
    hospital_since: NDArray[np.int16]  # month of being ready to leave, if in hospital; later than now: in treatment
    admitted: NDArray[np.int16]  # month of the last emergency admission
    stay_days: NDArray[np.int16]  # days in hospital of that stay so far, treatment and waiting
    stroke: NDArray[np.int16]  # month of the last stroke that left lasting need
    left_hospital: NDArray[np.int16]  # month of last leaving after a stay of months or a wait
    pathway: NDArray[np.uint8]  # by which the person left then
    reabled: NDArray[np.int16]  # month of leaving for intermediate care that is followed up
    followed: NDArray[np.int16]  # month of an acute crisis of a frail person of great age that is followed up
    changed: NDArray[np.int16]  # month of the last change of home, support or key worker
    moved: NDArray[np.int16]  # month of the last move to another home
    moved_how: NDArray[np.uint8]  # MOVE_* of that move
    programme: NDArray[np.int8]  # [person, slot] programme the person is in, or NOBODY
    programme_since: NDArray[np.int16]  # [person, slot]
    tie_other: NDArray[np.int32]  # [person, slot] the other person, or NOBODY: a free slot
    tie_kind: NDArray[np.uint8]  # [person, slot]
    tie_strength: NDArray[np.float32]  # [person, slot] 0-1; 0 in a free slot
    tie_gain: NDArray[np.float32]  # [person, slot] growth a month; NO_TIE in a free slot and before a newcomer comes
    tie_start: NDArray[np.int16]  # [person, slot] month the tie began
    tie_match: NDArray[np.uint8]  # [person, slot] 0-255, how well the two fit; the same seen from both sides
    tie_mutual: NDArray[np.uint8]  # [person, slot] 1 if help goes both ways


def empty_people(n: int) -> People:
    """People arrays for ``n`` rows, nobody living there yet."""
    return People(
        status=np.zeros(n, np.uint8),
        female=np.zeros(n, np.uint8),
        birth_month=np.zeros(n, np.int16),
        entry_month=np.full(n, LONG_AGO, np.int16),
        hood=np.zeros(n, np.uint16),
        own_home=np.full(n, NOBODY, np.int32),
        own_hood=np.zeros(n, np.uint16),
        home=np.zeros(n, np.int32),
        conditions=np.zeros(n, np.uint8),
        need=np.zeros(n, np.uint8),
        passing=np.zeros(n, np.uint8),
        means=np.zeros(n, np.uint8),
        temper=np.zeros(n, np.float32),
        skill=np.zeros(n, np.float32),
        lonely=np.zeros(n, np.float32),
        fulfilment=np.zeros((n, N_DOMAINS), np.float32),
        setting=np.zeros(n, np.uint8),
        arrangement=np.full(n, NOBODY, np.int32),
        asked_minutes=np.zeros(n, np.int16),
        unpaid_minutes=np.zeros(n, np.int16),
        paid_minutes=np.zeros(n, np.int16),
        care_minutes=np.zeros(n, np.int32),
        lost_care=np.full(n, LONG_AGO, np.int16),
        strain=np.zeros(n, np.float32),
        rest_until=np.full(n, LONG_AGO, np.int16),
        stage=np.zeros(n, np.uint8),
        stage_since=np.zeros(n, np.int16),
        urgency=np.zeros(n, np.uint8),
        wanted=np.zeros(n, np.uint8),
        hospital_since=np.zeros(n, np.int16),
        admitted=np.full(n, LONG_AGO, np.int16),
        stay_days=np.zeros(n, np.int16),
        stroke=np.full(n, LONG_AGO, np.int16),
        left_hospital=np.full(n, LONG_AGO, np.int16),
        pathway=np.zeros(n, np.uint8),
        reabled=np.full(n, LONG_AGO, np.int16),
        followed=np.full(n, LONG_AGO, np.int16),
        changed=np.full(n, LONG_AGO, np.int16),
        moved=np.full(n, LONG_AGO, np.int16),
        moved_how=np.zeros(n, np.uint8),
        programme=np.full((n, PROGRAMME_SLOTS), NOBODY, np.int8),
        programme_since=np.zeros((n, PROGRAMME_SLOTS), np.int16),
        tie_other=np.full((n, TIE_SLOTS), NOBODY, np.int32),
        tie_kind=np.zeros((n, TIE_SLOTS), np.uint8),
        tie_strength=np.zeros((n, TIE_SLOTS), np.float32),
        tie_gain=np.full((n, TIE_SLOTS), NO_TIE, np.float32),
        tie_start=np.zeros((n, TIE_SLOTS), np.int16),
        tie_match=np.zeros((n, TIE_SLOTS), np.uint8),
        tie_mutual=np.zeros((n, TIE_SLOTS), np.uint8),
    )
