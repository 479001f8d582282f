"""The appraisal of a results folder: tables by payer, outcome, fifth and family of evidence, and the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from simulation.evidence.discounting import schedule_names
from simulation.evidence.parameters import Parameters, load_parameters
from simulation.measures import files
from simulation.measures.appraisal_data import FIFTHS, LINES, Amounts, read_amounts
from simulation.measures.appraisal_effects import curve_rows, plane_points, plane_rows
from simulation.measures.appraisal_information import information_rows, regret_rows, sensitivities
from simulation.measures.appraisal_money import (
    PARTS,
    PURSES,
    default_bias,
    factors,
    parts_present,
    present_value,
    present_value_rows,
    purse,
    weighted,
    weights,
)
from simulation.measures.break_even import NEVER_PAID, NO_DIFFERENCE, PENNY, outcome_of_years
from simulation.measures.discounting import SCHEDULE, UNDISCOUNTED
from simulation.measures.uncertainty import spread

FOLDER: Final = "appraisal"


@dataclass(frozen=True)
class Choices:
    """How to appraise. ``bias`` is by cost line of the council (``class.prevention``), over the evidence's; ``within``
    names observables within whose published ranges a draw of the evidence must start, to be kept."""

    schedule: str = SCHEDULE
    price_year: int | None = None
    point: int | None = None
    bias: Mapping[str, float] = field(default_factory=dict)
    equal_weights: bool = False
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class Appraisal:
    """An appraisal: what was read, how, and its tables by name."""

    amounts: Amounts
    schedule: str
    price_year: int
    bias: Mapping[str, float]
    tables: Mapping[str, pa.Table]


def appraise(folder: Path, choices: Choices | None = None, parameters: Parameters | None = None) -> Appraisal:
    """Appraise a folder of ``run`` or ``sweep``; nothing is written. Raises ResultsError."""
    asked, evidence = choices or Choices(), parameters or load_parameters()
    amounts = read_amounts(folder, asked.point, asked.within)
    price_year = asked.price_year if asked.price_year is not None else amounts.facts.price_year
    bias = {**default_bias(evidence, amounts.lines), **asked.bias}
    schedules = list(dict.fromkeys([asked.schedule, UNDISCOUNTED, *schedule_names()]))
    weight = np.ones(len(FIFTHS)) if asked.equal_weights else weights(evidence)
    found = {
        "present_values": present_value_rows(amounts, schedules, price_year, bias),
        "present_values_by_run": _by_run(amounts, asked.schedule, price_year),
        "optimism_bias": [{"line": line, "bias": share} for line, share in _every_line(amounts, bias).items()],
        "break_even": break_even_rows(amounts, [UNDISCOUNTED, asked.schedule], price_year),
        "distribution": distribution_rows(amounts, asked.schedule, price_year, weight),
        "plane": plane_rows(amounts, asked.schedule, price_year),
        "plane_points": plane_points(amounts, asked.schedule, price_year),
        "acceptability": curve_rows(amounts, asked.schedule, price_year) if amounts.plan.drawn else [],
        "information": information_rows(folder, amounts, asked.schedule, price_year),
        "regret": regret_rows(amounts, asked.schedule, price_year),
        "sensitivity": sensitivities(folder, amounts, asked.schedule, price_year),
    }
    tables = {name: pa.Table.from_pylist(rows) for name, rows in found.items() if rows}
    return Appraisal(amounts, asked.schedule, price_year, bias, tables)


def write_appraisal(folder: Path, out: Path, choices: Choices | None = None) -> Appraisal:
    """Appraise ``folder`` and write tables and ``appraisal.md`` into ``out``. Raises ResultsError."""
    from simulation.measures.appraisal_report import report

    found = appraise(folder, choices)
    for name, table in found.tables.items():
        files.write_csv(out / f"{name}.csv", table)
    files.write_bytes(out / "appraisal.md", ("\n".join(report(folder, found)) + "\n").encode())
    files.write_json(out / "about.json", {"results": folder.name, "schedule": found.schedule,
                                          "price_year": found.price_year, "point": found.amounts.point,
                                          "strategies": list(found.amounts.facts.strategies),
                                          "names": found.amounts.names,
                                          "within": list(found.amounts.within), "left_out": found.amounts.left_out,
                                          "comparator": found.amounts.facts.comparator})  # fmt: skip
    return found


def _every_line(amounts: Amounts, bias: Mapping[str, float]) -> dict[str, float]:
    return {line: float(bias.get(line, 0.0)) for line in amounts.lines}


def _by_run(amounts: Amounts, schedule: str, price_year: int) -> list[dict[str, Any]]:
    """Whole pence of every run, strategy and part: parts of a run add up to its purses exactly."""
    rows = []
    runs = amounts.square.ravel()
    for strategy in amounts.facts.others:
        by_year = factors(amounts.years, schedule, amounts.facts.price_year, price_year)
        parts = parts_present(amounts, strategy, by_year, {})
        for name in PURSES:
            pence = purse(parts, name)
            rows += [
                {"run": amounts.runs[run], "draw": int(amounts.plan.draw[run]), "luck": int(amounts.plan.luck[run]),
                 "strategy": strategy, "purse": name, "discounting": schedule, "pence": int(pence[run])}
                for run in runs
            ]  # fmt: skip
    return rows


def break_even_rows(amounts: Amounts, schedules: list[str], price_year: int) -> list[dict[str, Any]]:
    """When each draw (or replicate, where there is one draw) is paid back for good, by purse; never is an answer."""
    rows = []
    names = [*(f"year_{k + 1}" for k in range(amounts.years)), NEVER_PAID, NO_DIFFERENCE]
    for strategy in amounts.facts.others:
        cash = amounts.over(strategy, amounts.pence) / 100
        unpaid = amounts.over(strategy, amounts.unpaid)[:, None] / 100
        parts = np.concatenate([cash, unpaid], axis=1)
        for name, members in PURSES.items():
            for schedule in schedules:
                by_year = factors(amounts.years, schedule, amounts.facts.price_year, price_year)
                from_parts = [PARTS.index(part) for part in members]
                paths = np.cumsum(parts[:, from_parts].sum(axis=1) * by_year, axis=1)[amounts.square]
                paths = paths.mean(axis=1) if len(paths) > 1 else paths[0]
                found = Counter(_outcome(path) for path in paths)
                about = {"strategy": strategy, "purse": name, "discounting": schedule}
                rows += [
                    {**about, "outcome": outcome, "draws": found[outcome], "n": len(paths),
                     "share": found[outcome] / len(paths)}
                    for outcome in names
                ]  # fmt: skip
    return rows


def _outcome(path: Any) -> str:
    return NO_DIFFERENCE if (np.abs(path) < PENNY).all() else outcome_of_years(path)


def distribution_rows(amounts: Amounts, schedule: str, price_year: int, weight: Any) -> list[dict[str, Any]]:
    """By fifth: money (whole pence, weighted and not) and outcomes; and the sums of money over fifths."""
    rows = []
    by_year = factors(amounts.years, schedule, amounts.facts.price_year, price_year)
    plain = factors(amounts.years, schedule, amounts.facts.price_year, amounts.facts.price_year)
    for strategy in amounts.facts.others:
        for line in LINES:
            pence = present_value(amounts.over(strategy, amounts.by_fifth[line]).astype(np.int64), by_year)
            both = {"unweighted": pence, "weighted": weighted(pence, weight)}
            for k, fifth in enumerate((*FIFTHS, "all")):
                for kind, table in both.items():
                    values = table[:, k] if k < len(FIFTHS) else table.sum(axis=1)
                    mean = {"mean_pence": int(np.rint(values[amounts.square].mean()))}
                    rows.append({"strategy": strategy, "what": line, "unit": "gbp", "group": fifth, "weighting": kind,
                                 "weight": float(weight[k]) if k < len(FIFTHS) else None, "discounting": schedule,
                                 **_spread(values[amounts.square] / 100), **mean})  # fmt: skip
        for outcome in amounts.outcomes:
            averted = -(amounts.over(strategy, amounts.effects_by_fifth[outcome.id]) * plain).sum(axis=-1)
            if np.isnan(averted).any():
                continue
            for k, fifth in enumerate(FIFTHS):
                rows.append({"strategy": strategy, "what": outcome.id, "unit": outcome.unit, "group": fifth,
                             "weighting": "unweighted", "weight": float(weight[k]), "discounting": schedule,
                             **_spread(averted[:, k][amounts.square]), "mean_pence": None})  # fmt: skip
    return rows


def _spread(values: Any) -> dict[str, Any]:
    found = spread(values)
    return {name: found[name] for name in ("mean", "mcse", "low", "high", "low_draws", "high_draws", "draws")}
