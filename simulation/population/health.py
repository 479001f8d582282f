"""Conditions, need for help, means and skill of people at the start."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.parameters import Parameters
from simulation.population.ages import OLDER_MONTHS, Draft
from simulation.population.streams import Streams
from simulation.population.tables import FIFTHS, SEXES
from simulation.state import codes
from simulation.state.rates import N_BANDS

UNEQUAL: Final = codes.MENTAL_ILLNESS | codes.FRAILTY | codes.PHYSICAL
"""Conditions that differ by deprivation at a given age and need."""


class Picture(NamedTuple):
    """How common need and conditions are (``simulation.evidence.need``)."""

    need: NDArray[np.float64]  # [band, need]
    condition: NDArray[np.float64]  # [condition, band, need]


class Health(NamedTuple):
    """One entry a person."""

    conditions: NDArray[np.uint8]
    need: NDArray[np.uint8]


def draw_health(
    draft: Draft,
    fifth: NDArray[np.int64],
    picture: Picture,
    need_ratio: float,
    parameters: Parameters,
    streams: Streams,
    step: str,
) -> Health:
    """Need by age band and fifth, then conditions given need.

    The prevalence of need holds exactly in every age band (times ``need_ratio`` above no need); who is in need
    follows deprivation, with odds by fifth.
    """
    tilt = parameters.vector("population.need_tilt", FIFTHS)[fifth]
    score = tilt + _logistic(streams(f"{step}.need").random(len(fifth)))
    band = np.minimum(draft.months // 60, N_BANDS - 1)
    need = _need(band, score, picture.need, need_ratio)
    chance = picture.condition[:, band, need]  # [condition, person]
    ratio = parameters.vector("population.condition_fifth", FIFTHS)[fifth]
    return Health(_conditions(chance, ratio, draft.female, parameters, streams(f"{step}.conditions")), need)


def _conditions(
    chance: NDArray[np.float64],
    fifth_ratio: NDArray[np.float64],
    female: NDArray[np.uint8],
    parameters: Parameters,
    stream: np.random.Generator,
) -> NDArray[np.uint8]:
    by_sex = np.stack([parameters.vector(f"population.condition_sex.{sex}", codes.CONDITION_NAMES) for sex in SEXES])
    bits = np.zeros(len(female), np.uint8)
    for k in range(len(codes.CONDITION_NAMES)):
        likely = chance[k] * by_sex[female, k] * (fifth_ratio if UNEQUAL >> k & 1 else 1.0)
        bits |= (stream.random(len(female)) < likely).astype(np.uint8) << k
    return bits


def _logistic(draw: NDArray[np.float64]) -> NDArray[np.float64]:
    inner = np.clip(draw, np.finfo(float).eps, 1 - np.finfo(float).eps)
    return np.asarray(np.log(inner / (1 - inner)))


def _need(
    band: NDArray[np.int64], score: NDArray[np.float64], prevalence: NDArray[np.float64], need_ratio: float
) -> NDArray[np.uint8]:
    """Highest scores of each age band take the highest needs, in the numbers that the prevalence asks for."""
    need = np.zeros(len(band), np.uint8)
    above = np.cumsum(prevalence[:, ::-1], axis=1)[:, ::-1] * need_ratio  # share with this need or more
    order = np.lexsort((-score, band))
    edge = np.concatenate(([0], np.cumsum(np.bincount(band, minlength=N_BANDS))))
    for b in range(N_BANDS):
        mine = order[edge[b] : edge[b + 1]]
        for level in range(1, codes.N_NEEDS):
            need[mine[: round(float(above[b, level]) * len(mine))]] = level
    return need


def draw_means(
    draft: Draft, fifth: NDArray[np.int64], parameters: Parameters, stream: np.random.Generator
) -> NDArray[np.uint8]:
    """1 for people whose savings are above the limit, by age and fifth. Children get the chance of working age."""
    older = parameters.vector("population.means.age_65_over", FIFTHS)[fifth]
    chance = np.where(draft.months >= OLDER_MONTHS, older, parameters.value("population.means.age_18_64"))
    return (stream.random(len(fifth)) < chance).astype(np.uint8)


def draw_skill(
    need: NDArray[np.uint8], usual: NDArray[np.float64], parameters: Parameters, stream: np.random.Generator
) -> NDArray[np.float32]:
    """Independence in daily living, 0-1, around the usual for the need."""
    spread = (2.0 * stream.random(len(need)) - 1.0) * parameters.value("population.skill_spread")
    return np.clip(usual[need] + spread, 0.0, 1.0).astype(np.float32)


def planning_group(conditions: NDArray[np.uint8], months: NDArray[np.int64]) -> NDArray[np.int64]:
    """Group by which councils plan support (``state.codes.GROUP_*``)."""
    group = np.where(conditions & codes.MENTAL_ILLNESS > 0, codes.GROUP_MENTAL, codes.GROUP_PHYSICAL)
    group = np.where(months >= OLDER_MONTHS, codes.GROUP_OLDER, group)
    return np.where(conditions & (codes.LEARNING_DISABILITY | codes.AUTISM) > 0, codes.GROUP_LEARNING, group)
