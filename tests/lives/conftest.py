"""A tiny place, lived once for all tests of lives."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from simulation import load
from simulation.lives.trace import Life, follow
from simulation.lives.words import Names
from simulation.model import CareEcosystem, Past, live_past
from simulation.past import Setting, setting_of
from simulation.state.codes import HERE, NEED_MODERATE

CASE = "scenarios/crisis_or_prevention.yaml"
SETS = ["place.adults=1000", "time.burn_in_months=12", "time.years=1"]
STRATEGIES = ("crisis_driven", "prevention_investment")
NAMES = {
    "crisis_driven": "Crisis-driven",
    "prevention_investment": "Investment in prevention",
    "no_change": "No change",
    "other": "Other",
}


@pytest.fixture(scope="session")
def setting() -> Setting:
    return setting_of(load(CASE, SETS), {})


@pytest.fixture(scope="session")
def past(setting: Setting) -> Past:
    return live_past(setting)


@pytest.fixture(scope="session")
def names(setting: Setting) -> Names:
    return Names(setting.model_ids, setting.programme_ids, NAMES)


@pytest.fixture(scope="session")
def make(setting: Setting, past: Past) -> Callable[[str], CareEcosystem]:
    """A model at month 0 under a strategy."""
    return lambda strategy: CareEcosystem(setting, strategy=strategy, replicate=1, past=past)


@pytest.fixture(scope="session")
def here(past: Past) -> list[int]:
    """Everyone who lives there at the start."""
    return [int(i) for i in np.flatnonzero(past.place.people.status == HERE)]


@pytest.fixture(scope="session")
def in_need(past: Past, here: list[int]) -> list[int]:
    """Those of them with moderate need or more."""
    return [i for i in here if past.place.people.need[i] >= NEED_MODERATE]


@pytest.fixture(scope="session")
def everyone(make: Callable[[str], CareEcosystem], here: list[int]) -> tuple[CareEcosystem, dict[int, Life]]:
    """A model that has been lived to its end with everyone followed, and all the lives."""
    model = make("crisis_driven")
    return model, follow(model, here)


@pytest.fixture(scope="session")
def both(make: Callable[[str], CareEcosystem], in_need: list[int]) -> dict[int, tuple[Life, ...]]:
    """Lives of people in need under both strategies."""
    lived = [follow(make(strategy), in_need) for strategy in STRATEGIES]
    return {i: tuple(lives[i] for lives in lived) for i in in_need}
