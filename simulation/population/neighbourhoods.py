"""Neighbourhoods: how many, how large, how deprived, and how much there is to join."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.parameters import Parameters
from simulation.population.ranks import whole_shares
from simulation.population.streams import Streams
from simulation.population.tables import FIFTHS
from simulation.state.codes import N_FIFTHS


class Neighbourhoods(NamedTuple):
    """One row a neighbourhood."""

    fifth: NDArray[np.int64]  # 0 = most deprived
    people: NDArray[np.int64]  # living there at the start
    vitality: NDArray[np.float64]  # mean 1 over people


def draw_neighbourhoods(people: int, people_each: int, parameters: Parameters, streams: Streams) -> Neighbourhoods:
    """At least one neighbourhood in each deprivation fifth, a fifth of them in each."""
    n = max(N_FIFTHS, round(people / people_each))
    fifth = np.arange(n) % N_FIFTHS
    stream = streams("neighbourhoods")
    size = 1.0 + (2.0 * stream.random(n) - 1.0) * parameters.value("population.neighbourhood_spread")
    size /= np.bincount(fifth, size)[fifth]  # every fifth has the same number of people
    people_there = whole_shares(people, size)
    spread = (2.0 * stream.random(n) - 1.0) * parameters.value("population.vitality_spread")
    vitality = parameters.vector("population.vitality", FIFTHS)[fifth] + spread
    return Neighbourhoods(fifth, people_there, vitality * people / (vitality @ people_there))
