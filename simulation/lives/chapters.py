"""What a chapter of a life can be: something true of a person at the end of a month, asked of everyone at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from simulation.state import codes
from simulation.state.codes import NOBODY

if TYPE_CHECKING:
    from simulation.model import CareEcosystem

Truth = NDArray[np.bool_]
Before = NDArray[np.uint8]
"""Need at the end of the month before."""
Chapter = Callable[["CareEcosystem", int, Before], Truth]
"""Given the model, the month that has just been lived and need before it: for whom it is true."""


def _setting(code: int) -> Chapter:
    return lambda model, _month, _need: model.place.people.setting == code


def _need(level: int) -> Chapter:
    return lambda model, _month, _need: model.place.people.need == level


def _stage(code: int) -> Chapter:
    return lambda model, _month, _need: model.place.people.stage == code


def _tied(kind: int) -> Chapter:
    def holds(model: CareEcosystem, _month: int, _need: Before) -> Truth:
        people = model.place.people
        found: Truth = ((people.tie_other != NOBODY) & (people.tie_kind == kind)).any(axis=1)
        return found

    return holds


def _lonely(model: CareEcosystem, _month: int, _need: Before) -> Truth:
    lonely: Truth = model.place.people.lonely >= model.town.rates.lonely_often
    return lonely


FOUR: Final = 4
"""Months in hospital from which a stay counts as long in a story."""


def _four_months(model: CareEcosystem, month: int, _need: Before) -> Truth:
    """In hospital, and admitted four months ago or earlier."""
    people = model.place.people
    long_there: Truth = (people.setting == codes.HOSPITAL) & (people.admitted <= month - FOUR)
    return long_there


STATES: Final[dict[str, Chapter]] = {
    **{name: _setting(code) for code, name in enumerate(codes.SETTING_NAMES)},
    **{f"need_{name}": _need(level) for level, name in enumerate(codes.NEED_NAMES)},
    **{name: _stage(code) for code, name in enumerate(codes.STAGE_NAMES) if code != codes.NOT_ASKING},
    "supported": lambda model, _month, _need: model.place.people.arrangement != NOBODY,
    "no_support": lambda model, _month, _need: model.place.people.arrangement == NOBODY,
    "lonely": _lonely,
    "not_lonely": lambda model, month, need: ~_lonely(model, month, need),
    "gives_care": lambda model, _month, _need: model.place.people.care_minutes > 0,
    "helped_unpaid": lambda model, _month, _need: model.place.people.unpaid_minutes > 0,
    "partner": _tied(codes.PARTNER),
    "no_partner": lambda model, month, need: ~_tied(codes.PARTNER)(model, month, need),
    "need_rose": lambda model, _month, before: model.place.people.need > before,
    "need_fell": lambda model, _month, before: model.place.people.need < before,
    "admitted": lambda model, month, _need: model.place.people.admitted == month,
    "stroke": lambda model, month, _need: model.place.people.stroke == month,
    "four_months_in_hospital": _four_months,
    "moved": lambda model, month, _need: model.place.people.moved == month,
    "carer_stopped": lambda model, month, _need: model.place.people.lost_care == month,
    "stopped_caring": lambda model, month, _need: model.place.people.rest_until == month + model.town.rates.rest_months,
}
"""Chapters of people who live in the place, by name; support models and programmes are chapters too."""

ENDINGS: Final = {"died": codes.DIED, "left": codes.LEFT}
"""Chapters of people who no longer live there."""


def names(model_ids: tuple[str, ...], programme_ids: tuple[str, ...]) -> tuple[str, ...]:
    """Every chapter there is."""
    return tuple(dict.fromkeys((*STATES, *ENDINGS, *model_ids, *programme_ids)))


def holds(name: str, model: CareEcosystem, month: int, before: Before) -> Truth:
    """For whom a chapter is true at the end of a month."""
    people = model.place.people
    if name in ENDINGS:
        gone: Truth = people.status == ENDINGS[name]
        return gone
    here: Truth = people.status == codes.HERE
    if name in STATES:
        return here & STATES[name](model, month, before)
    if name in model.model_ids:
        return here & _supported_by(model, model.model_ids.index(name))
    programme = model.programme_ids.index(name)
    joined: Truth = ((people.programme == programme) & (people.programme_since == month)).any(axis=1)
    return here & joined


def _supported_by(model: CareEcosystem, code: int) -> Truth:
    arrangement = model.place.people.arrangement
    found: Truth = (arrangement != NOBODY) & (model.place.arrangements.model[arrangement] == code)
    return found
