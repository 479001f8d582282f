"""Mesa, without waiting for what a month never uses: pandas and SciPy come when something first asks for them.

Mesa imports pandas for the data frames of its data collector and SciPy for one function of its continuous space; the
two take longer to import than Mesa, numba and NumPy together. What Mesa does is unchanged.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

from simulation.later import standing_in

_DISTANCE = "scipy.spatial.distance"


class _WhenAsked:
    """A module that is imported when something of it is first used.

    Not ``importlib.util.LazyLoader``: its stand-in is imported as soon as numba looks through all modules.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(importlib.import_module(self._name), attribute)


def _cdist(*arguments: Any, **named: Any) -> Any:
    return importlib.import_module(_DISTANCE).cdist(*arguments, **named)


def _import_mesa() -> ModuleType:
    """Import Mesa with pandas seen as not installed, which it allows for, and a function in SciPy's place."""
    distance = ModuleType(_DISTANCE)
    distance.cdist = _cdist  # type: ignore[attr-defined]
    with standing_in({"pandas": None, _DISTANCE: distance}):
        mesa = importlib.import_module("mesa")
    collection = importlib.import_module("mesa.datacollection")
    if not hasattr(collection, "pd"):
        collection.pd = _WhenAsked("pandas")  # type: ignore[attr-defined]
    return mesa


try:
    mesa: Any = sys.modules["mesa"] if "mesa" in sys.modules else _import_mesa()
except ImportError:  # another Mesa, which needs more of the two
    for _name in [name for name in sys.modules if name.partition(".")[0] == "mesa"]:
        del sys.modules[_name]
    mesa = importlib.import_module("mesa")
