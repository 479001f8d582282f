"""The evidence table: every number of the model, with its unit, range, source and grade."""

from __future__ import annotations

import csv
import difflib
import functools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulation.evidence.prices import PRICE_YEAR, PriceError, is_money, price_factor

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDER: Final = Path(__file__).parent
GRADES: Final = ("measured", "derived", "calibrated", "judged")
DISTRIBUTIONS: Final = ("fixed", "uniform", "triangular", "beta", "gamma", "normal", "lognormal")


class ParameterError(ValueError):
    """A row of the table, or a value given for one, is not acceptable."""


class UnknownParameterError(KeyError):
    """No row has this id; ``suggestions`` are the nearest ids."""

    def __init__(self, parameter_id: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__(parameter_id)
        self.parameter_id = parameter_id
        self.suggestions = tuple(suggestions)

    def __str__(self) -> str:
        hint = f"; did you mean {' or '.join(self.suggestions)}?" if self.suggestions else ""
        return f"no parameter is called {self.parameter_id!r}{hint}"


@dataclass(frozen=True)
class Parameter:
    """One row. ``value``, ``low`` and ``high`` are as published, in the prices of ``period`` if they are pounds."""

    id: str
    value: float
    unit: str
    period: str
    low: float
    high: float
    distribution: str
    source: str
    evidence: str
    grade: str
    date: str
    note: str

    @property
    def evidence_ids(self) -> tuple[str, ...]:
        """Rows of ``sources.csv`` that the value rests on."""
        return tuple(part.strip() for part in self.evidence.split(";") if part.strip())

    def factor(self, price_year: int) -> float:
        """What to multiply by to be in ``price_year`` prices: 1 unless the unit is pounds."""
        return price_factor(self.period, price_year) if is_money(self.unit) else 1.0


COLUMNS: Final = tuple(field.name for field in fields(Parameter))
_NUMBERS: Final = ("value", "low", "high")


class Parameters(Mapping[str, Parameter]):
    """The table, by id. Pounds come out in the prices of ``price_year``; ``read`` holds the ids asked for so far."""

    def __init__(self, rows: Mapping[str, Parameter], price_year: int = PRICE_YEAR) -> None:
        self._rows = dict(rows)
        self.price_year = price_year
        self.read: set[str] = set()

    def __getitem__(self, parameter_id: str) -> Parameter:
        row = self._rows.get(parameter_id)
        if row is None:
            raise UnknownParameterError(parameter_id, self.suggest(parameter_id))
        self.read.add(parameter_id)
        return row

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, parameter_id: object) -> bool:
        return parameter_id in self._rows

    def suggest(self, parameter_id: str) -> list[str]:
        """The three ids most like one that does not exist."""
        return difflib.get_close_matches(parameter_id, self._rows, n=3, cutoff=0.6)

    def value(self, parameter_id: str) -> float:
        """The number of one row; pounds in ``price_year`` prices. Raises UnknownParameterError."""
        row = self[parameter_id]
        return row.value * row.factor(self.price_year)

    def vector(self, prefix: str, labels: Sequence[str]) -> NDArray[np.float64]:
        """Values of ``prefix.label`` for each label, as float64 [len(labels)]."""
        import numpy as np  # here, so that looking one row up does not pay for it

        return np.array([self.value(f"{prefix}.{label}") for label in labels], np.float64)

    def override(self, values: Mapping[str, float | Mapping[str, object]]) -> Parameters:
        """A copy with other values, in ``price_year`` pounds; each must lie within its row's low to high.

        A value may also be ``{value, source}``, with ``outside_range: true`` to leave the range on purpose.
        """
        rows = dict(self._rows)
        for parameter_id, given in values.items():
            if parameter_id not in rows:
                raise UnknownParameterError(parameter_id, self.suggest(parameter_id))
            rows[parameter_id] = _overridden(rows[parameter_id], given, self.price_year)
        return Parameters(rows, self.price_year)

    def with_rows(self, rows: Iterable[Parameter]) -> Parameters:
        """A copy with rows added, or put in place of rows of the same id."""
        return Parameters({**self._rows, **{row.id: row for row in rows}}, self.price_year)


def _overridden(row: Parameter, given: float | Mapping[str, object], price_year: int) -> Parameter:
    asked: Mapping[str, object] = given if isinstance(given, Mapping) else {"value": given}
    unknown = sorted(set(asked) - {"value", "source", "outside_range"})
    if unknown or "value" not in asked:
        raise ParameterError(f"{row.id}: an override has a value, and may have source and outside_range; not {unknown}")
    value = asked["value"]
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ParameterError(f"{row.id}: {value!r} is not a number")
    factor = row.factor(price_year)
    low, high = row.low * factor, row.high * factor
    outside = asked.get("outside_range", False)
    if outside is True and not asked.get("source"):
        raise ParameterError(f"{row.id}: a value outside the range needs a source")
    if outside is not True and not low <= value <= high:
        span = f"{low:g} to {high:g} {row.unit}"
        raise ParameterError(f"{row.id}: {value:g} is outside {span} (see `simulate explain {row.id}`)")
    return replace(
        row,
        value=float(value),
        low=min(low, value),
        high=max(high, value),
        period=f"{price_year}-{(price_year + 1) % 100:02d}" if is_money(row.unit) else row.period,
        source=str(asked.get("source") or f"scenario; the table's source: {row.source}"),
    )


def load_parameters(price_year: int = PRICE_YEAR) -> Parameters:
    """Every row of ``parameters*.csv`` beside this file, with nothing read yet; files are parsed once a process."""
    return Parameters(_shipped_rows(), price_year)


@functools.cache
def _shipped_rows() -> dict[str, Parameter]:
    rows: dict[str, Parameter] = {}
    for row in read_rows(FOLDER / "parameters.csv"):
        if row.id in rows:
            raise ParameterError(f"parameters.csv: {row.id} is already in the table")
        rows[row.id] = row
    return rows


def read_rows(path: Path) -> list[Parameter]:
    """Rows of one file. Raises ParameterError, naming the line, for a row that breaks the table's rules."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ParameterError(f"{path.name}: the columns must be {','.join(COLUMNS)}")
        return [_row(cells, f"{path.name}:{reader.line_num}") for cells in reader]


def _row(cells: Mapping[str, str], where: str) -> Parameter:
    if None in cells or None in cells.values():
        raise ParameterError(f"{where}: {cells.get('id')}: the row has too few or too many cells (quote commas)")
    text = {name: cell.strip() for name, cell in cells.items()}
    try:
        numbers = {name: float(text.pop(name)) for name in _NUMBERS}
    except ValueError as error:
        raise ParameterError(f"{where}: {text['id']}: {error}") from None
    row = Parameter(**numbers, **text)  # type: ignore[arg-type]
    try:
        row.factor(PRICE_YEAR)
    except PriceError as error:
        raise ParameterError(f"{where}: {row.id}: {error}") from None
    for fault in _faults(row):
        raise ParameterError(f"{where}: {row.id}: {fault}")
    return row


def _faults(row: Parameter) -> Iterator[str]:
    if not row.low <= row.value <= row.high or not math.isfinite(row.high - row.low):
        yield f"{row.value:g} is not within {row.low:g} to {row.high:g}"
    if row.grade not in GRADES:
        yield f"grade {row.grade!r} is not one of {', '.join(GRADES)}"
    if row.distribution not in DISTRIBUTIONS:
        yield f"distribution {row.distribution!r} is not one of {', '.join(DISTRIBUTIONS)}"
    if not (row.unit and row.source and row.date):
        yield "unit, source and date must be given"
