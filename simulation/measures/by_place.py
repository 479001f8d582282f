"""Several places one by one: main measures of each, and paired differences of strategies in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.measures import parts, student
from simulation.measures.about import Lived
from simulation.measures.differences import paired_table
from simulation.measures.registry import describe
from simulation.measures.results import DamagedResultsError, Results
from simulation.measures.statistics import NINETY_FIVE, means, variances

FEW: Final = "interval not available: fewer than two replicates"

Words = NDArray[np.str_]
Values = NDArray[np.float64]


@dataclass(frozen=True)
class ByPlace:
    """``values`` and ``weights`` [place, strategy, replicate, row]; a weight is NaN where places are added up."""

    places: tuple[Lived, ...]
    results: Results
    measure: Words
    period: Words
    unit: Words
    values: Values
    weights: Values


def read(folder: Path, places: Sequence[Lived], results: Results) -> ByPlace:
    """Main measures of every place in the replicates and strategies of ``results``. Raises DamagedResultsError."""
    found = [[_main(parts.archive_path(folder, place.id, k)) for k in results.replicates] for place in places]
    first = found[0][0][results.strategies[0]]

    def column(name: str) -> Values:
        rows = [
            [[[row[name] for row in replicate[strategy]] for replicate in of_place] for strategy in results.strategies]
            for of_place in found
        ]
        return np.array(rows, np.float64)

    measure = np.array([row["measure"] for row in first])
    return ByPlace(
        places=tuple(places),
        results=results,
        measure=measure,
        period=np.array([row["period"] for row in first]),
        unit=np.array([describe(str(name)).unit for name in measure]),
        values=column("value"),
        weights=column("weight"),
    )


def _main(path: Path) -> dict[str, list[dict[str, str | float | None]]]:
    try:
        return parts.main_of(path.read_bytes())
    except (OSError, ValueError, KeyError) as error:
        raise DamagedResultsError(f"{path}: cannot be read: {error}") from error


def values_table(by: ByPlace) -> pa.Table:
    """One row a place, strategy, replicate, period and measure."""
    place, strategy, replicate, row = (axis.ravel() for axis in np.indices(by.values.shape))
    return pa.table(
        {
            "place": pa.array(np.array([one.id for one in by.places])[place]),
            "strategy": pa.array(np.array(by.results.strategies)[strategy]),
            "replicate": pa.array(np.array(by.results.replicates)[replicate]),
            "period": pa.array(by.period[row]),
            "measure": pa.array(by.measure[row]),
            "unit": pa.array(by.unit[row]),
            "value": pa.array(by.values.ravel(), from_pandas=True),
        }
    )


def differences_table(by: ByPlace, comparator: str) -> pa.Table:
    """Paired differences of each place over the run: a row a place, measure and strategy, as in ``differences.csv``."""
    rows = np.flatnonzero(by.period == "run")
    base = by.values[:, by.results.strategies.index(comparator)]
    tables = []
    for number, strategy in enumerate(by.results.strategies):
        if strategy == comparator:
            continue
        for k, place in enumerate(by.places):
            words = {
                "place": np.full(len(rows), place.id),
                "title": np.full(len(rows), place.name),
                "adults": np.full(len(rows), place.adults),
                "adults_lived": np.full(len(rows), place.adults_lived),
                "most_deprived_share": np.full(len(rows), place.most_deprived),
                "measure": by.measure[rows],
                "comparator": np.full(len(rows), comparator),
                "strategy": np.full(len(rows), strategy),
            }
            one, other = base[k][:, rows], by.values[k, number][:, rows]
            table = paired_table(words, by.unit[rows], one, other, resample=False)
            tables.append(table.drop_columns(["low_bootstrap", "high_bootstrap"]))
    return pa.concat_tables(tables) if tables else pa.table({"place": pa.array([], pa.string())})


def pooled_table(by: ByPlace, comparator: str) -> pa.Table:
    """Differences of all places together over the run, with the error that the places' own variances give.

    Places have luck of their own, so the variance of the whole is the sum of theirs, each over its replicates: from
    many places it is known far better than from the few replicates of the whole. Amounts are added up; rates are
    averaged by their denominators under the comparator, taken as fixed. Degrees of freedom: Satterthwaite 1946,
    Biometrics Bulletin 2:110. Null with fewer than two replicates.
    """
    rows = np.flatnonzero(by.period == "run")
    at = by.results.strategies.index(comparator)
    weight = _weights(by.weights[:, at][:, :, rows].mean(axis=1))
    tables = []
    for number, strategy in enumerate(by.results.strategies):
        if strategy == comparator:
            continue
        apart = (by.values[:, number] - by.values[:, at])[:, :, rows]  # [place, replicate, row]
        names = {
            "measure": by.measure[rows],
            "comparator": np.full(len(rows), comparator),
            "strategy": np.full(len(rows), strategy),
            "unit": by.unit[rows],
        }
        tables.append(_pooled(names, apart, weight))
    return pa.concat_tables(tables) if tables else pa.table({"measure": pa.array([], pa.string())})


def _weights(denominators: Values) -> Values:
    """[place, row]: 1 for amounts, shares of the denominator for rates."""
    whole = denominators.sum(axis=0)
    shares = np.divide(denominators, whole, out=np.full(denominators.shape, np.nan), where=whole > 0)
    return np.where(np.isnan(denominators), 1.0, shares)


def _pooled(names: dict[str, Words], apart: Values, weight: Values) -> pa.Table:
    places, replicates, rows = apart.shape
    counts = weight > 0  # a place without a denominator has no rate, and no part in that of the whole
    mean = np.where(counts, np.stack([means(one).mean for one in apart]), 0.0)
    spread = np.where(counts, np.stack([variances(one) for one in apart]) * weight**2 / replicates, 0.0)
    variance = spread.sum(axis=0)
    squares = (spread**2).sum(axis=0) / max(replicates - 1, 1)
    freedom = np.divide(variance**2, squares, out=np.full(rows, np.nan), where=squares > 0)
    t = np.array([student.quantile((1 + NINETY_FIVE) / 2, max(int(k), 1)) if k > 0 else np.nan for k in freedom])
    error = np.sqrt(variance)
    half = np.where(error == 0, 0.0, t * error)
    middle = (mean * weight).sum(axis=0)
    numbers = {"mean": middle, "mcse": error, "low": middle - half, "high": middle + half, "freedom": freedom}
    warn = np.where(np.isnan(half), FEW if replicates < 2 else "undefined in some places", "")
    return pa.table(
        {
            **{name: pa.array(column) for name, column in names.items() if name != "unit"},
            **{name: pa.array(column, from_pandas=True) for name, column in numbers.items()},
            "places": pa.array(np.full(rows, places)),
            "replicates": pa.array(np.full(rows, replicates)),
            "unit": pa.array(names["unit"]),
            "warn": pa.array(warn),
        }
    )
