"""Factors that bring pounds of later months to the first year, from the dated schedules of the evidence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.measures.periods import YEAR

UNDISCOUNTED = "undiscounted"


def schedules(months: int) -> dict[str, NDArray[np.float64]]:
    """Discount factors [month] by schedule name; the first is ``undiscounted``, all 1."""
    years = np.arange(months) // YEAR
    return {UNDISCOUNTED: np.ones(months), "greenbook": 1.035 ** -years.astype(float)}
