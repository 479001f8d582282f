"""Acceptability and the value of information, from net benefits of strategies over draws of the evidence.

Net benefits are [draw, strategy], more is better. EVPPI by regression on the draws: Strong, Oakley and Brennan 2014,
Medical Decision Making 34:311; its error by drawing the regression's coefficients, as there.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

KNOTS: Final = (0, 1, 3)
"""Inner knots that are tried; the fit is chosen by generalised cross-validation."""
DRAWS_A_TERM: Final = 8
"""Draws for each term of a regression at least."""
COEFFICIENT_DRAWS: Final = 200
SHUFFLES: Final = 1000


class Estimate(NamedTuple):
    """A value with its Monte Carlo standard error."""

    value: float
    mcse: float


def acceptability(benefit: Floats) -> Floats:
    """Share of draws in which each strategy has the highest net benefit [strategy]; ties are shared out."""
    best = benefit == benefit.max(axis=1, keepdims=True)
    return np.asarray((best / best.sum(axis=1, keepdims=True)).mean(axis=0))


def frontier(benefit: Floats) -> tuple[int, float]:
    """The strategy with the highest expected net benefit, and the share of draws in which it is the best."""
    best = int(benefit.mean(axis=0).argmax())
    return best, float(acceptability(benefit)[best])


def evpi(benefit: Floats) -> Estimate:
    """Expected value of perfect information: the mean loss of choosing now rather than knowing each draw."""
    loss = benefit.max(axis=1) - benefit[:, int(benefit.mean(axis=0).argmax())]
    value = float(loss.mean())
    error = float(loss.std(ddof=1) / np.sqrt(len(loss))) if len(loss) > 1 else float("nan")
    return Estimate(max(0.0, value), error)


def evppi(benefit: Floats, x: Floats, seed: int = 0) -> Estimate:
    """Expected value of knowing ``x`` [draw] perfectly; between 0 and EVPI."""
    basis = _chosen_basis(x, _relative(benefit))
    return _from_basis(benefit, basis, seed)


def noise_floor(benefit: Floats, seed: int = 0, shuffles: int = SHUFFLES) -> float:
    """The largest EVPPI that fits to values without any meaning give: below it, nothing is found."""
    rng, gain = np.random.default_rng(seed), _relative(benefit)
    x = np.arange(len(benefit), dtype=np.float64)
    found = [_gained(gain, _chosen_basis(rng.permutation(x), gain)) for _ in range(shuffles)]
    return min(evpi(benefit).value, max(found, default=0.0))


def _relative(benefit: Floats) -> Floats:
    """Net benefits less those of the strategy that is best on average [draw, strategy]."""
    return benefit - benefit[:, [int(benefit.mean(axis=0).argmax())]]


def _gained(gain: Floats, basis: Floats) -> float:
    fitted = basis @ np.linalg.lstsq(basis, gain, rcond=None)[0]
    return max(0.0, float(fitted.max(axis=1).mean() - fitted.mean(axis=0).max()))


def _from_basis(benefit: Floats, basis: Floats, seed: int) -> Estimate:
    gain, most = _relative(benefit), evpi(benefit).value
    coefficients = np.linalg.lstsq(basis, gain, rcond=None)[0]
    residual = gain - basis @ coefficients
    freedom = max(1, len(gain) - basis.shape[1])
    covariance = residual.T @ residual / freedom
    root = np.linalg.cholesky(np.linalg.pinv(basis.T @ basis) + np.eye(basis.shape[1]) * np.finfo(np.float64).tiny)
    values, vectors = np.linalg.eigh(covariance)
    mix = vectors * np.sqrt(np.maximum(values, 0))
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(COEFFICIENT_DRAWS):
        fitted = basis @ (coefficients + root @ rng.standard_normal(coefficients.shape) @ mix.T)
        found.append(fitted.max(axis=1).mean() - fitted.mean(axis=0).max())
    return Estimate(min(most, _gained(gain, basis)), float(np.std(found)))


def _chosen_basis(x: Floats, gain: Floats) -> Floats:
    """The natural cubic spline of ``x`` that predicts best, by generalised cross-validation."""
    tried = [spline(x, knots) for knots in KNOTS]
    allowed = [basis for basis in tried if basis.shape[1] * DRAWS_A_TERM <= len(x)] or tried[:1]
    return min(allowed, key=lambda basis: _score(basis, gain))


def _score(basis: Floats, gain: Floats) -> float:
    n, terms = len(gain), basis.shape[1]
    residual = gain - basis @ np.linalg.lstsq(basis, gain, rcond=None)[0]
    return float((residual**2).sum() / n / (1 - min(terms / n, 1 - 1 / n)) ** 2)


def spline(x: Floats, inner: int) -> Floats:
    """Basis of a natural cubic spline with ``inner`` knots at quantiles within the range, intercept first.

    Straight beyond the range. Hastie, Tibshirani and Friedman 2009, The Elements of Statistical Learning, 5.2.1.
    """
    spread = float(x.std()) or 1.0
    z = (x - x.mean()) / spread
    columns = [np.ones_like(z), z]
    knots = np.unique(np.quantile(z, np.linspace(0, 1, inner + 2)))
    if len(knots) > 2:
        last = _hinge(z, knots[-2], knots[-1])
        columns += [_hinge(z, knot, knots[-1]) - last for knot in knots[:-2]]
    return np.column_stack(columns)


def _hinge(z: Floats, knot: float, last: float) -> Floats:
    return np.asarray((np.maximum(z - knot, 0) ** 3 - np.maximum(z - last, 0) ** 3) / (last - knot))
