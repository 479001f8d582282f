"""How common need and conditions are by age: the picture that a place starts from and that hazards keep up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.ages import BAND_AGES, log_linear
from simulation.evidence.parameters import ParameterError, Parameters
from simulation.state.codes import CONDITION_NAMES, N_NEEDS, NEED_NAMES

_HALVINGS = 60


def need_at(parameters: Parameters, ages: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of people at each level of need, [age, need]; each row sums to 1. Rows ``need.prevalence.LEVEL.AGE``."""
    shares = np.zeros((len(ages), N_NEEDS))
    for level, name in enumerate(NEED_NAMES[1:], start=1):
        shares[:, level] = log_linear(parameters, f"need.prevalence.{name}", ages)
    shares[:, 0] = 1.0 - shares.sum(axis=1)
    if shares.min() <= 0.0:
        raise ParameterError("need.prevalence: the shares of people with need add up to 1 or more at some age")
    return shares


def need_prevalence(parameters: Parameters) -> NDArray[np.float64]:
    """Share of people at each level of need by five-year age band, [band, need]; people in care homes included."""
    return need_at(parameters, BAND_AGES)


def condition_prevalence(parameters: Parameters) -> NDArray[np.float64]:
    """Share of people with each condition by age band, [condition, band]. Rows ``condition.prevalence.NAME.AGE``."""
    rows = [log_linear(parameters, f"condition.prevalence.{name}", BAND_AGES) for name in CONDITION_NAMES]
    return np.array(rows)


def condition_given_need(parameters: Parameters) -> NDArray[np.float64]:
    """Share with each condition among people of a band and need, [condition, band, need].

    The odds rise with need by ``condition.odds.NAME.LEVEL``; averaged over need they keep ``condition_prevalence``.
    """
    need = need_prevalence(parameters)
    whole = condition_prevalence(parameters)
    ratios = np.ones((len(CONDITION_NAMES), N_NEEDS))
    for row, name in enumerate(CONDITION_NAMES):
        ratios[row, 1:] = parameters.vector(f"condition.odds.{name}", NEED_NAMES[1:])
    low, high = np.full(whole.shape, -40.0), np.full(whole.shape, 40.0)  # log odds among people with no need
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        too_many = np.einsum("cbn,bn->cb", _shares(middle, ratios), need) > whole
        low, high = np.where(too_many, low, middle), np.where(too_many, middle, high)
    return _shares((low + high) / 2, ratios)


def _shares(log_odds: NDArray[np.float64], ratios: NDArray[np.float64]) -> NDArray[np.float64]:
    odds = np.exp(log_odds)[:, :, None] * ratios[:, None, :]
    return np.asarray(odds / (1.0 + odds))
