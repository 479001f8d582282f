from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from simulation.catalogue.columns import build_catalogue
from simulation.catalogue.load import load_catalogue
from simulation.evidence.parameters import Parameters, load_parameters
from simulation.evidence.rates import build_rates
from simulation.population.build import Size, build_place
from simulation.state import codes
from simulation.state.catalogue import Catalogue
from simulation.state.place import ARRANGEMENTS, Place
from simulation.state.rates import Rates

BURN_IN, MONTHS = 24, 36


@dataclass(frozen=True)
class Sample:
    """A place with what tests ask of it."""

    place: Place
    catalogue: Catalogue
    parameters: Parameters
    rates: Rates
    model_ids: tuple[str, ...]

    @property
    def here(self) -> NDArray[np.bool_]:
        return np.asarray(self.place.people.status == codes.HERE)

    @property
    def months(self) -> NDArray[np.int64]:
        return -BURN_IN - self.place.people.birth_month.astype(np.int64)

    @property
    def years(self) -> NDArray[np.int64]:
        return self.months // 12

    @property
    def adult(self) -> NDArray[np.bool_]:
        return self.here & (self.years >= 18)

    @property
    def older(self) -> NDArray[np.bool_]:
        return self.here & (self.years >= 65)

    @property
    def used(self) -> int:
        return int(self.place.counters[ARRANGEMENTS])

    @property
    def tied(self) -> NDArray[np.bool_]:
        return np.asarray(self.place.people.tie_other != codes.NOBODY)

    def kind(self, kind: int) -> NDArray[np.bool_]:
        """[person, slot] ties of a kind."""
        return self.tied & (self.place.people.tie_kind == kind)

    def other(self, column: NDArray[np.generic]) -> NDArray[np.generic]:
        """[person, slot] the column of the person at the other end."""
        return column[np.maximum(self.place.people.tie_other, 0)]


def make(adults: int, seed: int = 1, **changed: float) -> Sample:
    parameters = load_parameters().override({name.replace("__", "."): value for name, value in changed.items()})
    rows = load_catalogue()
    ids = tuple(rows.support_models)
    rates = build_rates(parameters, ids)
    size = Size(adults, 1800, BURN_IN, MONTHS)
    place, catalogue = build_place(size, parameters, rates, build_catalogue(rows, parameters), seed, ids)
    return Sample(place, catalogue, parameters, rates, ids)


@pytest.fixture(scope="session")
def small() -> Sample:
    return make(3_000)


@pytest.fixture(scope="session")
def large() -> Sample:
    return make(30_000)
