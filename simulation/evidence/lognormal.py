"""Quantiles of a lognormal distribution with mean 1."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray


def mean_one_lognormal(spread: float, n: int) -> NDArray[np.float64]:
    """Values at ``n`` evenly spaced quantiles, lowest first; their mean is 1.

    ``spread`` is the standard deviation of the logarithm; all are 1 if it is 0.
    """
    normal = NormalDist()
    values = np.array([np.exp(spread * normal.inv_cdf((k + 0.5) / n)) for k in range(n)])
    return np.asarray(values / values.mean())
