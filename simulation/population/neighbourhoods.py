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
    vitality: NDArray[np.float64]  # mean 1 over people of the average place
    bounds: NDArray[np.float64]  # where each neighbourhood's share of newcomers ends, from 0 to 1


def draw_neighbourhoods(
    people: int, people_each: int, parameters: Parameters, streams: Streams, shares: NDArray[np.float64] | None = None
) -> Neighbourhoods:
    """At least one neighbourhood in each deprivation fifth that has people; ``shares`` [fifth] of them live in each.

    Without ``shares``, a fifth of the neighbourhoods and of the people in each.
    """
    n = max(N_FIFTHS, round(people / people_each))
    if shares is not None:
        return _mixed(people, n, shares, parameters, streams)
    fifth = np.arange(n) % N_FIFTHS
    stream = streams("neighbourhoods")
    size = 1.0 + (2.0 * stream.random(n) - 1.0) * parameters.value("population.neighbourhood_spread")
    size /= np.bincount(fifth, size)[fifth]  # every fifth has the same number of people
    people_there = whole_shares(people, size)
    spread = (2.0 * stream.random(n) - 1.0) * parameters.value("population.vitality_spread")
    vitality = parameters.vector("population.vitality", FIFTHS)[fifth] + spread
    return Neighbourhoods(fifth, people_there, vitality * people / (vitality @ people_there), np.arange(1, n + 1) / n)


def _mixed(
    people: int, n: int, shares: NDArray[np.float64], parameters: Parameters, streams: Streams
) -> Neighbourhoods:
    """About ``n`` neighbourhoods, with people and newcomers of each fifth by its share."""
    each = np.where(shares > 0, np.maximum(whole_shares(n, shares), 1), 0)
    fifth = np.repeat(np.arange(N_FIFTHS), each)
    stream = streams("neighbourhoods")
    size = 1.0 + (2.0 * stream.random(len(fifth)) - 1.0) * parameters.value("population.neighbourhood_spread")
    size *= (shares / np.bincount(fifth, size, minlength=N_FIFTHS).clip(np.finfo(float).tiny))[fifth]
    spread = (2.0 * stream.random(len(fifth)) - 1.0) * parameters.value("population.vitality_spread")
    usual = parameters.vector("population.vitality", FIFTHS)
    bounds = np.cumsum((shares / np.maximum(each, 1))[fifth])
    return Neighbourhoods(fifth, whole_shares(people, size), (usual[fifth] + spread) / usual.mean(), bounds)
