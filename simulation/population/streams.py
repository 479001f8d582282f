"""Chance while a place is made: one named stream a step, so that a change in one step leaves the others alone."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

_WORD = 0xFFFFFFFFFFFFFFFF


class Streams:
    """Streams of one seed. Only ``Generator.random`` is used: one draw a number, the same in every NumPy version."""

    def __init__(self, seed: int) -> None:
        self._seed = seed & _WORD

    def __call__(self, step: str) -> np.random.Generator:
        """The stream of a step, from its beginning. Each step is asked for once."""
        key = np.array([self._seed, zlib.crc32(step.encode())], np.uint64)
        return np.random.Generator(np.random.Philox(key=key))


def triangular(stream: np.random.Generator, n: int, half_width: float) -> NDArray[np.float64]:
    """``n`` draws centred on 0 from -half_width to half_width: a bell without transcendental functions."""
    return (stream.random(n) - stream.random(n)) * half_width


def pick(stream: np.random.Generator, n: int, shares: NDArray[np.float64]) -> NDArray[np.int64]:
    """``n`` draws of a position in ``shares`` (any positive scale)."""
    bounds = np.cumsum(shares) / shares.sum()
    return np.minimum(np.searchsorted(bounds, stream.random(n), side="right"), len(shares) - 1)
