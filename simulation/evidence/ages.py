"""Values by age, interpolated between a few documented ages."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.parameters import ParameterError, Parameters
from simulation.state.rates import N_BANDS

BAND_YEARS = 5
BAND_AGES: NDArray[np.float64] = (np.arange(N_BANDS, dtype=np.float64) + 0.5) * np.float64(BAND_YEARS)
"""Age in the middle of each band."""


def anchors(parameters: Parameters, prefix: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Ages and values of the rows ``prefix.AGE``, youngest first. Raises ParameterError if there are none."""
    found = (name.rpartition(".") for name in parameters)
    ages = sorted(int(age) for before, _, age in found if before == prefix and age.isdigit())
    if not ages:
        raise ParameterError(f"no rows {prefix}.AGE")
    return np.array(ages, np.float64), parameters.vector(prefix, [str(age) for age in ages])


def log_linear(parameters: Parameters, prefix: str, ages: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows ``prefix.AGE`` at the wanted ages, log-linear between them and constant beyond; all must be above 0."""
    at, values = anchors(parameters, prefix)
    return np.exp(np.interp(ages, at, np.log(values)))


def linear(parameters: Parameters, prefix: str, ages: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows ``prefix.AGE`` at the wanted ages, linear between them and constant beyond."""
    at, values = anchors(parameters, prefix)
    return np.interp(ages, at, values)
