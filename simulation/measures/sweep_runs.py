"""Runs of a results folder by draw, point and luck: of a sweep as its design says, of a plain run all of one draw."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from simulation.measures.files import read_csv
from simulation.measures.results import DamagedResultsError, Results, ResultsError, from_tables

RUNS: Final = Path("design", "runs.csv")
DRAWS: Final = Path("design", "draws.parquet")
PARAMETERS: Final = Path("design", "parameters.csv")


@dataclass(frozen=True)
class Layout:
    """Draw, point and luck of each run [run], in the order of ``Results.replicates``; draw 0 where nothing is drawn."""

    draw: NDArray[np.int64]
    point: NDArray[np.int64]
    luck: NDArray[np.int64]
    options: dict[int, str]
    swept: bool

    @property
    def points(self) -> list[int]:
        """Points that have runs."""
        return sorted({int(point) for point in self.point})

    @property
    def drawn(self) -> bool:
        """Whether the evidence was drawn."""
        return bool(self.draw.any())

    def square(self, point: int) -> NDArray[np.int64]:
        """Positions of the runs of a point [draw, luck]; draws without every replicate are left out.

        Raises ResultsError where nothing is left.
        """
        lucks = int(self.luck.max())
        rows = []
        for draw in dict.fromkeys(int(draw) for draw in self.draw[self.point == point]):
            found = np.flatnonzero((self.point == point) & (self.draw == draw))
            if len(found) == lucks:
                rows.append(found[np.argsort(self.luck[found])])
        if not rows:
            raise ResultsError(f"point {point} has no draw with all its replicates")
        return np.array(rows, np.int64)


def layout(folder: Path, replicates: Sequence[int]) -> Layout:
    """How the runs of a folder belong together."""
    numbers = np.array(replicates, np.int64)
    if not (folder / RUNS).is_file():
        ones = np.ones(len(numbers), np.int64)
        return Layout(0 * ones, ones, np.arange(1, len(numbers) + 1), {1: ""}, swept=False)
    table = read_csv(folder / RUNS)
    at = {int(run): k for k, run in enumerate(table["run"].to_pylist())}
    rows = [at[int(number)] for number in numbers]
    draw, point, luck = (np.array(table[name].to_pylist(), np.int64)[rows] for name in ("draw", "point", "luck"))
    options = dict(zip(table["point"].to_pylist(), table["options"].to_pylist(), strict=True))
    return Layout(draw, point, luck, {int(k): str(v or "") for k, v in options.items()}, swept=True)


def read_some(folder: Path, wanted: Callable[[str], bool], periods: Collection[str]) -> Results:
    """Results of every finished run, of some measures and kinds of period only. Raises ResultsError."""
    files = sorted((folder / "runs").glob("rep-*.parquet"))
    if not files:
        raise ResultsError(f"there are no finished runs in {folder}")
    return from_tables([_some(path, wanted, periods) for path in files])


def _some(path: Path, wanted: Callable[[str], bool], periods: Collection[str]) -> pa.Table:
    try:
        table = pq.read_table(path, page_checksum_verification=True)
    except (OSError, pa.ArrowException) as error:
        raise DamagedResultsError(f"{path}: cannot be read: {error}") from error
    measures = table["measure"].cast(pa.string())
    names = [name for name in measures.unique().to_pylist() if wanted(name)]
    chosen = pc.and_(
        pc.is_in(measures, pa.array(names, pa.string())),
        pc.is_in(table["period"].cast(pa.string()), pa.array(list(periods), pa.string())),
    )
    return table.filter(chosen).combine_chunks()


def draws(folder: Path) -> tuple[list[str], NDArray[np.float64]]:
    """Ids drawn, and their values [draw, id]."""
    table = pq.read_table(folder / DRAWS, page_checksum_verification=True)
    names = table.column_names[1:]
    return names, np.column_stack([table[name].to_numpy() for name in names]) if names else np.zeros((0, 0))


def families(folder: Path) -> dict[str, list[str]]:
    """Ids drawn together, by family."""
    found: dict[str, list[str]] = {}
    for row in read_csv(folder / PARAMETERS).to_pylist():
        if row["drawn"] == "yes":
            found.setdefault(str(row["family"]), []).append(str(row["parameter"]))
    return found
