"""What the place has to offer: neighbourhoods, providers and their posts, approved Shared Lives carers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Hoods(NamedTuple):
    """One row a neighbourhood. Its people are rows ``first`` to ``last`` (exclusive) of ``People``."""

    fifth: NDArray[np.uint8]  # deprivation fifth, 0 = most deprived
    vitality: NDArray[np.float64]  # how much there is to join, 1 = average
    first: NDArray[np.int32]
    last: NDArray[np.int32]


class Providers(NamedTuple):
    """One row a provider of one support model: a care home, a home care agency, a supported living scheme.

    Rows of one model lie together, so that ``Catalogue.provider_first``/``provider_last`` find them.
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


class Posts(NamedTuple):
    """One row a post for a care or support worker."""

    provider: NDArray[np.int16]
    staffed: NDArray[np.uint8]  # 0 vacant
    generation: NDArray[np.int16]  # how many workers have held the post; (post, generation) is a worker
    since: NDArray[np.int16]  # month the worker started


class Sharers(NamedTuple):
    """One row an (applicant to become an) approved Shared Lives carer. Rows beyond ``Counters.sharers`` are unused."""

    person: NDArray[np.int32]
    places: NDArray[np.uint8]
    filled: NDArray[np.uint8]
    approved: NDArray[np.int16]  # month of approval; NEVER after leaving
    active: NDArray[np.uint8]  # 0 unused or left, 1 applying or approved
