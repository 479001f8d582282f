"""Run files read back: values of every strategy and replicate side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

KEYS: Final = ("period", "month", "group", "measure", "unit")


class ResultsError(ValueError):
    """Results are missing or do not fit together; ``exit_code`` is what a command ends with."""

    exit_code: ClassVar[int] = 2


class DamagedResultsError(ResultsError):
    """A stored result is not what was written."""

    exit_code = 65


@dataclass(frozen=True)
class Results:
    """``values`` [strategy, replicate, row]; the other arrays name rows."""

    strategies: tuple[str, ...]
    replicates: tuple[int, ...]
    period: NDArray[np.str_]
    month: NDArray[np.int16]
    group: NDArray[np.str_]
    measure: NDArray[np.str_]
    unit: NDArray[np.str_]
    values: NDArray[np.float64]

    def of(self, strategy: str) -> NDArray[np.float64]:
        """Values [replicate, row] of one strategy."""
        return np.asarray(self.values[self.strategies.index(strategy)])

    def where(
        self, *, period: str | None = None, group: str | None = None, measure: str | None = None
    ) -> NDArray[np.int64]:
        """Rows that match, in order of month."""
        chosen = np.ones(len(self.month), bool)
        for asked, column in ((period, self.period), (group, self.group), (measure, self.measure)):
            if asked is not None:
                chosen &= column == asked
        rows = np.flatnonzero(chosen)
        return rows[np.argsort(self.month[rows], kind="stable")]

    def months(self, measure: str) -> NDArray[np.int64]:
        """Rows of one measure for the whole place, month by month."""
        return self.where(period="month", group="all", measure=measure)

    @cached_property
    def horizon(self) -> int:
        """Months of the comparison."""
        return int((self.period == "month").any() and self.month[self.period == "month"].max() + 1)


def read_results(files: Sequence[Path]) -> Results:
    """Results of run files, page checksums verified. Raises ResultsError, or DamagedResultsError naming the file."""
    if not files:
        raise ResultsError("there are no finished runs here")
    return from_tables([_read(path) for path in files])


def read_folder(folder: Path) -> Results:
    """Results of every finished run in ``folder/runs``."""
    return read_results(sorted((folder / "runs").glob("rep-*.parquet")))


def _read(path: Path) -> pa.Table:
    try:
        return pq.read_table(path, page_checksum_verification=True)
    except (OSError, pa.ArrowException) as error:
        raise DamagedResultsError(f"{path}: cannot be read: {error}") from error


def from_tables(tables: Sequence[pa.Table]) -> Results:
    """Results of tidy tables (``measures.tables``). Each strategy and replicate must have the same rows, once."""
    whole = pa.concat_tables([_plain(table) for table in tables]).combine_chunks()
    strategy, strategies = _codes(whole, "strategy")
    replicate = whole["replicate"].to_numpy()
    replicates = np.unique(replicate)
    keys = _key(whole)
    order = np.lexsort((keys, replicate, strategy))
    runs = len(strategies) * len(replicates)
    rows, left_over = divmod(len(order), runs)
    shaped = keys[order][: rows * runs].reshape(runs, rows) if not left_over else None
    if shaped is None or (shaped != shaped[0]).any() or (shaped[0][1:] == shaped[0][:-1]).any():
        raise ResultsError("the runs do not all have the same strategies, replicates and measures")
    in_order = np.sort(order[:rows])
    back = np.argsort(np.argsort(keys[in_order], kind="stable"), kind="stable")
    first = whole.take(pa.array(in_order))
    values = whole["value"].to_numpy(zero_copy_only=False)[order].reshape(len(strategies), len(replicates), rows)
    named = {name: _strings(first, name) for name in ("period", "group", "measure", "unit")}
    return Results(
        strategies=tuple(strategies),
        replicates=tuple(int(k) for k in replicates),
        month=first["month"].to_numpy(),
        values=values[:, :, back],
        **named,
    )


def _plain(table: pa.Table) -> pa.Table:
    """Dictionary columns decoded lazily: unify needs one type in every file."""
    words = {"strategy", "period", "group", "measure", "unit"}
    columns = [column.dictionary_encode() if name in words and not pa.types.is_dictionary(column.type) else column
               for name, column in zip(table.column_names, table.columns, strict=True)]  # fmt: skip
    return pa.table(columns, names=table.column_names)


def _codes(table: pa.Table, name: str) -> tuple[NDArray[np.int64], list[str]]:
    column = table.select([name]).unify_dictionaries()[name].combine_chunks()
    column = column if isinstance(column, pa.DictionaryArray) else column.chunk(0)
    return column.indices.to_numpy().astype(np.int64), column.dictionary.to_pylist()


def _key(table: pa.Table) -> NDArray[np.int64]:
    """One whole number for period, month, group and measure."""
    key = table["month"].to_numpy().astype(np.int64) + 2**15
    for name in ("period", "group", "measure"):
        codes, words = _codes(table, name)
        key = key * len(words) + codes
    return np.asarray(key)


def _strings(table: pa.Table, name: str) -> NDArray[np.str_]:
    codes, words = _codes(table, name)
    return np.array(words)[codes]
