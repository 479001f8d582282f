"""Care-step in this project's style; the month is in ``ours_kernels``."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from care_step import workload as law
from care_step.ours_kernels import CRISES, DEATHS, limits_by_group, live_month
from care_step.ours_state import FULL, SETTINGS, People, empty_scratch, starting_state
from numpy.typing import NDArray


@dataclass
class State:
    """People, and what happened to them since the start."""

    people: People
    n: int
    seed: np.uint64
    month: int
    counts: NDArray[np.int64]
    """Deaths and crises."""
    pence: NDArray[np.int64]
    """By setting."""


def make(n: int, seed: int) -> State:
    """A starting population of ``n`` people."""
    people = starting_state(n, seed)
    return State(people, n, np.uint64(seed), 0, np.zeros(2, np.int64), np.zeros(SETTINGS, np.int64))


def advance(state: State, months: int, threads: int) -> None:
    """Live ``months`` more months on ``threads`` threads, each with a run of the tiles: one or more, same bits."""
    tiles, limits = len(state.people.census), limits_by_group()
    cuts = [tiles * k // threads for k in range(threads + 1)]
    scratch = [empty_scratch() for _ in range(threads)]
    counts, pence = np.zeros((threads, 2), np.int64), np.zeros((threads, SETTINGS), np.int64)

    def live(k: int, month: int) -> None:
        chunk = (cuts[k], cuts[k + 1], state.people, state.n, limits, scratch[k], counts[k], pence[k])
        live_month(*chunk, state.seed, month)

    with ThreadPoolExecutor(threads) as pool:
        for month in range(state.month + 1, state.month + months + 1):
            others = [pool.submit(live, k, month) for k in range(1, threads)]
            live(0, month)
            for other in others:
                other.result()
    state.month += months
    state.counts += counts.sum(axis=0)
    state.pence += pence.sum(axis=0)


def statistics(state: State) -> dict[str, float]:
    """What happened since the start, by the names of ``workload.STATISTICS``."""
    people = state.people
    return law.summary(
        need_counts=people.census.sum(axis=(0, 1), dtype=np.int64),
        ties=int(np.count_nonzero(people.strength)),
        strength_sum=float(people.strength.sum(dtype=np.int64)) / FULL,
        lonely_sum=float(people.lonely[state.month % 2, : state.n].sum(dtype=np.float64)),
        months=state.month,
        deaths=int(state.counts[DEATHS]),
        crises=int(state.counts[CRISES]),
        pence=state.pence,
    )
