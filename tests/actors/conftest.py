from __future__ import annotations

import pytest

from simulation.model import Past, live_past
from simulation.past import Setting, setting_of

SMALL = {"place__adults": 4000, "place__scale": 1.0, "time__years": 6, "time__burn_in_months": 24}


@pytest.fixture(scope="session")
def small() -> Setting:
    return setting_of(None, SMALL)


@pytest.fixture(scope="session")
def small_past(small: Setting) -> Past:
    return live_past(small)
