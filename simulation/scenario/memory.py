"""Whether a place fits in the memory of this machine: an estimate made before anything is built."""

from __future__ import annotations

import csv
import functools
import os
from pathlib import Path
from typing import Final

COSTS: Final = Path(__file__).parents[1] / "runs" / "costs.csv"
"""What runs were measured to take; read here as a file, because ``simulation.runs`` imports heavy modules."""
MOST_NEIGHBOURHOODS: Final = 65_000
"""Neighbourhoods are numbered in 16 bits."""


@functools.cache
def _costs() -> dict[str, float]:
    with COSTS.open(encoding="utf-8", newline="") as file:
        return {row["id"]: float(row["value"]) for row in csv.DictReader(file)}


def people(adults: float, scale: float) -> int:
    """People of all ages."""
    return round(adults * scale * _costs()["people_per_adult"])


def needed_gb(adults: float, scale: float) -> float:
    """Memory of one process that lives the place, GB."""
    cost = _costs()
    return (cost["worker_base_mb"] * 1e6 + people(adults, scale) * cost["worker_bytes_per_person"]) / 1e9


def machine_gb() -> float | None:
    """Memory of this machine in GB, or None where the system does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (AttributeError, OSError, ValueError):
        return None
