"""A quantity of a row, as a number: looked up in the parameter table if it is an id, and checked."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from simulation.catalogue.errors import CatalogueError, Problem, did_you_mean
from simulation.catalogue.words import Quantity
from simulation.evidence.parameters import Parameters

PENCE: Final = 100
MILLE: Final = 1000
MONTHS: Final = 12
_SWEEPS: Final = 50


def resolve(quantity: Quantity, parameters: Parameters, path: tuple[str, ...]) -> float:
    """The number; pounds in the price year. ``path`` says where the quantity stands, for CatalogueError."""
    if not isinstance(quantity, str):
        return float(quantity)
    if quantity not in parameters:
        message = f"no parameter is called {quantity!r}{did_you_mean(quantity, parameters)}"
        raise CatalogueError([Problem(path, message)])
    return parameters.value(quantity)


def later_hazard(leavers: float, first_year: float) -> float:
    """Monthly hazard to leave after the first year at which ``leavers`` of those in post leave in a month.

    In a steady workforce ``leavers`` start a month; in their first year they leave ``first_year`` times as readily:
    leavers = hazard (1 + (first_year - 1) share), share of workers in their first year
    = leavers (1 - (1 - first_year hazard)^12) / (first_year hazard).
    """
    hazard = leavers
    for _ in range(_SWEEPS):
        new = first_year * hazard
        share = leavers * (1.0 - math.pow(1.0 - new, MONTHS)) / new if new > 0 else 0.0
        hazard = leavers / (1.0 + (first_year - 1.0) * share)
    return hazard


class Reader(NamedTuple):
    """Reads the quantities of one row, with limits that no value can leave whatever its source."""

    parameters: Parameters
    path: tuple[str, ...]

    def number(self, quantity: Quantity, field: str, low: float = float("-inf"), high: float = float("inf")) -> float:
        """A number between ``low`` and ``high``."""
        path = (*self.path, *field.split("."))
        value = resolve(quantity, self.parameters, path)
        if not low <= value <= high:
            raise CatalogueError([Problem(path, f"{value:g} is outside {low:g} to {high:g}")])
        return value

    def whole(self, quantity: Quantity, field: str, high: float = float("inf")) -> int:
        """A count, 0 or more, rounded to a whole number (a sensitivity run may draw any number in a range)."""
        return round(self.number(quantity, field, 0.0, high))

    def pence(self, quantity: Quantity, field: str) -> int:
        """Pounds as integer pence."""
        return round(self.number(quantity, field, 0.0) * PENCE)

    def permille(self, quantity: Quantity, field: str, high: float = 1.0) -> int:
        """A ratio in thousandths."""
        return round(self.number(quantity, field, 0.0, high) * MILLE)
