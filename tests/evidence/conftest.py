"""The shipped table, as tests see it."""

from __future__ import annotations

import pytest

from simulation.evidence.parameters import Parameters, load_parameters


@pytest.fixture
def parameters() -> Parameters:
    return load_parameters()
