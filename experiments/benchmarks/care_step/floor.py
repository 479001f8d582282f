"""The memory floor: the state of care-step streamed once a month with trivial arithmetic, no chance and no rule.

It reads every array and writes back those that care-step cannot leave alone (age, months in the setting, loneliness,
strengths), so that nothing that really lives the month on the same arrays can be faster where memory is the limit. It
has no statistics.
"""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np
from care_step import workload as w
from numpy.typing import NDArray


class State(NamedTuple):
    """The same arrays in the smallest types that hold them; ties are fixed slots, strength a fraction of 65535."""

    age: NDArray[np.uint16]
    need: NDArray[np.uint8]
    lonely: NDArray[np.float32]
    setting: NDArray[np.uint8]
    carer: NDArray[np.uint32]
    strain: NDArray[np.float32]
    since: NDArray[np.uint16]
    partner: NDArray[np.uint32]
    strength: NDArray[np.uint16]


def make(n: int, seed: int) -> State:
    """Arrays of n people, all written once, as pages that were never written are not in memory; nothing is drawn."""
    columns = {"age": np.uint16, "need": np.uint8, "lonely": np.float32, "setting": np.uint8, "carer": np.uint32}
    columns |= {"strain": np.float32, "since": np.uint16}
    arrays = [np.ones(n, dtype) for dtype in columns.values()]
    return State(*arrays, np.ones(n * w.SLOTS, np.uint32), np.ones(n * w.SLOTS, np.uint16))


@nb.njit(nogil=True, parallel=True, cache=True)
def stream(s: State, chunks: int) -> int:
    """Pass once over all arrays, in as many chunks as threads, and return what keeps the reads alive."""
    n = len(s.age)
    seen = 0
    for chunk in nb.prange(chunks):
        low, high = n * chunk // chunks, n * (chunk + 1) // chunks
        for i in range(low, high):
            s.age[i] += np.uint16(1)
            s.since[i] += np.uint16(1)
        for i in range(low, high):
            s.lonely[i] = np.float32(0.5) * s.lonely[i] + s.strain[i]
        sums = 0
        for i in range(low, high):
            sums += s.need[i] + s.setting[i] + s.carer[i]
        for k in range(low * w.SLOTS, high * w.SLOTS):
            s.strength[k] += np.uint16(1)
        for k in range(low * w.SLOTS, high * w.SLOTS):
            sums += s.partner[k]
        seen += sums
    return seen


def advance(state: State, months: int, threads: int) -> None:
    """Stream the arrays once a month on this many threads."""
    nb.set_num_threads(threads)
    for _ in range(months):
        stream(state, threads)
