"""Friends and neighbours: pairs of adults near each other in age, or in the street."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.parameters import Parameters
from simulation.population.streams import Streams, pick, triangular

Ints = NDArray[np.int64]

CLOSE_FRIENDS: Final = tuple(str(n) for n in range(7))


def find_friends(adult: Ints, group: Ints, months: Ints, parameters: Parameters, streams: Streams) -> tuple[Ints, Ints]:
    """Pairs of friends among the rows ``adult``; most in the same neighbourhood, of about the same age."""
    stream = streams("friends")
    close = pick(stream, len(adult), parameters.vector("population.close_friends", CLOSE_FRIENDS))
    stub = np.repeat(adult, close)
    stub = stub[stream.random(len(stub)) < parameters.value("population.friends_here")]
    near = stream.random(len(stub)) < parameters.value("population.friends_same_neighbourhood")
    noise = triangular(stream, len(stub), parameters.value("population.friends_age_noise_years") * 12)
    key = months[stub] + noise
    here = _pairs(stub[near], group[stub[near]], key[near])
    there = _pairs(stub[~near], np.zeros(int((~near).sum()), np.int64), key[~near])
    both = np.concatenate((here, there), axis=1)
    mixed = np.argsort(stream.random(both.shape[1]), kind="stable")  # so that slots are filled in no special order
    return both[0, mixed], both[1, mixed]


def find_neighbours(
    adult: Ints, group: Ints, home: Ints, parameters: Parameters, streams: Streams
) -> tuple[Ints, Ints]:
    """Pairs of neighbours: adults of different homes close to each other in the street (order of rows)."""
    stream = streams("neighbours")
    mean = parameters.value("population.neighbours_mean")
    several = np.floor(mean + stream.random(len(adult))).astype(np.int64)
    stub = np.repeat(adult, several)
    key = stub + triangular(stream, len(stub), parameters.value("population.neighbours_reach"))
    one, other = _pairs(stub, group[stub], key)
    apart = home[one] != home[other]
    return one[apart], other[apart]


def _pairs(stub: Ints, group: Ints, key: NDArray[np.float64]) -> Ints:
    """Consecutive stubs of each group in order of ``key``, [2, pairs]; the odd one out is left over."""
    order = np.lexsort((key, group))
    stub, group = stub[order], group[order]
    new = np.concatenate(([True], group[1:] != group[:-1])) if len(group) else np.zeros(0, bool)
    position = np.arange(len(group)) - np.maximum.accumulate(np.where(new, np.arange(len(group)), 0))
    first = np.flatnonzero((position[:-1] % 2 == 0) & ~new[1:])
    return np.stack((stub[first], stub[first + 1]))
