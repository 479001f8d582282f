"""How much of what varies is the evidence, and how much is luck."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Split(NamedTuple):
    """Parts of the variance of one run: the evidence, luck common to all draws, and what luck does to each draw.

    ``noise_share`` is the share of luck in the variance of the means of draws; NaN with one replicate.
    """

    evidence: float
    luck: float
    both: float
    noise_share: float


def split(values: NDArray[np.float64]) -> Split:
    """Parts of the variance of values [draw, luck], where the same luck meets every draw.

    Two ways crossed, one value a cell: method of moments, negative parts set to 0. One replicate cannot tell luck
    apart, and one draw has nothing of the evidence. Source: Searle, Casella and McCulloch 1992, Variance Components,
    section 4.3.
    """
    draws, lucks = values.shape
    if draws < 2 or lucks < 2:
        alone = float(np.var(values, ddof=1)) if values.size > 1 else float("nan")
        return Split(alone if lucks < 2 else 0.0, alone if draws < 2 else float("nan"), float("nan"), float("nan"))
    by_draw, by_luck, whole = values.mean(axis=1), values.mean(axis=0), values.mean()
    rest = values - by_draw[:, None] - by_luck[None, :] + whole
    both = float((rest**2).sum() / ((draws - 1) * (lucks - 1)))
    square_draw = float(lucks * ((by_draw - whole) ** 2).sum() / (draws - 1))
    square_luck = float(draws * ((by_luck - whole) ** 2).sum() / (lucks - 1))
    evidence, luck = max(0.0, (square_draw - both) / lucks), max(0.0, (square_luck - both) / draws)
    of_means = float(np.var(by_draw, ddof=1))
    noise = min(1.0, both / lucks / of_means) if of_means > 0 else float("nan")
    return Split(evidence, luck, both, noise)
