"""Who a place is made of: its people by deprivation fifth and age, and what that means for need and support.

A place that is not told otherwise is the average of England: a fifth of its people in each deprivation fifth, ages as
in the country. Another mix of fifths brings the ages, the need and the savings that people of those fifths have in the
average place; an older or younger place has its ages tilted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.need import need_prevalence
from simulation.evidence.parameters import Parameters
from simulation.population.ages import YEARS, cells_by_fifth, margin
from simulation.population.tables import FIFTHS
from simulation.state.codes import N_FIFTHS, NEED_NAMES
from simulation.state.rates import N_BANDS

Floats = NDArray[np.float64]

_HALVINGS: Final = 60
_WIDEST: Final = 40.0
"""Log odds beyond which nobody or everybody is meant."""
AGE_BAND: Final = np.minimum(YEARS * 12 // 60, N_BANDS - 1)
"""Age band of each cell."""


class Makeup(NamedTuple):
    """Shares sum to 1. ``fifths`` is None for the average place: a fifth of its neighbourhoods in each."""

    fifths: Floats | None  # [fifth] share of the people
    cells: Floats  # [fifth, cell] ages and sexes within each fifth
    whole: Floats  # [cell] ages and sexes of the place
    need: Floats  # [band, need] how common each need is
    clients: Floats  # [(18-64, 65 and over)] people whom the council supports, over the average place's per head
    self_funders: Floats  # the same of people who would pay for themselves

    @property
    def adult_share(self) -> float:
        """Share of the people aged 18 or over."""
        return float(self.whole[YEARS >= 18].sum())


def make_up(parameters: Parameters, deprivation: Sequence[float] | None, older_share: float | None) -> Makeup:
    """Of a place with shares of people by fifth (most deprived first) and a share of adults aged 65 or over.

    What is None is as in the average place.
    """
    cells = cells_by_fifth(parameters)
    if deprivation is None and older_share is None:
        return Makeup(None, cells, margin(parameters), need_prevalence(parameters), np.ones(2), np.ones(2))
    equal = np.full(N_FIFTHS, 1 / N_FIFTHS)
    fifths = equal if deprivation is None else np.array(deprivation, np.float64)
    fifths = fifths / fifths.sum()
    own = cells if older_share is None else _aged(cells, fifths, older_share)
    need = need_by_fifth(parameters, cells)
    here, there = (_supported(parameters, mix, ages, need) for mix, ages in ((fifths, own), (equal, cells)))
    return Makeup(fifths, own, fifths @ own, _mixed(fifths[:, None] * own, need), *(here / there))


def _aged(cells: Floats, fifths: Floats, older_share: float) -> Floats:
    """Cells with the adults' log odds tilted by age, evenly from 18 to 65 and no further, so that ``older_share`` of
    adults are 65 or over. Each fifth keeps its share of children."""
    low, high = -_WIDEST, _WIDEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        whole = fifths @ _tilted(cells, middle)
        too_young = whole[YEARS >= 65].sum() < older_share * whole[YEARS >= 18].sum()
        low, high = (middle, high) if too_young else (low, middle)
    return _tilted(cells, low)


def _tilted(cells: Floats, log_odds: float) -> Floats:
    adult, ramp = YEARS >= 18, np.clip((YEARS - 18) / (65 - 18), 0.0, 1.0)
    tilted = np.where(adult, cells * np.exp(log_odds * ramp), 0.0)
    adults = np.where(adult, cells, 0.0).sum(axis=1, keepdims=True)
    return np.where(adult, tilted * (adults / tilted.sum(axis=1, keepdims=True)), cells)


def _by_band(cells: Floats) -> Floats:
    """[fifth, cell] summed to [fifth, band]; bands beyond the last cell are like the last that has people."""
    bands = np.zeros((len(cells), N_BANDS))
    for fifth, row in enumerate(cells):
        bands[fifth] = np.bincount(AGE_BAND, row, minlength=N_BANDS)
    last = int(AGE_BAND.max())
    bands[:, last + 1 :] = bands[:, last : last + 1]
    return bands


def need_by_fifth(parameters: Parameters, cells: Floats) -> Floats:
    """[fifth, band, need]: people of each fifth differ in odds, and in the average place give the average."""
    tilt = parameters.vector("population.need_tilt", FIFTHS)[:, None, None]
    weight, average = _by_band(cells), need_prevalence(parameters)
    weight = (weight / weight.sum(axis=0))[:, :, None]
    wanted = np.cumsum(average[:, ::-1], axis=1)[:, ::-1]  # share with this need or more
    low, high = np.full(wanted.shape, -_WIDEST), np.full(wanted.shape, _WIDEST)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        too_few = (weight * _share(tilt + middle)).sum(axis=0) < wanted
        low, high = np.where(too_few, middle, low), np.where(too_few, high, middle)
    above = _share(tilt + (low + high) / 2)
    above[:, :, 0] = 1.0
    return np.asarray(above - np.concatenate((above[:, :, 1:], np.zeros_like(above[:, :, :1])), axis=2))


def _share(log_odds: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-log_odds)))


def _mixed(people: Floats, need: Floats) -> Floats:
    """How common each need is among people [fifth, cell]: [band, need]."""
    bands = _by_band(people)
    return np.asarray(np.einsum("fb,fbn->bn", bands / bands.sum(axis=0), need))


def _supported(parameters: Parameters, fifths: Floats, cells: Floats, need: Floats) -> Floats:
    """[(council, themselves), age group]: how many per head would have support paid for by whom, by need and savings.

    Only ratios of two places mean anything.
    """
    reached = np.concatenate(([0.0], parameters.vector("population.supported_by_need", NEED_NAMES[1:])))
    older = parameters.vector("population.means.age_65_over", FIFTHS)[:, None]
    own = np.where(YEARS >= 65, older, parameters.value("population.means.age_18_64"))
    people = fifths[:, None] * cells
    supported = people * (need @ reached)[:, AGE_BAND]
    ages = ((YEARS >= 18) & (YEARS < 65), YEARS >= 65)
    return np.array([[_per_head(supported * pays, people, age) for age in ages] for pays in (1 - own, own)])


def _per_head(amount: Floats, people: Floats, age: NDArray[np.bool_]) -> float:
    return float(amount[:, age].sum() / people[:, age].sum())
