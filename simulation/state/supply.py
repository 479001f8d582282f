"""What the place has to offer: neighbourhoods, providers and their posts, Shared Lives carers and who might be one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.state.codes import NEVER, NOBODY


class Hoods(NamedTuple):
    """One row a neighbourhood. Its people are rows ``first`` to ``last`` (exclusive) of ``People``."""

    fifth: NDArray[np.uint8]  # deprivation fifth, 0 = most deprived
    vitality: NDArray[np.float64]  # how much there is to join, 1 = average
    first: NDArray[np.int32]
    last: NDArray[np.int32]


class Providers(NamedTuple):
    """One row a provider of one support model: a care home, a home care agency, a supported living scheme.

    Rows of one model lie together, so that ``Catalogue.provider_first``/``provider_last`` find them. A provider that
    leaves the market leaves its row empty, and a new entrant may take it: (row, opened) is a provider, as
    (post, generation) is a worker.
    """

    model: NDArray[np.uint8]
    hood: NDArray[np.uint16]
    home: NDArray[np.int32]  # number of the home it runs (for models where people live at the provider)
    places: NDArray[np.int32]  # beds or tenancies; 0 for models limited by workers' hours
    filled: NDArray[np.int32]  # people supported now
    planned_minutes: NDArray[np.int64]  # a week, over all its arrangements
    post_first: NDArray[np.int32]  # its posts are rows post_first to post_last (exclusive)
    post_last: NDArray[np.int32]
    posts_wanted: NDArray[np.int32]  # posts it tries to keep staffed, at most post_last - post_first
    pay_ratio: NDArray[np.float64]  # pay against the place's usual pay, 1 = usual
    ownership: NDArray[np.uint8]  # state.codes FOR_PROFIT, VOLUNTARY, PUBLIC
    relative_size: NDArray[np.float64]  # against the usual size of its model, 1 = usual
    training: NDArray[np.float64]  # of its workers against usual training, 1 = usual
    culture: NDArray[np.float64]  # what is its own in its quality, on the scale of quality
    quality: NDArray[np.float64]  # log odds that an inspector of usual noise calls it good or better; nobody sees it
    rating: NDArray[np.uint8]  # state.codes UNRATED to OUTSTANDING
    inspection: NDArray[np.int16]  # month of the next inspection
    cost_pence: NDArray[np.int64]  # of a unit that it sells (an hour or a week), at usual pay, staffing and filling
    lean: NDArray[np.int16]  # quarters in a row in which it earned less than it needs
    is_open: NDArray[np.uint8]  # 0 after leaving the market
    opened: NDArray[np.int16]  # month in which it opened
    plan: NDArray[np.uint8]  # state.codes GOES_ON, CLOSES, OPENS: decided for the next month
    capacity: NDArray[np.int32]  # places when it is open
    posts_usual: NDArray[np.int32]  # posts wanted when it opens


class Posts(NamedTuple):
    """One row a post for a care or support worker."""

    provider: NDArray[np.int16]
    staffed: NDArray[np.uint8]  # 0 vacant
    generation: NDArray[np.int16]  # how many workers have held the post; (post, generation) is a worker
    since: NDArray[np.int16]  # month the worker started


MOST_PLACES = 3
"""People whom a Shared Lives carer may support at one time."""


class Sharers(NamedTuple):
    """One row an (applicant to become an) approved Shared Lives carer. Rows beyond ``Counters.sharers`` are unused."""

    person: NDArray[np.int32]
    places: NDArray[np.uint8]  # 1 to MOST_PLACES
    filled: NDArray[np.uint8]
    guests: NDArray[np.int32]  # [carer, MOST_PLACES] rows of the open arrangements, oldest first; then NOBODY
    applied: NDArray[np.int16]  # month of application
    decided: NDArray[np.int16]  # month in which the application is decided
    approved: NDArray[np.int16]  # month of approval; NEVER before, and after leaving
    leaves: NDArray[np.int16]  # month by which a carer who has given notice is gone; NEVER without notice
    active: NDArray[np.uint8]  # 0 unused, turned down or left, 1 applying or approved
    guest: NDArray[np.int32]  # person with whom a match is being tried, for whom a place is held; or NOBODY
    guest_model: NDArray[np.uint8]  # what the two would share
    guest_since: NDArray[np.int16]
    guest_quality: NDArray[np.uint8]  # how well they would fit, 0 to 255
    strain: NDArray[np.float32]  # 0 to 1


class Willing(NamedTuple):
    """One row a person whose household would ever share its home, whether or not it could just now."""

    person: NDArray[np.int32]
    ready: NDArray[np.int16]  # month from which it may be asked (again); NEVER once it applies, until turned down


MATCH_ENDS = ("term", "need", "moved", "rupture", "parted", "withdrawn")
"""Why a match of a programme ended: the term is over; need rose beyond what it is for; one of the two moved to another
home; the tie broke or faded; one died or left the place. Who gives up waiting has withdrawn."""
TERM, NEED_ROSE, MOVED, RUPTURED, PARTED, WITHDREW = range(len(MATCH_ENDS))


class Matches(NamedTuple):
    """One row somebody who asks a programme to bring them somebody, or who offers to be brought. Rows beyond
    ``Counters.matches`` are unused; what has ended stays. A match is two open rows that name each other."""

    person: NDArray[np.int32]
    programme: NDArray[np.uint8]
    offers: NDArray[np.uint8]  # 0 asks, 1 offers
    again: NDArray[np.uint8]  # 1 if the person has a row before this one in the same part
    applied: NDArray[np.int16]  # month
    other: NDArray[np.int32]  # the person matched with, or NOBODY while waiting
    since: NDArray[np.int16]  # month the match began; while waiting, month of the last trial that failed
    due: NDArray[np.int16]  # month in which the term is over
    home: NDArray[np.int32]  # number of the home that the two share, or NOBODY
    close: NDArray[np.uint8]  # 1 if a tie began
    ended: NDArray[np.int16]  # NEVER while waiting or matched
    reason: NDArray[np.uint8]  # of MATCH_ENDS, once ended


def empty_matches(n: int) -> Matches:
    """Room for ``n`` people who ask or offer, none there."""
    return Matches(
        person=np.full(n, NOBODY, np.int32),
        programme=np.zeros(n, np.uint8),
        offers=np.zeros(n, np.uint8),
        again=np.zeros(n, np.uint8),
        applied=np.full(n, NEVER, np.int16),
        other=np.full(n, NOBODY, np.int32),
        since=np.full(n, NEVER, np.int16),
        due=np.full(n, NEVER, np.int16),
        home=np.full(n, NOBODY, np.int32),
        close=np.zeros(n, np.uint8),
        ended=np.full(n, NEVER, np.int16),
        reason=np.zeros(n, np.uint8),
    )


def empty_sharers(n: int) -> Sharers:
    """Room for ``n`` Shared Lives carers, none there."""
    return Sharers(
        person=np.full(n, NOBODY, np.int32),
        places=np.zeros(n, np.uint8),
        filled=np.zeros(n, np.uint8),
        guests=np.full((n, MOST_PLACES), NOBODY, np.int32),
        applied=np.full(n, NEVER, np.int16),
        decided=np.full(n, NEVER, np.int16),
        approved=np.full(n, NEVER, np.int16),
        leaves=np.full(n, NEVER, np.int16),
        active=np.zeros(n, np.uint8),
        guest=np.full(n, NOBODY, np.int32),
        guest_model=np.zeros(n, np.uint8),
        guest_since=np.zeros(n, np.int16),
        guest_quality=np.zeros(n, np.uint8),
        strain=np.zeros(n, np.float32),
    )
