"""The course of need and conditions: hazards that keep their prevalence by age as a generation grows older."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.ages import BAND_AGES, BAND_YEARS, linear, log_linear
from simulation.evidence.mortality import death_by_need, monthly
from simulation.evidence.need import condition_given_need, condition_prevalence, need_prevalence
from simulation.evidence.parameters import Parameters
from simulation.state.codes import CONDITION_NAMES, N_NEEDS, NEED_NAMES, NEED_NONE

ACQUIRED = ("mental_illness", "dementia", "frailty", "physical")
"""Conditions that begin in the course of life; learning disability and autism are there from birth."""
ENDING = "mental_illness"
"""The one condition that may end."""


class Course(NamedTuple):
    """Chances in a month; the tables of ``Rates`` of the same names."""

    rise: NDArray[np.float64]  # [band, need]
    fall: NDArray[np.float64]  # [band, need]
    rise_condition: NDArray[np.float64]  # [condition]
    fall_condition: NDArray[np.float64]  # [condition]
    onset: NDArray[np.float64]  # [condition, band]
    remission: NDArray[np.float64]  # [condition]


def course(parameters: Parameters, decondition: NDArray[np.float64]) -> Course:
    """Hazards of need and conditions.

    ``decondition`` [band, need] is the monthly chance that a hospital stay raises need; the chance of rising is
    smaller by as much, so that prevalence is kept.
    """
    need, death = need_prevalence(parameters), _death_by_band(parameters)
    having = condition_given_need(parameters)
    up = parameters.vector("need.rise_ratio", CONDITION_NAMES)
    down = parameters.vector("need.fall_ratio", CONDITION_NAMES)
    fall = _fall(parameters)
    rise = _rise_that_keeps(need, fall, death)
    rise[:, NEED_NONE] *= log_linear(parameters, "need.onset_scale", BAND_AGES)
    rise = np.maximum(rise - decondition, 0.0)
    return Course(
        rise=rise / _mean_ratio(having, up),
        fall=fall / _mean_ratio(having, down),
        rise_condition=up,
        fall_condition=down,
        onset=_onset(parameters, having, need, death),
        remission=_remission(parameters),
    )


def _death_by_band(parameters: Parameters) -> NDArray[np.float64]:
    """Mean of the sexes at the middle of each band, [band, need]."""
    return np.asarray(death_by_need(parameters)[:, BAND_AGES.astype(np.int64)].mean(axis=0))


def _slope(prevalence: NDArray[np.float64]) -> NDArray[np.float64]:
    """Change of a prevalence in a month of age, along the first axis."""
    return np.asarray(np.gradient(prevalence, BAND_YEARS * 12, axis=0))


def _fall(parameters: Parameters) -> NDArray[np.float64]:
    """Mean chance of a fall by a level, [band, need]: rows ``need.fall_per_year.LEVEL.AGE``."""
    table = np.zeros((len(BAND_AGES), N_NEEDS))
    for level, name in enumerate(NEED_NAMES[1:], start=1):
        table[:, level] = monthly(linear(parameters, f"need.fall_per_year.{name}", BAND_AGES))
    return table


def _rise_that_keeps(
    need: NDArray[np.float64], fall: NDArray[np.float64], death: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Chance of a rise such that prevalence follows the table as a generation ages and its frail members die.

    What crosses from level n - 1 to n must make up for the growth of the levels from n on, for their deaths beyond
    the average, and for those who fall back: rise[n-1] need[n-1] = sum(slope + need (death - mean)) + fall[n] need[n].
    """
    excess = need * (death - (need * death).sum(axis=1, keepdims=True))
    wanted = _slope(need) + excess
    above = wanted[:, ::-1].cumsum(axis=1)[:, ::-1]
    crossing = np.maximum(above[:, 1:] + fall[:, 1:] * need[:, 1:], 0.0)
    rise = np.zeros_like(need)
    rise[:, :-1] = crossing / need[:, :-1]
    return rise


def _mean_ratio(having: NDArray[np.float64], ratios: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean over people of a band and need of the product of their conditions' ratios, [band, need]."""
    return np.asarray(np.prod(1.0 + having * (ratios[:, None, None] - 1.0), axis=0))


def _remission(parameters: Parameters) -> NDArray[np.float64]:
    yearly = np.zeros(len(CONDITION_NAMES))
    yearly[CONDITION_NAMES.index(ENDING)] = parameters.value(f"condition.remission_per_year.{ENDING}")
    return monthly(yearly)


def _onset(
    parameters: Parameters,
    having: NDArray[np.float64],
    need: NDArray[np.float64],
    death: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Chance that a condition begins, [condition, band], such that its prevalence follows the table with age."""
    whole = condition_prevalence(parameters)
    mean_death = (need * death).sum(axis=1)
    deaths = np.einsum("cbn,bn,bn->cb", having, need, death) - whole * mean_death
    kept = _slope(whole.T).T + deaths + _remission(parameters)[:, None] * whole
    acquired = np.array([name in ACQUIRED for name in CONDITION_NAMES])
    return np.asarray(np.where(acquired[:, None], np.maximum(kept / (1.0 - whole), 0.0), 0.0))


def by_age_and_need(parameters: Parameters, levels: str, ratios: str) -> NDArray[np.float64]:
    """Events in a month by band and need: rows ``levels.AGE`` a year, kept over need, split by ``ratios.LEVEL``."""
    need = need_prevalence(parameters)
    split = np.ones(N_NEEDS)
    split[1:] = parameters.vector(ratios, NEED_NAMES[1:])
    mean = (need * split).sum(axis=1)
    yearly = log_linear(parameters, levels, BAND_AGES)[:, None] * split / mean[:, None]
    return np.asarray(-np.expm1(-yearly / 12))
