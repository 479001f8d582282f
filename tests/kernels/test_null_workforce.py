"""Null means exactly nothing, for all that moves who leaves, what providers are worth, and who covers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from simulation.month import Town
from simulation.state.codes import PUBLIC
from simulation.state.journal import VISIT_NAMES

from .test_null import SMALL, differing, lived, one_step, put

Change = Callable[[Town], None]
OF_QUALITY = {"providers.quality", "providers.rating", "providers.inspection", "journal.market"}
MISSED = VISIT_NAMES.index("missed_minutes")


def column(table: str, name: str, value: float) -> Change:
    """Set a column of a table of the place."""

    def change(town: Town) -> None:
        getattr(getattr(town.place, table), name)[:] = value

    return change


def short_visits(town: Town) -> None:
    """As if every visit took a minute."""
    town.catalogue.models.visit_minutes[:] = np.minimum(town.catalogue.models.visit_minutes, 1)


NULLS: dict[str, tuple[dict[str, Any], dict[str, Any], Change, set[str]]] = {
    "training": (
        {"leave_training": 0.0, "quality_training": 0.0},
        {"leave_training": -5.0},
        column("providers", "training", 0.0),
        {"providers.training"},
    ),
    "quality": ({"leave_quality": 0.0}, {"leave_quality": -3.0}, column("providers", "quality", -4.0), OF_QUALITY),
    "ownership": (
        {"leave_ownership": 0.0, "quality_ownership": 0.0},
        {"leave_ownership": np.array([0.0, 0.0, 5.0])},
        column("providers", "ownership", PUBLIC),
        {"providers.ownership", "journal.market"},
    ),
    "ties": (
        {"leave_tie": 0.0},
        {"leave_tie": 5.0},
        column("arrangements", "key_strength", 1.0),
        {"arrangements.key_strength"},
    ),
    "short visits": ({"leave_short": 0.0}, {"leave_short": 5.0}, short_visits, set()),
}


@pytest.mark.parametrize("name", NULLS)
def test_a_cause_of_leaving_without_effect_moves_nobody(name: str) -> None:
    null, strong, cause, own = NULLS[name]
    assert differing(*one_step("workforce", put(**null), cause)) - own == set()
    assert "posts.staffed" in differing(*one_step("workforce", put(**strong), cause))


QUALITY = {
    "quality_training": ("training", 0.0),
    "quality_ownership": ("ownership", PUBLIC),
    "quality_size": ("relative_size", 3.0),
}


@pytest.mark.parametrize("effect", QUALITY)
def test_a_cause_of_quality_without_effect_leaves_it_as_it_is(effect: str) -> None:
    name, value = QUALITY[effect]
    none = {"leave_training": 0.0, "leave_ownership": 0.0, effect: 0.0}
    own = {f"providers.{name}", "journal.market"}  # small and large, and owners, are counted apart
    assert differing(*one_step("workforce", put(**none), column("providers", name, value))) - own == set()
    moved = differing(*one_step("workforce", put(**none | {effect: -2.0}), column("providers", name, value)))
    assert ("providers.quality" in moved) == (effect != "quality_ownership")  # the same for every owner moves nothing


def test_an_inspector_who_comes_changes_only_what_is_said() -> None:
    def comes(town: Town) -> None:
        town.place.providers.inspection[:] = -100

    own = {"providers.inspection", "providers.rating", "journal.market"}
    assert differing(*one_step("workforce", put(), comes)) == own


@pytest.mark.parametrize(("cover", "missed"), [(1000, False), (400, True)])
def test_where_others_cover_all_nothing_is_missed_for_a_vacant_post(cover: int, missed: bool) -> None:
    town = lived(SMALL, change=put(cover=cover, minutes_post=10**6))
    assert bool(town.journal.visits[:, :, MISSED].any()) == missed
