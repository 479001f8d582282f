"""Passes over a tile do what the plain loop does."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.kernels import passes

TILE = 1024


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(11)


@pytest.mark.parametrize("length", [0, 1, 700, TILE])
@pytest.mark.parametrize("limit", [0, 2**30, 2**32 - 1])
def test_list_below_finds_those_at_or_below_the_limit(rng: np.random.Generator, length: int, limit: int) -> None:
    draws, found = rng.integers(0, 2**32, TILE, dtype=np.uint32), np.zeros(TILE, np.int64)
    draws[:3] = 0, 2**30, 2**32 - 1
    n = passes.list_below(draws, length, np.uint32(limit), found)
    assert list(found[:n]) == [k for k in range(length) if draws[k] <= limit]
