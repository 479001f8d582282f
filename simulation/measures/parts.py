"""One place in one replicate as a file: the sums of every strategy, to be added up, and its main measures."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from functools import reduce
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.measures import council, spells, ties
from simulation.measures.registry import Measure, measures
from simulation.measures.series import GROUPS, SeriesOf
from simulation.measures.sums import Sums, added
from simulation.measures.tables import quotient, spans, table_of
from simulation.state.journal import Journal

TOLD: Final = ("before", "run")
"""Periods for which main measures are told of each place."""
BESIDE: Final = (
    "people.adults",
    "requests",
    "spend.contributions",
    "spend.council.per_adult",
    "spend.gross.per_adult",
    "spend.self_funding",
    "support.long_term",
)
"""Main measures of a place that are no headline of the whole."""

COMPRESSION: Final = "zstd"
_ABOUT: Final = "about"
_NAMES: Final = (
    *("model_ids", "settings", "by_sharers", "services", "service_classes", "burn_in", "months"),
    *("programme_ids", "bringing"),
)
_TABLES: Final[dict[str, Any]] = {
    **{"journal": Journal, "ties": ties.Counted, "lasting": spells.Lasting},
    "decided": council.Decided,
}


def archive_path(folder: Path, place: str, replicate: int) -> Path:
    """Where the archive of one place and replicate lies in a results folder."""
    return folder / "places" / place / f"rep-{replicate:06d}.npz.zst"


def encode(strategies: Mapping[str, Sums]) -> bytes:
    """A compressed NumPy archive of the sums of each strategy; the same sums always give the same bytes."""
    first = next(iter(strategies.values()))
    facts: dict[str, Any] = {name: getattr(first, name) for name in _NAMES}
    facts["main"] = {strategy: main_measures(sums) for strategy, sums in strategies.items()}
    arrays: dict[str, NDArray[Any]] = {_ABOUT: np.frombuffer(json.dumps(facts).encode(), np.uint8)}
    for strategy, sums in strategies.items():
        arrays[f"{strategy}/vacant"] = sums.vacant
        for table in _TABLES:
            for column, values in getattr(sums, table)._asdict().items():
                arrays[f"{strategy}/{table}.{column}"] = values
    whole, packed = io.BytesIO(), pa.BufferOutputStream()
    np.savez(whole, **arrays)  # type: ignore[arg-type]
    with pa.CompressedOutputStream(packed, COMPRESSION) as sink:
        sink.write(whole.getvalue())
    return bytes(packed.getvalue().to_pybytes())


def decode(data: bytes, strategy: str) -> Sums:
    """The sums of one strategy in an archive."""
    with _open(data) as archive:
        facts = _facts(archive)
        tables: dict[str, Any] = {
            name: kind._make(archive[f"{strategy}/{name}.{column}"] for column in kind._fields)
            for name, kind in _TABLES.items()
        }
        names: dict[str, Any] = {
            name: tuple(fact) if isinstance(fact := facts[name], list) else fact for name in _NAMES
        }
        return Sums(vacant=archive[f"{strategy}/vacant"], **tables, **names)


def main_of(data: bytes) -> dict[str, list[dict[str, Any]]]:
    """Main measures by strategy in an archive (``main_measures``)."""
    with _open(data) as archive:
        found: dict[str, list[dict[str, Any]]] = _facts(archive)["main"]
        return found


def _open(data: bytes) -> Any:
    with pa.CompressedInputStream(pa.BufferReader(data), COMPRESSION) as packed:
        return np.load(io.BytesIO(packed.read()))


def _facts(archive: Any) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(archive[_ABOUT].tobytes())
    return facts


def join(files: Iterable[bytes], strategy: str, replicate: int) -> pa.Table:
    """The tidy table of all places together, from an archive of each."""
    return table_of(reduce(added, (decode(data, strategy) for data in files)), strategy, replicate)


def main_measures(sums: Sums) -> list[dict[str, Any]]:
    """Measure, period, value and weight: rates of places are averaged by weight; sums have none and are added."""
    series, rows = SeriesOf(sums), []
    wanted = [measure for measure in measures(sums.model_ids, sums.services, sums.bringing) if _is_main(measure)]
    for measure in wanted:
        top = series.total(measure.top)
        bottom = series.total(measure.bottom) if measure.bottom else None
        for span in (span for span in spans(sums) if span.name in TOLD and len(span.month)):
            over = span.sum(top)[:, GROUPS.index("all")]
            under = np.ones_like(over) if bottom is None else span.sum(bottom)[:, GROUPS.index("all")]
            value = quotient(over * measure.scale.numerator, under * measure.scale.denominator)
            rate = measure.bottom not in ("", "months")
            rows.append(
                {
                    "measure": measure.id,
                    "period": span.name,
                    "value": _known(value),
                    "weight": float(under[0]) if rate else None,
                }
            )
    return rows


def _is_main(measure: Measure) -> bool:
    return bool(measure.top) and (measure.headline or measure.id in BESIDE)


def _known(value: NDArray[np.float64]) -> float | None:
    return None if np.isnan(value[0]) else float(value[0])
