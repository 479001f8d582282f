"""A whole place: the state that a month advances, and what decision makers have set for the month."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.state.arrangements import Arrangements
from simulation.state.people import People
from simulation.state.supply import Hoods, Matches, Posts, Providers, Sharers, Willing

N_COUNTERS = 5
ARRANGEMENTS, SHARERS, TIES_LOGGED, HOMES, MATCHES = range(N_COUNTERS)
"""Columns of ``Place.counters``: rows in use of Arrangements, Sharers and TieLog, the number of homes, and rows in use
of Matches."""


class Place(NamedTuple):
    """Everything that changes. ``entry_rows`` lists future people by month of entry: month ``m`` (counted from the
    start of the burn-in) has rows ``entry_rows[entry_first[m]:entry_first[m + 1]]``."""

    people: People
    arrangements: Arrangements
    hoods: Hoods
    providers: Providers
    posts: Posts
    sharers: Sharers
    willing: Willing
    matches: Matches
    key: NDArray[np.uint64]  # [1] of lots that are for life, and so the same in the past and in every replicate
    counters: NDArray[np.int64]
    entry_rows: NDArray[np.int32]
    entry_first: NDArray[np.int64]


class Levers(NamedTuple):
    """What the council has set for this month, read by kernels."""

    eligible_need: NDArray[np.int64]  # [1] least need for long-term support
    assessments: NDArray[np.int64]  # [1] assessments the month allows
    start_pence: NDArray[np.int64]  # [1] weekly pence of routine new support the month allows
    preference: NDArray[np.float64]  # [model, with room for MOST_MODELS] factor on the choice of support
    pot_starts: NDArray[np.int64]  # [model] council-funded starts of pot-paid models the month allows
    programme_places: NDArray[np.int64]  # [programme, with room] enrolments the month allows
    programme_eligible: NDArray[np.int64]  # [programme] people it was for last month, counted by the kernel
    early_offer: NDArray[np.float64]  # [1] chance that a person not eligible is offered a programme
    quick_first: NDArray[np.float64]  # [1] chance that somebody who asks is offered a quick fix before all else
    sharer_enquiries: NDArray[np.int64]  # [1] enquiries sought from households that might share their home
    team_factor: NDArray[np.float64]  # [1] factor on the size of visiting teams (smaller: steadier)
    duty_urgency: NDArray[np.int64]  # [1] least urgency at which support starts whatever the money
    plan_factor: NDArray[np.float64]  # [fifth] factor on the minutes of plans that follow need
    reach: NDArray[np.float64]  # [fifth] factor on the chance to be reached by a programme
    list_share: NDArray[np.float64]  # [model, with room] share of providers that a list lets people choose; 1: all


def copy_place(place: Place) -> Place:
    """A deep copy: a second future for the same past."""
    return Place._make(_copied(part) for part in place)


def _copied(part: Any) -> Any:
    if isinstance(part, np.ndarray):
        return part.copy()
    return type(part)(*(_copied(inner) for inner in part))
