"""A quantity of a row, as a number: looked up in the parameter table if it is an id, and checked."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from simulation.catalogue.errors import CatalogueError, Problem, did_you_mean
from simulation.catalogue.types import Quantity
from simulation.evidence.parameters import Parameters

PENCE: Final = 100
MILLE: Final = 1000
MONTHS: Final = 12


def resolve(quantity: Quantity, parameters: Parameters, path: tuple[str, ...]) -> float:
    """The number; pounds in the price year. ``path`` says where the quantity stands, for CatalogueError."""
    if not isinstance(quantity, str):
        return float(quantity)
    if quantity not in parameters:
        message = f"no parameter is called {quantity!r}{did_you_mean(quantity, parameters)}"
        raise CatalogueError([Problem(path, message)])
    return parameters.value(quantity)


def monthly(yearly: float) -> float:
    """The chance in a month of what has chance ``yearly`` in a year, at a constant hazard."""
    return 1.0 - math.pow(1.0 - yearly, 1.0 / MONTHS)


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
