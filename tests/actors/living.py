"""A small place under strategies and parameters written in a test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulation.catalogue.load import merge
from simulation.model import CareEcosystem
from simulation.past import Past, Setting


def changed(setting: Setting, **parameters: float) -> Setting:
    """Parameters that only the council reads, with two underscores for a dot."""
    given = {
        name.replace("__", "."): {"value": value, "source": "a test", "outside_range": True}
        for name, value in parameters.items()
    }
    return setting._replace(parameters=setting.parameters.override(given))


def live(
    setting: Setting,
    past: Past,
    strategy: Mapping[str, Any] | None = None,
    years: int | None = None,
    check: bool = True,
) -> CareEcosystem:
    """A strategy over ``crisis_driven``, lived in replicate 1."""
    rows = merge(setting.rows, strategies={"tried": {"based_on": "crisis_driven", **(strategy or {})}})
    months = setting.months if years is None else years * 12
    place = setting._replace(rows=rows, months=months)
    return CareEcosystem(place, strategy="tried", replicate=1, past=past, check=check).run()
