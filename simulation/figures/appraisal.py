"""The figures of an appraisal, from its tables alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from matplotlib import rc_context

from simulation.figures import acceptability, distribution, information, plane, present_values
from simulation.figures.canvas import Drawn
from simulation.figures.saving import save
from simulation.figures.style import SIZES, Size, settings
from simulation.measures.files import read_csv
from simulation.measures.results import ResultsError


class AppraisalTables:
    """Tables of an appraisal's folder, each read once. Raises ResultsError where one is missing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.about: dict[str, Any] = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        self.table = cache(self._table)

    def has(self, name: str) -> bool:
        """Whether there is such a table."""
        return (self.folder / f"{name}.csv").is_file()

    def _table(self, name: str) -> Any:
        if not self.has(name):
            raise ResultsError(f"{self.folder / name}.csv is missing")
        return read_csv(self.folder / f"{name}.csv")

    def rows(self, name: str, **wanted: Any) -> list[dict[str, Any]]:
        """Rows of a table with these values."""
        return [row for row in self.table(name).to_pylist() if all(row[key] == word for key, word in wanted.items())]

    def name(self, strategy: str) -> str:
        """A strategy's name for readers."""
        return str(self.about["names"][strategy])

    @property
    def base(self) -> str:
        """The comparator's name for readers."""
        return self.name(self.about["comparator"])

    @property
    def left_out(self) -> str:
        """A sentence on the draws that are in no figure, or nothing."""
        if not (count := self.about.get("left_out", 0)):
            return ""
        return f" Draws left out, as they start outside published ranges ({', '.join(self.about['within'])}): {count}."

    @property
    def others(self) -> list[str]:
        """Strategies that are compared with the comparator."""
        return [name for name in self.about["strategies"] if name != self.about["comparator"]]

    def shade(self, strategy: str) -> int:
        """Number of a strategy's colour."""
        return int(self.about["strategies"].index(strategy))


FIGURES: Final[dict[str, tuple[str, Callable[[Any, Size], Drawn]]]] = {
    "present-values": ("present_values", present_values.draw),
    "plane": ("plane_points", plane.draw),
    "distribution": ("distribution", distribution.draw),
    "acceptability": ("acceptability", acceptability.draw),
    "information": ("information", information.draw),
}
"""Figures in order, each with the table without which it is left out."""


def draw_appraisal(folder: Path, size: str = "double") -> list[Path]:
    """Draw every figure that the tables of an appraisal allow into ``folder/figures``; returns the files."""
    tables, shape = AppraisalTables(folder), SIZES[size]
    paths: list[Path] = []
    for number, (name, (table, draw)) in enumerate(FIGURES.items(), start=1):
        if tables.has(table):
            with rc_context(settings(shape)):
                drawn = draw(tables, shape)
                paths += save(drawn._replace(name=f"fig-{number:02d}-{name}"), folder / "figures")
    return paths
