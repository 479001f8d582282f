"""Quantiles of Student's t for whole degrees of freedom, without SciPy."""

from __future__ import annotations

import functools
import math

_STEPS = 200


def cdf(t: float, freedom: int) -> float:
    """P(T <= t). Exact finite sums for whole degrees of freedom: Abramowitz and Stegun 1964, 26.7.3 and 26.7.4."""
    angle = math.atan2(t, math.sqrt(freedom))
    cosine2 = math.cos(angle) ** 2
    odd = freedom % 2 == 1
    term = math.cos(angle) if odd else 1.0
    total = term if freedom > 1 else 0.0
    for k in range(3 if odd else 2, freedom, 2):
        term *= cosine2 * (k - 1) / k
        total += term
    central = 2 / math.pi * (angle + math.sin(angle) * total) if odd else math.sin(angle) * total
    return (1 + central) / 2


@functools.cache
def quantile(p: float, freedom: int) -> float:
    """The ``t`` with P(T <= t) = ``p``, for 0 < p < 1 and ``freedom`` >= 1."""
    if p < 1 / 2:
        return -quantile(1 - p, freedom)
    high = 1.0
    while cdf(high, freedom) < p:
        high *= 2
    low = 0.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if cdf(middle, freedom) < p else (low, middle)
    return high
