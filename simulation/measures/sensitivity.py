"""Which evidence a difference hangs on: first-order and total indices of Sobol', from the draws of a sweep.

The difference is fitted by products of orthonormal Legendre polynomials of the quantiles of families, single ones and
pairs; squares of coefficients, less what noise alone gives them, are parts of the variance (polynomial chaos: Sudret
2008, Reliability Engineering and System Safety 93:964). The degree is the one that predicts draws left out best.
Interactions of three families and more are left out, and so is luck: nothing is told where luck is more than
a tenth of what draws vary by, since indices then are of luck.
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray

from simulation.measures.sweep_runs import draws, families
from simulation.measures.uncertainty import NOISY, spread

Floats = NDArray[np.float64]

DEGREES: Final = ((1, 0), (2, 0), (3, 0), (5, 0), (8, 0), (2, 2), (3, 3), (5, 5), (8, 8), (12, 12))
"""Highest degree of single families, and of pairs together, that are tried."""
DRAWS_A_TERM: Final = 2
"""Draws for each term at least."""
PREDICTED: Final = 0.9
"""Share of the variance that the fit must predict in draws left out before totals are told."""

ONE_LUCK_WORDS: Final = "one replicate a draw does not tell luck from the evidence: more replicates would"
SAME_WORDS: Final = "nothing differs between draws"
UNKNOWN_WORDS: Final = "some draws have no value"
NOISY_WORDS: Final = "luck is more than a tenth of what draws vary by: more replicates would tell"
FEW_WORDS: Final = "too few draws for the families drawn: draw fewer families, or more often"
UNFIT_WORDS: Final = "totals are not told: the fit predicts too little of draws left out"


class Indices(NamedTuple):
    """Shares of the variance [family], and the share that the fit predicts in draws left out."""

    first: Floats
    total: Floats
    predicted: float


class RefusedError(ValueError):
    """Indices would mislead; the message says why."""


def indices(values: Floats, points: Floats) -> Indices:
    """Indices of values [draw, luck] at quantiles ``points`` [draw, family], between 0 and 1.

    Raises RefusedError where luck is large or cannot be told, or draws are too few.
    """
    refused = untold(values)
    if refused:
        raise RefusedError(refused)
    return indices_without_luck(values.mean(axis=1), points)


def untold(values: Floats) -> str:
    """Why values [draw, luck] say nothing of single families of the evidence; empty where they do."""
    if not np.isfinite(values).all():
        return UNKNOWN_WORDS
    if not values.mean(axis=1).std():
        return SAME_WORDS
    noise = spread(values)["noise_share"]
    if noise is None:
        return ONE_LUCK_WORDS
    return NOISY_WORDS if noise > NOISY else ""


def indices_without_luck(y: Floats, points: Floats) -> Indices:
    """``indices`` of values [draw] that hold no luck."""
    allowed = [degrees for degrees in DEGREES if _terms(points.shape[1], *degrees) * DRAWS_A_TERM <= len(y)]
    if not allowed:
        raise RefusedError(FEW_WORDS)
    fits = [_fit(y, points, *degrees) for degrees in allowed]
    coefficients, members, predicted = max(fits, key=lambda fit: fit[2])
    part = coefficients / max(float(np.var(y, ddof=1)), coefficients.sum())
    alone = members.sum(axis=1) == 1
    return Indices(part[alone] @ members[alone], part @ members, predicted)


def _terms(families: int, single: int, pairs: int) -> int:
    return 1 + families * single + families * (families - 1) // 2 * (pairs * (pairs - 1) // 2)


def _fit(y: Floats, points: Floats, single: int, pairs: int) -> tuple[Floats, Floats, float]:
    """Part of the variance of each term [term], which families are in it [term, family], and what it predicts."""
    columns, members = _basis(points, single, pairs)
    basis = np.column_stack([np.ones(len(y)), *columns])
    q, r = np.linalg.qr(basis)
    coefficients = np.linalg.solve(r, q.T @ y)
    residual = y - basis @ coefficients
    left_out = residual / np.maximum(1.0 - (q**2).sum(axis=1), np.finfo(np.float64).eps)
    predicted = 1.0 - float((left_out**2).mean()) / float(np.var(y))
    error = float((residual**2).sum()) / max(1, len(y) - basis.shape[1]) * (np.linalg.inv(r) ** 2).sum(axis=1)
    return np.maximum(coefficients**2 - error, 0.0)[1:], members, predicted


def _basis(points: Floats, single: int, pairs: int) -> tuple[list[Floats], Floats]:
    """Orthonormal polynomials of each family, and of each two up to a degree together."""
    count = points.shape[1]
    highest = max(single, pairs)
    scale = np.sqrt(2 * np.arange(highest + 1) + 1)
    one = [np.asarray(legendre.legvander(2 * points[:, k] - 1, highest) * scale, np.float64) for k in range(count)]
    columns: list[Floats] = []
    members: list[tuple[int, int]] = []
    for k in range(count):
        columns += [one[k][:, degree] for degree in range(1, single + 1)]
        members += [(k, k)] * single
    for k, other in combinations(range(count), 2):
        for degree in range(1, pairs):
            columns += [one[k][:, degree] * one[other][:, more] for more in range(1, pairs - degree + 1)]
            members += [(k, other)] * (pairs - degree)
    table: Floats = np.zeros((len(members), count))
    for row, families_in in enumerate(members):
        table[row, list(families_in)] = 1.0
    return columns, table


def sensitivity_rows(folder: Path, values: dict[str, Floats], at: NDArray[np.int64]) -> list[dict[str, Any]]:
    """A row a thing told of (a key of ``values``, [draw, luck]) and family drawn; largest first. ``at`` are draws."""
    names, drawn = draws(folder)
    groups = families(folder)
    points = np.column_stack([_ranks(drawn[at, names.index(ids[0])]) for ids in groups.values()])
    rows: list[dict[str, Any]] = []
    for what, table in values.items():
        try:
            found = indices(table, points)
        except RefusedError as refused:
            rows.append({"what": what, "family": "", "first_order": None, "total": None, "predicted": None,
                         "caution": str(refused)})  # fmt: skip
            continue
        sure = found.predicted >= PREDICTED
        mine = [
            {"what": what, "family": family, "first_order": float(found.first[k]),
             "total": float(found.total[k]) if sure else None, "predicted": found.predicted,
             "caution": "" if sure else UNFIT_WORDS}
            for k, family in enumerate(groups)
        ]  # fmt: skip
        rows += sorted(mine, key=lambda row: -row["first_order"])
    return rows


def _ranks(x: Floats) -> Floats:
    """Quantiles of draws among themselves."""
    return np.asarray((np.argsort(np.argsort(x)) + 0.5) / len(x))
