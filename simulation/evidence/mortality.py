"""Chances of death by sex, age and need that keep the life table."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.ages import anchors, log_linear
from simulation.evidence.need import need_at
from simulation.evidence.parameters import Parameters
from simulation.state.codes import N_NEEDS, NEED_NAMES
from simulation.state.rates import MAX_AGE

SEXES = ("male", "female")
AGES: NDArray[np.float64] = np.arange(MAX_AGE + 1, dtype=np.float64) + 0.5


def monthly(yearly: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Chance in a month that gives the yearly chance over twelve: 1 - (1 - q)^(1/12)."""
    return np.asarray(-np.expm1(np.log1p(-np.asarray(yearly, np.float64)) / 12))


def yearly_deaths(parameters: Parameters) -> NDArray[np.float64]:
    """The life table: chance of death in a year by sex and age in completed years, [sex, age].

    Rows ``death.per_year.SEX.AGE`` are for the band that starts at AGE and stand at its middle; log-linear between.
    """
    table = []
    for sex in SEXES:
        starts, chances = anchors(parameters, f"death.per_year.{sex}")
        middles = starts + np.diff(starts, append=starts[-1]) / 2
        table.append(np.exp(np.interp(AGES, middles, np.log(chances))))
    return np.minimum(np.array(table) * parameters.value("death.scale"), 1.0)


def death_ratios(parameters: Parameters, ages: NDArray[np.float64]) -> NDArray[np.float64]:
    """Hazard of death by need against no need, [age, need]; log-linear in age between the documented ages."""
    ratios = np.ones((len(ages), N_NEEDS))
    for level, name in enumerate(NEED_NAMES[1:], start=1):
        ratios[:, level] = log_linear(parameters, f"death.hazard_ratio.{name}", ages)
    return ratios


def death_by_need(parameters: Parameters) -> NDArray[np.float64]:
    """Chance of death in a month, [sex, age, need]; averaged over need as common at the age, it is the life table's."""
    ratios = death_ratios(parameters, AGES)
    shares = need_at(parameters, AGES)
    ratios /= (shares * ratios).sum(axis=1, keepdims=True)
    hazard = -np.log1p(-yearly_deaths(parameters)) / 12
    return np.asarray(-np.expm1(-hazard[:, :, None] * ratios))
