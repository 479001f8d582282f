"""Quantiles of a gamma distribution with mean 1, without SciPy."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

_HALVINGS = 80
_SMALLEST = 1e-12


def _share_below(shape: float, x: float) -> float:
    """Regularised lower incomplete gamma function, by its power series (Abramowitz and Stegun 6.5.29)."""
    term = total = 1.0 / shape
    k = shape
    while term > _SMALLEST * total:
        k += 1.0
        term *= x / k
        total += term
    return total * math.exp(-x + shape * math.log(x) - math.lgamma(shape))


def _quantile(shape: float, u: float) -> float:
    low, high = -700.0, math.log(shape + 40.0 * math.sqrt(shape) + 40.0)  # log of x
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _share_below(shape, math.exp(middle)) < u:
            low = middle
        else:
            high = middle
    return math.exp((low + high) / 2)


def mean_one_quantiles(variance: float, n: int) -> NDArray[np.float64]:
    """Values at ``n`` evenly spaced quantiles, highest first; their mean is exactly 1. All 1 if the variance is 0."""
    if variance <= 0.0:
        return np.ones(n)
    shape = 1.0 / variance
    values = np.array([_quantile(shape, 1.0 - (k + 0.5) / n) for k in range(n)])
    return np.asarray(values / values.mean())
