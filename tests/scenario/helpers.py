"""A small sound scenario, and what is said of a faulty one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from simulation.scenario import ScenarioError, load, load_text

ROOT = Path(__file__).parents[2]
SMALL = """\
schema: 1
name: small
comparator: crisis_driven
strategies: [crisis_driven, prevention_investment]
place: {adults: 5000}
time: {years: 2, burn_in_months: 12}
"""


def faults_in(path: Path, sets: Sequence[str] = ()) -> list[str]:
    """What is said of a scenario file, with file names relative to its folder."""
    with pytest.raises(ScenarioError) as raised:
        load(path, sets)
    return [str(fault).replace(f"{path.parent}/", "") for fault in raised.value.faults]


def faults_of_text(text: str, sets: Sequence[str] = ()) -> list[str]:
    """What is said of a scenario given as text."""
    with pytest.raises(ScenarioError) as raised:
        load_text(text, sets)
    return [str(fault) for fault in raised.value.faults]
