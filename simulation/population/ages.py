"""Age and sex of people, by deprivation fifth, in proportion to the census-based estimates."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.parameters import Parameters
from simulation.population.tables import FIFTHS, SEXES, age_column, lowest_age
from simulation.state.rates import MAX_AGE

BANDS: Final = (*(f"{a}_{a + 4}" for a in range(0, 90, 5)), "90_over")
BROAD: Final = ("0_17", "18_64", "65_74", "75_84", "85_over")
OLDEST: Final = lowest_age(BANDS[-1])
YEARS: Final = np.repeat(np.arange(OLDEST + 1), 2)
"""Age of each cell in completed years (the last stands for all older); cells are (age, sex) in order."""
ADULT_MONTHS: Final = 18 * 12
OLDER_MONTHS: Final = 65 * 12
_SWEEPS: Final = 20


class Draft(NamedTuple):
    """People before they have a row. ``group`` is the neighbourhood, or the year of arrival of newcomers."""

    group: NDArray[np.int64]
    female: NDArray[np.uint8]
    months: NDArray[np.int64]  # age in completed months, at the start or at arrival


def margin(parameters: Parameters) -> NDArray[np.float64]:
    """Share of the population in each cell of single year of age by sex; sums to 1."""
    table = np.stack([parameters.vector(f"population.age_sex.{sex}", BANDS) for sex in SEXES], axis=1)
    band = age_column(BANDS, np.arange(OLDEST + 1))
    single = table[band] / np.bincount(band)[band][:, None]
    return np.asarray(single.ravel() / single.sum())


def adult_share(parameters: Parameters) -> float:
    """Share of the population aged 18 or over."""
    return float(margin(parameters)[YEARS >= 18].sum())


def cells_by_fifth(parameters: Parameters) -> NDArray[np.float64]:
    """[fifth, cell] shares within each fifth: age structure of the fifth, fitted so that all fifths give the margin."""
    whole = margin(parameters)
    broad = age_column(BROAD, YEARS)
    structure = np.stack([parameters.vector(f"population.age_fifth.{fifth}", BROAD) for fifth in FIFTHS])
    cells = structure[:, broad] * whole / np.bincount(broad, whole)[broad]
    for _ in range(_SWEEPS):  # iterative proportional fitting
        cells *= whole / cells.mean(axis=0)
        cells /= cells.sum(axis=1, keepdims=True)
    return cells


def draw_people(
    shares: NDArray[np.float64],
    size: NDArray[np.int64],
    oldest_mean_years: float,
    stream: np.random.Generator,
) -> Draft:
    """``size[g]`` people of each group from its row of ``shares`` [group, cell], by systematic sampling."""
    n = int(size.sum())
    group = np.repeat(np.arange(len(size)), size)
    begin = np.concatenate(([0], np.cumsum(size)))[:-1]
    point = (np.arange(n) - begin[group] + stream.random(len(size))[group]) / np.maximum(size, 1)[group]
    bounds = np.cumsum(shares, axis=1)
    bounds /= bounds[:, -1:]
    bounds[:, -1] = 1.0
    flat = (bounds + np.arange(len(size))[:, None]).ravel()
    cell = np.searchsorted(flat, group + point, side="right") - group * shares.shape[1]
    cell = np.clip(cell, 0, shares.shape[1] - 1)
    return Draft(group, (cell % 2).astype(np.uint8), _months(YEARS[cell], oldest_mean_years, stream))


def _months(years: NDArray[np.int64], oldest_mean_years: float, stream: np.random.Generator) -> NDArray[np.int64]:
    """Age in months: even within the year; beyond the oldest cell, exponential."""
    within = np.floor(stream.random(len(years)) * 12).astype(np.int64)
    beyond = np.floor(-np.log1p(-stream.random(len(years))) * oldest_mean_years * 12).astype(np.int64)
    months = years * 12 + np.where(years >= OLDEST, beyond, within)
    return np.minimum(months, MAX_AGE * 12 - 1)
