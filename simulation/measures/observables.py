"""The calibration table: what the model gives beside what England shows, misses first."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from simulation.evidence.prices import PRICE_YEAR, is_money, price_factor
from simulation.measures.results import Results
from simulation.measures.statistics import means

_FILE: Final = Path(__file__).parents[1] / "evidence" / "observables.csv"

MISS: Final = "miss"
HIT: Final = "hit"
NOT_MEASURED: Final = "not measured"
ORDER: Final = (MISS, NOT_MEASURED, HIT)


@dataclass(frozen=True)
class Observable:
    """A published figure: ``target``, tolerated from ``low`` to ``high``; NaN where none was found.

    The model's value is ``measure`` in ``group`` times ``factor``; an empty ``measure`` cannot be measured yet.
    """

    observable: str
    measure: str
    group: str
    definition: str
    unit: str
    target: float
    low: float
    high: float
    evidence: str
    source: str
    factor: float
    note: str


def observables(price_year: int = PRICE_YEAR) -> list[Observable]:
    """Rows of ``evidence/observables.csv``, whose pounds are of ``PRICE_YEAR``, in the prices of ``price_year``."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return [_observable(row, price_year) for row in csv.DictReader(lines)]


def _observable(row: Mapping[str, str], price_year: int) -> Observable:
    prices = price_factor(str(PRICE_YEAR), price_year) if is_money(row["unit"].split()[0]) else 1.0
    numbers = {name: float(row[name] or "nan") * prices for name in ("target", "low", "high")}
    return Observable(**{**row, **numbers, "factor": float(row["factor"] or "nan")})  # type: ignore[arg-type]


def calibration_table(results: Results, strategy: str, price_year: int = PRICE_YEAR) -> pa.Table:
    """One row an observable: model value, Monte Carlo error, target, range, ratio and verdict; misses first.

    The model's value is of the last year of the burn-in (before any strategy differs), or of the first year where there
    was no burn-in. All replicates share one past, so no Monte Carlo error is known of it.
    Among misses the farthest from its target comes first.
    """
    rows = [_row(results, strategy, one) for one in observables(price_year)]
    rows.sort(key=lambda row: (ORDER.index(str(row["verdict"])), -_distance(row["ratio"])))
    return pa.Table.from_pylist(rows)


def _row(results: Results, strategy: str, one: Observable) -> dict[str, str | float | None]:
    found, shared = _values(results, strategy, one)
    mean = means(found[:, None] * one.factor) if found is not None else None
    value = float(mean.mean[0]) if mean is not None else math.nan
    return {
        "observable": one.observable,
        "definition": one.definition,
        "unit": one.unit,
        "model": _known(value),
        "mcse": None if mean is None or shared else _known(float(mean.mcse[0])),
        "target": _known(one.target),
        "low": _known(one.low),
        "high": _known(one.high),
        "ratio": _known(value / one.target),
        "verdict": _verdict(value, one),
        "measure": one.measure,
        "group": one.group,
        "evidence": one.evidence,
        "source": one.source,
        "note": one.note,
    }


def _values(
    results: Results, strategy: str, one: Observable
) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]] | None, bool]:
    """Values by replicate, or None where there are none; and whether all replicates share them."""
    for period in ("before", "year"):
        rows = results.where(period=period, group=one.group, measure=one.measure)
        if len(rows):
            return np.asarray(results.of(strategy)[:, rows[0]]), period == "before"
    return None, False


def _verdict(value: float, one: Observable) -> str:
    if math.isnan(value) or math.isnan(one.target):
        return NOT_MEASURED
    return HIT if one.low <= value <= one.high else MISS


def _distance(ratio: str | float | None) -> float:
    """How far a ratio is from 1, alike for twice and half."""
    if not isinstance(ratio, float):
        return 0.0
    return abs(math.log(ratio)) if ratio > 0 else math.inf


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def calibration_lines(table: pa.Table) -> list[str]:
    """The table as text, misses first."""
    count = {verdict: table["verdict"].to_pylist().count(verdict) for verdict in ORDER}
    lines = [f"Calibration: {count[HIT]} within range, {count[MISS]} outside, {count[NOT_MEASURED]} not measured."]
    for row in table.to_pylist():
        model = "-" if row["model"] is None else f"{row['model']:.4g}"
        wanted = "-" if row["target"] is None else f"{row['target']:.4g} ({row['low']:.4g} to {row['high']:.4g})"
        who = f" [{row['group']}]" if row["group"] not in ("", "all") else ""
        lines.append(
            f"{row['verdict']:<12} {row['observable']} {row['definition']}{who}: {model} for {wanted} {row['unit']}"
        )
    return lines
