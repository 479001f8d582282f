from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from simulation.population.check import problems
from simulation.state import codes
from simulation.state.place import Place, copy_place
from tests.population.conftest import Sample


def _one_sided(place: Place) -> None:
    row, slot = np.argwhere(place.people.tie_other != codes.NOBODY)[0]
    place.people.tie_other[row, slot] = codes.NOBODY


def _strength(place: Place) -> None:
    row, slot = np.argwhere(place.people.tie_other != codes.NOBODY)[0]
    place.people.tie_strength[row, slot] += 0.1


def _filled(place: Place) -> None:
    place.providers.filled[0] += 1


def _planned(place: Place) -> None:
    place.providers.planned_minutes[0] += 1


def _pointer(place: Place) -> None:
    place.people.arrangement[place.arrangements.person[0]] = codes.NOBODY


def _sharer(place: Place) -> None:
    place.sharers.filled[0] += 1


def _post(place: Place) -> None:
    place.posts.provider[0] += 1


def _neighbourhood(place: Place) -> None:
    place.hoods.last[0] += 1


def _entry(place: Place) -> None:
    place.entry_rows[0] = place.entry_rows[1]


def _departed(place: Place) -> None:
    place.people.status[place.arrangements.person[0]] = codes.DIED


@pytest.mark.parametrize(
    "damage",
    [_one_sided, _strength, _filled, _planned, _pointer, _sharer, _post, _neighbourhood, _entry, _departed],
)
def test_each_kind_of_damage_is_found(small: Sample, damage: Callable[[Place], None]) -> None:
    place = copy_place(small.place)
    damage(place)
    assert problems(place, small.catalogue)


def test_an_undamaged_copy_has_no_problems(small: Sample) -> None:
    assert problems(copy_place(small.place), small.catalogue) == []
