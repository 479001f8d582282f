"""What a row's distribution means: its quantiles, for drawing the row within its range.

Every value drawn lies within low to high. ``uniform`` and ``triangular`` have the range as support, the value as mode;
``beta`` is the beta of the project evaluation technique (Malcolm et al. 1959): on the range, mode at the value, weight
4. ``normal`` and ``gamma`` have the value as mean, ``lognormal`` as median; the range is read as a 95 % interval, and
cut off there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

from simulation.evidence.parameters import Parameter, Parameters
from simulation.state.codes import N_FIFTHS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FIXED: Final = "fixed"
PERT_WEIGHT: Final = 4
WIDTH_95: Final = 2 * NormalDist().inv_cdf(0.975)
"""Standard deviations between the ends of a 95 % interval."""

_INDEX: Final = re.compile(r"(age_)?\d+(_\d+|_over)?")
_FIFTHS: Final = frozenset(f"fifth_{k}" for k in range(1, N_FIFTHS + 1))


def family(parameter_id: str) -> str:
    """The name of what is drawn together: an id without its ages and deprivation fifths.

    Rows of one table by age or fifth rest on one source and are wrong together, so one quantile is drawn for all;
    ``need.prevalence.low.25`` belongs to ``need.prevalence.low``.
    """
    kept = [part for part in parameter_id.split(".") if part not in _FIFTHS and not _INDEX.fullmatch(part)]
    return ".".join(kept) if len(kept) > 1 else parameter_id


def varies(row: Parameter) -> bool:
    """Whether a row has anything to draw."""
    return row.distribution != FIXED and row.low < row.high


def families(parameters: Parameters, chosen: Iterable[str]) -> dict[str, list[str]]:
    """Ids that vary among ``chosen``, by family, in the order of the table."""
    wanted = set(chosen)
    found: dict[str, list[str]] = {}
    for parameter_id in parameters:
        if parameter_id in wanted:
            found.setdefault(family(parameter_id), []).append(parameter_id)
    return found


def quantiles(row: Parameter, share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values of a row at shares between 0 and 1, in its own unit and prices; a row that does not vary is its value."""
    import numpy as np

    if not varies(row):
        return np.full(share.shape, row.value)
    drawn = _INVERSE[row.distribution](row, np.asarray(share, np.float64))
    return np.asarray(np.clip(drawn, row.low, row.high), np.float64)


def _uniform(row: Parameter, share: NDArray[np.float64]) -> NDArray[np.float64]:
    return row.low + share * (row.high - row.low)


def _triangular(row: Parameter, share: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    width, left, right = row.high - row.low, row.value - row.low, row.high - row.value
    below = row.low + np.sqrt(share * width * left)
    above = row.high - np.sqrt((1 - share) * width * right)
    return np.where(share * width < left, below, above)


def _beta(row: Parameter, share: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np
    from scipy.special import betaincinv

    width = row.high - row.low
    left, right = 1 + PERT_WEIGHT * (row.value - row.low) / width, 1 + PERT_WEIGHT * (row.high - row.value) / width
    return np.asarray(row.low + width * betaincinv(left, right, share))


def _normal(row: Parameter, share: NDArray[np.float64]) -> NDArray[np.float64]:
    return _cut_normal(row.value, (row.high - row.low) / WIDTH_95, row.low, row.high, share)


def _lognormal(row: Parameter, share: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    if row.value <= 0:
        return _triangular(row, share)
    high, middle = math.log(row.high), math.log(row.value)
    if row.low > 0:
        low, spread = math.log(row.low), (high - math.log(row.low)) / WIDTH_95
    else:  # the range reaches 0: spread as far below as above
        low, spread = -math.inf, (high - middle) / (WIDTH_95 / 2)
    return np.exp(_cut_normal(middle, spread, low, high, share)) if spread > 0 else np.full(share.shape, row.value)


def _cut_normal(mean: float, spread: float, low: float, high: float, share: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np
    from scipy.special import ndtr, ndtri

    first, last = ndtr((low - mean) / spread), ndtr((high - mean) / spread)
    return np.asarray(mean + spread * ndtri(first + share * (last - first)))


def _gamma(row: Parameter, share: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np
    from scipy.special import gammainc, gammaincinv

    spread = (row.high - row.low) / WIDTH_95
    shape, scale = (row.value / spread) ** 2, spread**2 / row.value
    first, last = gammainc(shape, max(row.low, 0) / scale), gammainc(shape, row.high / scale)
    return np.asarray(scale * gammaincinv(shape, first + share * (last - first)))


_INVERSE: Final = {
    "uniform": _uniform,
    "triangular": _triangular,
    "beta": _beta,
    "normal": _normal,
    "lognormal": _lognormal,
    "gamma": _gamma,
}


def not_drawn(parameters: Parameters, read: Iterable[str], given: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Ids that are not drawn, each with the reason."""
    used, set_here = set(read), set(given)
    for parameter_id, row in parameters.items():
        if parameter_id in set_here:
            yield parameter_id, "set by the scenario or an axis"
        elif parameter_id not in used:
            yield parameter_id, "not read in this scenario"
        elif not varies(row):
            yield parameter_id, "fixed"
