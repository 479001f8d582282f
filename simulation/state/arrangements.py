"""The support a person has now, one row an arrangement; ended rows stay, for the record."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.state.codes import NEVER, NOBODY

FACES = 24
"""Posts at most from which one person's visits are drawn."""
WINDOW_MONTHS = 6
"""Length of the window over which continuity of care is measured."""


class Arrangements(NamedTuple):
    """One row an arrangement; rows beyond ``Counters.arrangements`` are unused."""

    person: NDArray[np.int32]
    model: NDArray[np.uint8]
    provider: NDArray[np.int16]  # or NOBODY
    sharer: NDArray[np.int32]  # row of Sharers, or NOBODY
    quality: NDArray[np.uint8]  # how well person and Shared Lives carer fit, 0 to 255; 0 without one
    started: NDArray[np.int16]
    due: NDArray[np.int16]  # month a time-limited arrangement ends; NEVER if open-ended
    ended: NDArray[np.int16]  # NEVER while open
    reason: NDArray[np.uint8]  # state.codes END_*, once ended
    minutes: NDArray[np.int32]  # planned, a week
    delivered: NDArray[np.int32]  # delivered this month, minutes a week
    self_funded: NDArray[np.uint8]
    window: NDArray[np.int16]  # month the current continuity window began
    anchor: NDArray[np.int32]  # its team is a run of the provider's first ``span`` posts that begins here
    span: NDArray[np.int32]
    visits: NDArray[np.uint16]  # [arrangement, face] visits in the window by the present worker of the post, team first
    holder: NDArray[np.int16]  # [arrangement, face] generation of the worker those visits belong to
    closed_square: NDArray[np.int64]  # sum of squares of visits by workers replaced during the window
    closed_visits: NDArray[np.int64]
    closed_most: NDArray[np.int64]  # most visits by one of those workers
    closed_faces: NDArray[np.int64]  # how many they are
    last_face: NDArray[np.int8]  # face of the last visit of the window, or NOBODY
    repeats: NDArray[np.int64]  # visits in the window by the worker of the visit before
    key_face: NDArray[np.int8]  # face of the worker who comes most, or NOBODY
    key_since: NDArray[np.int16]
    key_strength: NDArray[np.float32]


def empty_arrangements(n: int) -> Arrangements:
    """Room for ``n`` arrangements, none made."""
    return Arrangements(
        person=np.full(n, NOBODY, np.int32),
        model=np.zeros(n, np.uint8),
        provider=np.full(n, NOBODY, np.int16),
        sharer=np.full(n, NOBODY, np.int32),
        quality=np.zeros(n, np.uint8),
        started=np.zeros(n, np.int16),
        due=np.full(n, NEVER, np.int16),
        ended=np.full(n, NEVER, np.int16),
        reason=np.zeros(n, np.uint8),
        minutes=np.zeros(n, np.int32),
        delivered=np.zeros(n, np.int32),
        self_funded=np.zeros(n, np.uint8),
        window=np.zeros(n, np.int16),
        anchor=np.zeros(n, np.int32),
        span=np.ones(n, np.int32),
        visits=np.zeros((n, FACES), np.uint16),
        holder=np.zeros((n, FACES), np.int16),
        closed_square=np.zeros(n, np.int64),
        closed_visits=np.zeros(n, np.int64),
        closed_most=np.zeros(n, np.int64),
        closed_faces=np.zeros(n, np.int64),
        last_face=np.full(n, NOBODY, np.int8),
        repeats=np.zeros(n, np.int64),
        key_face=np.full(n, NOBODY, np.int8),
        key_since=np.zeros(n, np.int16),
        key_strength=np.zeros(n, np.float32),
    )
