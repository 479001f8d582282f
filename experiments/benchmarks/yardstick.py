"""A loop of fixed work that timings are divided by, so that what remains is about the model and not the machine.

It is the model's kind of work, frozen: for each of 200,000 rows ten rounds of Philox, a look at a partner elsewhere
in memory, a branch taken by few, a handful of float operations, a stream of bytes in and out. It must never be
changed: stored ratios are in units of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numba
import numpy as np

ROWS = 200_000
_LOW = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)


@numba.njit(nogil=True, cache=True)
def _pace(partner, level, strength, pence):  # type: ignore[no-untyped-def]
    """One pass over the rows; returns a sum so that nothing can be left out."""
    total = 0
    for i in range(partner.shape[0]):
        c0, c1, c2, c3 = np.uint64(i), np.uint64(1), np.uint64(2), np.uint64(3)
        k0, k1 = np.uint64(7), np.uint64(11)
        for _ in range(10):
            p0, p1 = _M0 * c0, _M1 * c2
            c0, c1, c2, c3 = (p1 >> _32) ^ c1 ^ k0, p1 & _LOW, (p0 >> _32) ^ c3 ^ k1, p0 & _LOW
            k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
        u = (np.float64(c0) + 0.5) / 4294967296.0
        near = strength[partner[i]]
        if u < 0.02 * (1.0 + near):
            level[i] = (level[i] + 1) & 3
            total += level[partner[i]]
        strength[i] = np.float32(0.99 * strength[i] + 0.01 * (near + u) * 0.5)
        pence[i] += level[i] * 100
    return total


class Yardstick:
    """The loop with its own arrays; ``seconds`` runs it once."""

    def __init__(self) -> None:
        rng = np.random.Generator(np.random.PCG64(1))
        self._arrays = (
            rng.integers(0, ROWS, ROWS).astype(np.int32),
            np.zeros(ROWS, np.uint8),
            rng.random(ROWS).astype(np.float32),
            np.zeros(ROWS, np.int64),
        )
        _pace(*self._arrays)

    def seconds(self, clock: Callable[[], float] = time.process_time) -> float:
        """Seconds of one pass, by the processor's clock unless told otherwise."""
        begun = clock()
        _pace(*self._arrays)
        return clock() - begun


class Pace(NamedTuple):
    """The best of some alternating rounds: seconds of one pass of the yardstick, and of one round of what is timed."""

    yard: float
    task: float

    @property
    def yards(self) -> float:
        """How many passes of the yardstick one round of the task is worth."""
        return self.task / self.yard


def alternating(
    tasks: Sequence[Callable[[], object]], rounds: int, clock: Callable[[], float] = time.process_time, passes: int = 4
) -> list[Pace]:
    """Time tasks against the yardstick, all taking turns, and keep the best of each: disturbance only ever adds."""
    yardstick, yards = Yardstick(), []
    spent: list[list[float]] = [[] for _ in tasks]
    for _ in range(rounds):
        for task, times in zip(tasks, spent, strict=True):
            yards += [yardstick.seconds(clock) for _ in range(passes)]
            begun = clock()
            task()
            times.append(clock() - begun)
    return [Pace(min(yards), min(times)) for times in spent]
