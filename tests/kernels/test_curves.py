"""Curves: near the functions they stand for, and the same bits as plain Python."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from naive import curves as plain
from numba import njit

from simulation.kernels.curves import decline

TOLERANCE = 1e-9


@njit
def _over(xs, out):  # type: ignore[no-untyped-def]
    for k in range(len(xs)):
        out[k] = decline(xs[k])


def _declined(xs: np.ndarray) -> np.ndarray:
    out = np.empty(len(xs))
    _over(xs, out)
    return out


def test_decline_is_near_the_exponential() -> None:
    xs = np.concatenate([np.linspace(0, 40, 200_001), np.geomspace(1e-12, 1e6, 10_001)])
    assert np.abs(_declined(xs) - np.exp(-xs)).max() < TOLERANCE


def test_no_tie_takes_nothing_off() -> None:
    assert _declined(np.zeros(1))[0] == 1.0


def test_decline_never_rises() -> None:
    assert (np.diff(_declined(np.linspace(0, 40, 40_001))) <= 0).all()


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=40))
def test_a_pass_equals_plain_python_to_the_bit(xs: list[float]) -> None:
    assert list(_declined(np.array(xs))) == [plain.decline(x) for x in xs]
    assert all(abs(plain.decline(x) - math.exp(-x)) < TOLERANCE for x in xs)
