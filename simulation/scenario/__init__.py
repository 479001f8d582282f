"""What a researcher writes: reading a scenario file, and saying all that is wrong with it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulation.scenario.errors import Fault, ScenarioError
    from simulation.scenario.reading import load, load_text, scenario_files, unread_overrides
    from simulation.scenario.schema import Scenario

__all__ = ["Fault", "Scenario", "ScenarioError", "load", "load_text", "scenario_files", "unread_overrides"]

_HOMES = {"Fault": "errors", "ScenarioError": "errors", "Scenario": "schema"}


def __getattr__(name: str) -> Any:
    """Names are imported when first asked for, so that errors can be had without pydantic."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'reading')}"), name)
    globals()[name] = value
    return value
