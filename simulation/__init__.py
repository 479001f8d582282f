"""An open agent-based model of local care ecosystems.

``from simulation import load, run, compare``: read a scenario, live it, compare two results. Importing the package
imports nothing heavy; each name is fetched when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulation.model import CareEcosystem
    from simulation.runs.front import compare, run
    from simulation.scenario.errors import ScenarioError
    from simulation.scenario.reading import load
    from simulation.scenario.schema import Scenario

__all__ = ["CareEcosystem", "Scenario", "ScenarioError", "__version__", "compare", "load", "run"]
__version__ = "0.1.0"

_HOMES = {
    "CareEcosystem": "simulation.model",
    "Scenario": "simulation.scenario.schema",
    "ScenarioError": "simulation.scenario.errors",
    "compare": "simulation.runs.front",
    "load": "simulation.scenario.reading",
    "run": "simulation.runs.front",
}


def __getattr__(name: str) -> Any:
    """Fetch a public name from its module."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
