"""Writing ties: each is a slot of both people, with the same kind, strength, start, match and reciprocity."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.parameters import Parameters
from simulation.population.ranks import rank_within
from simulation.state.codes import HERE, NOBODY, TIE_NAMES
from simulation.state.people import People
from simulation.state.rates import Rates

Ints = NDArray[np.int64]
_MATCHES = 256


class Edges(NamedTuple):
    """Ties to be written, the most important first."""

    one: Ints
    other: Ints
    kind: NDArray[np.uint8]
    strength: NDArray[np.float32]
    start: NDArray[np.int16]
    match: NDArray[np.uint8]
    mutual: NDArray[np.uint8]


def draw_edges(
    one: Ints, other: Ints, kind: int, start: Ints, parameters: Parameters, stream: np.random.Generator
) -> Edges:
    """Ties of one kind between given people, with strength and reciprocity drawn from the kind's parameters."""
    prefix = f"population.tie.{TIE_NAMES[kind]}"
    low, high = parameters.vector(prefix, ("strength_low", "strength_high"))
    n = len(one)
    return Edges(
        np.asarray(one, np.int64),
        np.asarray(other, np.int64),
        np.full(n, kind, np.uint8),
        (low + (high - low) * stream.random(n)).astype(np.float32),
        start.astype(np.int16),
        np.floor(stream.random(n) * _MATCHES).astype(np.uint8),
        (stream.random(n) < parameters.value(f"{prefix}.mutual")).astype(np.uint8),
    )


def _take(edges: Edges, rows: Ints | NDArray[np.bool_]) -> Edges:
    return Edges._make(column[rows] for column in edges)


def write_ties(people: People, edges: Edges, slots: int) -> Edges:
    """Write ties while both people have fewer than ``slots``; returns those written.

    A tie with oneself, a second tie of one pair, and ties beyond the slots are left out.
    """
    edges = _take(edges, _new_pairs(people, edges))
    edges = _take(edges, _fitting(people, edges, slots))
    rank_one, rank_other = _ranks(edges)
    used = (people.tie_other != NOBODY).sum(axis=1)
    slot_one, slot_other = used[edges.one] + rank_one, used[edges.other] + rank_other
    _write_half(people, edges, edges.one, slot_one, edges.other)
    _write_half(people, edges, edges.other, slot_other, edges.one)
    return edges


def write_half_ties(people: People, edges: Edges, slots: int) -> None:
    """Write only the side of ``one``, who is not here yet; the other side is written when they come."""
    edges = _take(edges, _new_pairs(people, edges))
    used = (people.tie_other != NOBODY).sum(axis=1)
    slot = used[edges.one] + rank_within(edges.one, np.arange(len(edges.one)))
    fits = slot < slots
    edges, slot = _take(edges, fits), slot[fits]
    _write_half(people, edges, edges.one, slot, edges.other)


def make_room(people: People, rows: Ints) -> None:
    """Let the weakest ties of those named in ``rows`` go, until each has a free slot for every time of being named."""
    for row, wanted in zip(*np.unique(rows, return_counts=True), strict=True):
        for _ in range(wanted - np.count_nonzero(people.tie_other[row] == NOBODY)):
            slot = int(np.argmin(np.where(people.tie_other[row] == NOBODY, np.inf, people.tie_strength[row])))
            other = people.tie_other[row, slot]
            _close_up(people, row, slot)
            there = np.flatnonzero(people.tie_other[other] == row)
            if len(there):
                _close_up(people, other, int(there[0]))


def _close_up(people: People, row: int, slot: int) -> None:
    """Free a slot; the last tie takes it, because slots are filled from the first."""
    last = np.count_nonzero(people.tie_other[row] != NOBODY) - 1
    for column in (people.tie_kind, people.tie_strength, people.tie_start, people.tie_match, people.tie_mutual):
        column[row, slot] = column[row, last]
    people.tie_other[row, slot] = people.tie_other[row, last]
    people.tie_other[row, last] = NOBODY
    people.tie_strength[row, last] = 0.0


def begin_growing(people: People, rates: Rates) -> None:
    """Growth of every tie of those who are here: as ``kernels.bonds.gain_of`` has it. Newcomers' ties begin later."""
    row, slot = np.nonzero((people.tie_other != NOBODY) & (people.status == HERE)[:, None])
    other = people.tie_other[row, slot]
    same_home, same_hood = people.home[other] == people.home[row], people.hood[other] == people.hood[row]
    near = np.where(same_home, 0, np.where(same_hood, 1, 2))
    fit = np.float32(0.5) + people.tie_match[row, slot].astype(np.float32) * np.float32(1 / _MATCHES)
    people.tie_gain[row, slot] = rates.tie_gain[people.tie_kind[row, slot], near] * fit


def _new_pairs(people: People, edges: Edges) -> NDArray[np.bool_]:
    """Whether a pair is two people, comes for the first time, and is not tied already."""
    low, high = np.minimum(edges.one, edges.other), np.maximum(edges.one, edges.other)
    first = np.zeros(len(low), bool)
    first[np.unique(low * len(people.status) + high, return_index=True)[1]] = True
    tied = (people.tie_other[edges.one] == edges.other[:, None]).any(axis=1)
    return np.asarray(first & (low != high) & ~tied)


def _ranks(edges: Edges) -> tuple[Ints, Ints]:
    """Each tie's position among the new ties of either person."""
    n = len(edges.one)
    both = np.concatenate((edges.one, edges.other))
    rank = rank_within(both, np.tile(np.arange(n), 2))
    return rank[:n], rank[n:]


def _fitting(people: People, edges: Edges, slots: int) -> NDArray[np.bool_]:
    rank_one, rank_other = _ranks(edges)
    used = (people.tie_other != NOBODY).sum(axis=1)
    return np.asarray((used[edges.one] + rank_one < slots) & (used[edges.other] + rank_other < slots))


def _write_half(people: People, edges: Edges, row: Ints, slot: Ints, other: Ints) -> None:
    people.tie_other[row, slot] = other
    people.tie_kind[row, slot] = edges.kind
    people.tie_strength[row, slot] = edges.strength
    people.tie_start[row, slot] = edges.start
    people.tie_match[row, slot] = edges.match
    people.tie_mutual[row, slot] = edges.mutual
