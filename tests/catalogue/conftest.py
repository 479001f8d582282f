from typing import Any

import pytest

from simulation.catalogue.load import CatalogueRows, load_catalogue
from simulation.evidence.parameters import Parameters, load_parameters


@pytest.fixture
def rows() -> CatalogueRows:
    return load_catalogue()


@pytest.fixture
def parameters() -> Parameters:
    return load_parameters()


@pytest.fixture
def homeshare() -> dict[str, Any]:
    """A support model that does not ship, as a scenario would write it."""
    return {
        "title": "Homeshare",
        "description": "A younger person lives in an older person's home and helps.",
        "where": "own_home",
        "spend_class": "maintenance",
        "source": "never_scarce",
        "price_basis": "per_week",
        "price_gbp": 35,
        "visit_minutes": 0,
        "team_posts": 0,
        "min_need": "low",
        "who_chooses": "matched",
    }


@pytest.fixture
def gardening() -> dict[str, Any]:
    """A programme that does not ship, as a scenario would write it."""
    return {
        "title": "Gardening group",
        "description": "Growing things together.",
        "cost_gbp_per_person": 120.5,
        "duration_months": 12,
        "effects": {"meeting": 0.05},
        "decay_per_month": 0.1,
        "uptake": 0.5,
        "min_age_years": 18,
    }
