"""The design of a sweep: rows (draw, point), runs (row, luck), and the files that hold it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.measures.files import write_csv
from simulation.runs import atomic, storage
from simulation.runs.errors import DamagedError
from simulation.runs.over import AT_START, Point
from simulation.runs.sampling import SAMPLER

FOLDER: Final = "design"
POINTS: Final = Path(FOLDER, "points.json")
DRAWS: Final = Path(FOLDER, "draws.parquet")
RUNS: Final = Path(FOLDER, "runs.csv")
PARAMETERS: Final = Path(FOLDER, "parameters.csv")


class Row(NamedTuple):
    """What one worker lives whole: a draw (0: the table's values) at a point, with its replicates."""

    number: int
    draw: int
    point: int


class Choice(NamedTuple):
    """An option of an axis: its name, when it begins, and its settings as on the command line."""

    axis: str
    name: str
    when: str
    sets: tuple[str, ...]


@dataclass(frozen=True)
class PointSets:
    """A combination of options, one of each axis."""

    choices: tuple[Choice, ...]

    @property
    def options(self) -> dict[str, str]:
        """Names of the options by axis."""
        return {choice.axis: choice.name for choice in self.choices}

    @property
    def always(self) -> list[str]:
        """Settings that the past is lived with too."""
        return [text for choice in self.choices if choice.when != AT_START for text in choice.sets]

    @property
    def at_start(self) -> list[str]:
        """Settings that begin at month 0."""
        return [text for choice in self.choices if choice.when == AT_START for text in choice.sets]


def point_sets(point: Point) -> PointSets:
    """A point as settings."""
    return PointSets(tuple(Choice(option.axis, option.name, option.when, tuple(option.sets())) for option in point))


@dataclass(frozen=True)
class Design:
    """All that is lived. ``draws`` is 0 where the evidence keeps its values; ``values`` is [draw, id].

    Rows go draw by draw and runs row by row, so that more draws add runs at the end and change none.
    """

    points: tuple[PointSets, ...]
    draws: int
    replicates: int
    ids: tuple[str, ...] = ()
    values: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0)), compare=False)

    @property
    def rows(self) -> int:
        """Rows, from 1."""
        return max(1, self.draws) * len(self.points)

    @property
    def runs(self) -> int:
        """Runs, from 1."""
        return self.rows * self.replicates

    def row(self, number: int) -> Row:
        """A row by its number, from 1."""
        draw, point = divmod(number - 1, len(self.points))
        return Row(number, draw + 1 if self.draws else 0, point + 1)

    def runs_of(self, row: int) -> range:
        """Numbers of the runs of a row, its replicates in order."""
        first = (row - 1) * self.replicates + 1
        return range(first, first + self.replicates)

    def facts(self) -> dict[str, Any]:
        """All that determines what a run is, and not how many there are."""
        return {
            "points": [[list(choice) for choice in point.choices] for point in self.points],
            "drawn": bool(self.draws),
            "replicates": self.replicates,
            "ids": list(self.ids),
            "sampler": f"{SAMPLER}, scipy {metadata.version('scipy')}" if self.draws else "",
        }

    def parameter_values(self, draw: int) -> dict[str, float]:
        """Values of a draw by id; none for draw 0."""
        if draw == 0:
            return {}
        return dict(zip(self.ids, (float(value) for value in self.values[draw - 1]), strict=True))


def write(folder: Path, design: Design, parameters: pa.Table | None) -> None:
    """Write the design; files already there are replaced whole."""
    (folder / FOLDER).mkdir(exist_ok=True)
    points = [[choice._asdict() for choice in point.choices] for point in design.points]
    facts = {"points": points, "draws": design.draws, "replicates": design.replicates}
    atomic.write_bytes(folder / DRAWS, storage.encode(_draws_table(design)))
    atomic.write_json(folder / POINTS, facts)
    write_csv(folder / RUNS, _runs_table(design))
    if parameters is not None:
        write_csv(folder / PARAMETERS, parameters)


def read(folder: Path) -> Design:
    """The design of a folder. Raises DamagedError."""
    try:
        facts = json.loads((folder / POINTS).read_text(encoding="utf-8"))
        points = tuple(PointSets(tuple(_choice(found) for found in point)) for point in facts["points"])
        table = storage.read_table(folder / DRAWS)
        values = np.column_stack([column.to_numpy() for column in table.columns[1:]]) if table.num_columns > 1 else None
        empty = np.zeros((facts["draws"], 0))
        ids = tuple(table.column_names[1:])
        return Design(points, facts["draws"], facts["replicates"], ids, empty if values is None else values)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedError(f"{folder / FOLDER}: the design of the sweep cannot be read: {error}") from error


def is_sweep(folder: Path) -> bool:
    """Whether a results folder is of a sweep."""
    return (folder / POINTS).is_file()


def _draws_table(design: Design) -> pa.Table:
    columns: dict[str, Any] = {"draw": np.arange(1, design.draws + 1)}
    columns |= {name: design.values[:, k] for k, name in enumerate(design.ids)}
    return pa.table(columns)


def _runs_table(design: Design) -> pa.Table:
    rows: list[dict[str, Any]] = []
    for number in range(1, design.rows + 1):
        row = design.row(number)
        options = design.points[row.point - 1].options
        named = "; ".join(f"{axis}={name}" for axis, name in options.items())
        for luck, run in enumerate(design.runs_of(number), start=1):
            rows.append({"run": run, "draw": row.draw, "point": row.point, "luck": luck, "options": named})
    return pa.Table.from_pylist(rows)


def _choice(found: dict[str, Any]) -> Choice:
    return Choice(found["axis"], found["name"], found["when"], tuple(found["sets"]))


def axes_of(points: Sequence[PointSets]) -> dict[str, dict[str, Choice]]:
    """The options of each axis by name, in order."""
    found: dict[str, dict[str, Choice]] = {}
    for point in points:
        for choice in point.choices:
            found.setdefault(choice.axis, {})[choice.name] = choice
    return found
