"""What figures draw: the tables of a results folder, each read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from simulation.measures import about, files
from simulation.measures.registry import describe
from simulation.measures.results import ResultsError
from simulation.measures.summary import names_of
from simulation.measures.wording import direction, number, pounds

NUMBERS = ("mean", "low_50", "high_50", "low", "high")


class Line(NamedTuple):
    """A mean over replicates with its bands, along ``month``."""

    month: NDArray[np.int64]
    mean: NDArray[np.float64]
    low_50: NDArray[np.float64]
    high_50: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def times(self, factor: float) -> Line:
        """The same line in another unit."""
        return Line(self.month, *(column * factor for column in self[1:]))

    def not_below_zero(self) -> Line:
        """Bands cut at 0, for what cannot be negative: a t interval does not know that."""
        return Line(self.month, self.mean, *(np.maximum(column, 0) for column in self[2:]))

    def only(self, kept: NDArray[np.bool_]) -> Line:
        """Some of the months."""
        return Line(self.month[kept], *(column[kept] for column in self[1:]))


class FigureData:
    """Tables of one results folder. Raises ResultsError where they are missing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.about = about.read(folder)
        self.names = names_of(self.about)
        self.subject = cache(self._subject)
        self.comparison = cache(self._comparison)

    def name(self, strategy: str) -> str:
        """A strategy's name for readers."""
        return self.names[strategy]

    @property
    def base(self) -> str:
        """The comparator's name for readers."""
        return self.name(self.about.comparator)

    def _subject(self, name: str) -> pa.Table:
        path = self.folder / "tables" / f"{name}.parquet"
        try:
            return pq.read_table(path, page_checksum_verification=True)
        except (OSError, pa.ArrowException) as error:
            raise ResultsError(f"{path} cannot be read: {error}") from error

    def _comparison(self, name: str) -> pa.Table:
        path = self.folder / "comparison" / f"{name}.csv"
        try:
            return files.read_csv(path)
        except (OSError, pa.ArrowException) as error:
            raise ResultsError(f"{path} cannot be read: {error}") from error

    def rows(self, measure: str, period: str, group: str = "all") -> pa.Table:
        """Rows of one measure over one kind of period, every strategy."""
        table = self.subject(describe(measure).table)
        chosen = pc.and_(pc.equal(table["measure"], measure), pc.equal(table["period"], period))
        return table.filter(pc.and_(chosen, pc.equal(table["group"], group)))

    def line(self, strategy: str, measure: str, period: str, group: str = "all") -> Line:
        """One measure of one strategy, in order of month."""
        table = self.rows(measure, period, group)
        return line_of(table.filter(pc.equal(table["strategy"], strategy)))

    def fan(self, strategy: str, purse: str, discounting: str) -> Line:
        """Cumulative net cost in pounds by month."""
        table = self.comparison("net_cost")
        for name, word in (("strategy", strategy), ("purse", purse), ("discounting", discounting)):
            table = table.filter(pc.equal(table[name], word))
        return line_of(table)


def told(value: float) -> str:
    """A number in words under a figure: three figures, thousands with commas, and its sign if it is below 0."""
    return f"{'-' if value < 0 else ''}{number(value)}"


def more_or_less(amount: float, after: str = "") -> str:
    """A difference in pounds in words: ``£12 a year more``, or that there is none worth a pound."""
    if round(amount) == 0:
        return "no difference"
    return f"{pounds(amount)}{after} {direction(amount, 'gbp')}"


def line_of(table: pa.Table) -> Line:
    """A table with a column ``month`` and those of ``Line``."""
    ordered = table.sort_by("month")
    numbers = [ordered[name].to_numpy().astype(np.float64) for name in NUMBERS]
    return Line(ordered["month"].to_numpy().astype(np.int64), *numbers)
