"""A sweep's scenario, checked at every point before anything is lived."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.runs.over import OverFile
from simulation.scenario.errors import Fault, ScenarioError
from simulation.scenario.nodes import Node
from simulation.scenario.reading import load_laid

if TYPE_CHECKING:
    from simulation.scenario import Scenario


def load_points(path: Path, sets: Sequence[str], over: OverFile, laid: Sequence[tuple[str, Node]] = ()) -> Scenario:
    """The scenario without any axis; ``laid`` are values of another file that go over it.

    Raises ScenarioError with the faults of every point, each where the value of the axis stands in its own file.
    """
    scenario = load_laid(path, sets, laid)
    faults: list[Fault] = []
    for point in over.points:
        settings = [setting for option in point for setting in option.settings]
        try:
            load_laid(path, sets, [*laid, *settings])
        except ScenarioError as error:
            faults += error.faults
    if faults:
        raise ScenarioError(faults)
    return scenario
