"""Factors that bring pounds of later months to the first year, by the dated schedules of the evidence."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.discounting import discount_factors
from simulation.measures.periods import YEAR

UNDISCOUNTED: Final = "undiscounted"
SCHEDULE: Final = "greenbook-2026"
"""Schedule of public-sector appraisal in England; its rate starts after the first year."""


def schedules(months: int) -> dict[str, NDArray[np.float64]]:
    """Discount factors [month] by schedule name; the first is ``undiscounted``, all 1."""
    years = -(-months // YEAR)
    factors = np.asarray(discount_factors(SCHEDULE, years), np.float64)
    return {UNDISCOUNTED: np.ones(months), SCHEDULE: np.repeat(factors, YEAR)[:months]}
