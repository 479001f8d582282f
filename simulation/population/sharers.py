"""Shared Lives carers at the start: who they are, how many places they have, whom they support; who else might."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.parameters import Parameters
from simulation.population.ranks import rank_within, sample
from simulation.population.streams import Streams, pick
from simulation.state.rates import Rates
from simulation.state.supply import Sharers, Willing, empty_sharers

Ints = NDArray[np.int64]


def make_sharers(
    clients: int, able: Ints, adults: int, start: int, rates: Rates, parameters: Parameters, streams: Streams
) -> tuple[Sharers, int, Ints]:
    """Carers among the rows ``able`` with room for ``clients`` people; rows in use; the carer's row of each client.

    Places stand empty at the usual rate. Raises ValueError if too few people could be carers.
    """
    stream = streams("sharers")
    wanted = int(np.ceil(clients / parameters.value("population.sharer_occupancy")))
    places = 1 + pick(stream, wanted, rates.sharer_places)
    places = places[: int(np.searchsorted(np.cumsum(places), wanted)) + 1] if wanted else places
    n = len(places)
    who = able[sample(np.ones(len(able)), n, stream.random(len(able)))]
    if len(who) < n:
        raise ValueError(f"{n} Shared Lives carers are needed, and only {len(who)} people are of the age and health")
    sharers = empty_sharers(_room(n, adults, parameters))
    sharers.person[:n] = who
    sharers.places[:n] = places
    longest = parameters.value("population.sharer_since_months")
    sharers.approved[:n] = start - 1 - np.floor(stream.random(n) * longest)
    sharers.applied[:n] = sharers.decided[:n] = sharers.approved[:n]
    sharers.active[:n] = 1
    seats = np.repeat(np.arange(n), places)
    carer = seats[np.argsort(stream.random(len(seats)), kind="stable")[:clients]]
    sharers.filled[:n] = np.bincount(carer, minlength=n)
    return sharers, n, carer


def _room(n: int, adults: int, parameters: Parameters) -> int:
    """Rows for carers: a multiple of those at the start, and some where there are none."""
    multiple = np.ceil(n * parameters.value("population.sharer_room"))
    return int(max(multiple, np.ceil(parameters.value("population.sharer_room_per_1000") * adults / 1000), n, 1))


def list_guests(sharers: Sharers, rows: Ints, carer: Ints) -> None:
    """Write the arrangements ``rows`` (in order) of the people whom each row ``carer`` of ``sharers`` supports."""
    sharers.guests[carer, rank_within(carer, rows)] = rows


def make_willing(
    people: int, carers: Ints, start: int, rates: Rates, parameters: Parameters, streams: Streams
) -> Willing:
    """Who of ``people`` rows, newcomers too, would ever share their home, apart from the ``carers`` who do.

    Schemes have asked before: each may be asked again some time within the months that a household rests.
    """
    stream = streams("willing")
    would = stream.random(people) < parameters.value("sharer.willing_share")
    would[carers] = False
    person = np.flatnonzero(would).astype(np.int32)
    rests = np.floor(stream.random(len(person)) * rates.sharer_rest_months)
    return Willing(person, (start + rests).astype(np.int16))
