"""What a sweep says: each headline difference over draws of the evidence, luck apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.measures import about, files
from simulation.measures.about import About
from simulation.measures.registry import describe
from simulation.measures.results import Results
from simulation.measures.statistics import NINETY_FIVE, means
from simulation.measures.summary import long_words, names_of
from simulation.measures.sweep_runs import Layout, layout, read_some
from simulation.measures.variance import split
from simulation.measures.wording import amount, direction, interval

UNCERTAINTY: Final = Path("comparison", "uncertainty.csv")
DRAWS: Final = Path("comparison", "draws.csv")
SHARES: Final = (0.025, 0.5, 0.975)
NOISY: Final = 1 / 10
"""Share of luck in the variance of draws above which nothing finer is said of the evidence (TRUST: T15)."""
TOLD: Final = (
    "spend.payer.council",
    "spend.total",
    "crises",
    "unmet.hours",
    "loneliness.often",
    "ties.unplanned.unpaid",
)


def write_uncertainty(folder: Path, scenario: about.Scenario) -> None:
    """Write ``comparison/uncertainty.csv`` (a row a measure), ``comparison/draws.csv`` (a row a draw) and the facts."""
    results = read_some(folder, lambda name: describe(name).headline, ("run", "month", "year"))
    plan = layout(folder, results.replicates)
    rows = results.where(period="run", group="all")
    facts = about.about(scenario, results)
    years = results.month[results.period == "year"]
    files.write_csv(folder / UNCERTAINTY, uncertainty_table(results, plan, rows, facts.comparator))
    files.write_csv(folder / DRAWS, draws_table(results, plan, rows, facts.comparator))
    months = int(years.max()) + 12 if len(years) else 0
    about.write(folder, about.About(**{**facts.__dict__, "months": months}))


def uncertainty_table(results: Results, plan: Layout, rows: NDArray[np.int64], comparator: str) -> pa.Table:
    """A row a point, strategy and measure: mean over draws with its error, quantiles, parts of variance."""
    base, found = results.of(comparator)[:, rows], []
    for point in plan.points:
        square = plan.square(point)
        for strategy in results.strategies:
            if strategy != comparator:
                difference = (results.of(strategy)[:, rows] - base)[square]
                level = base[square].mean(axis=(0, 1))
                for k, row in enumerate(rows):
                    names = {"point": point, "options": plan.options[point], "strategy": strategy}
                    found.append({**names, "measure": str(results.measure[row]), "unit": str(results.unit[row]),
                                  **spread(difference[:, :, k]), "comparator_mean": _or_none(level[k])})  # fmt: skip
    return pa.Table.from_pylist(found)


def spread(values: NDArray[np.float64]) -> dict[str, Any]:
    """Mean, error and quantiles over draws of values [draw, luck], and the parts of their variance."""
    by_draw = values.mean(axis=1)
    of_draws = by_draw if len(by_draw) > 1 else values[0]  # one draw: what varies is luck
    mean = means(of_draws[:, None])
    low, high = mean.interval(NINETY_FIVE)
    parts = split(values)
    ends = np.quantile(of_draws, SHARES) if len(of_draws) > 1 else np.full(len(SHARES), np.nan)
    return {
        "mean": _or_none(mean.mean[0]),
        "mcse": _or_none(mean.mcse[0]),
        "low": _or_none(low[0]),
        "high": _or_none(high[0]),
        "low_draws": _or_none(ends[0]),
        "median": _or_none(ends[1]),
        "high_draws": _or_none(ends[2]),
        "share_below_zero": float((of_draws < 0).mean()),
        "draws": len(by_draw),
        "replicates": values.shape[1],
        "variance_evidence": _or_none(parts.evidence),
        "variance_luck": _or_none(parts.luck),
        "variance_both": _or_none(parts.both),
        "noise_share": _or_none(parts.noise_share),
    }


def _or_none(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def draws_table(results: Results, plan: Layout, rows: NDArray[np.int64], comparator: str) -> pa.Table:
    """A row a point, draw, strategy and measure: means over the replicates."""
    found = []
    for point in plan.points:
        square = plan.square(point)
        base = results.of(comparator)[:, rows][square].mean(axis=1)
        for strategy in results.strategies:
            if strategy == comparator:
                continue
            values = results.of(strategy)[:, rows][square].mean(axis=1)
            draws = np.repeat(plan.draw[square[:, 0]], len(rows))
            found.append(
                pa.table(
                    {
                        "point": np.full(len(draws), point),
                        "draw": draws,
                        "strategy": [strategy] * len(draws),
                        "measure": np.tile(results.measure[rows], len(square)),
                        "unit": np.tile(results.unit[rows], len(square)),
                        "comparator_mean": pa.array(base.ravel(), from_pandas=True),
                        "strategy_mean": pa.array(values.ravel(), from_pandas=True),
                        "difference": pa.array((values - base).ravel(), from_pandas=True),
                    }
                )
            )
    return pa.concat_tables(found) if found else pa.table({"draw": pa.array([], pa.int64())})


def summary_lines(folder: Path) -> list[str]:
    """What a sweep says, in plain words."""
    facts = about.read(folder)
    lines: list[str] = []
    told_of: tuple[int, str] | None = None
    names, over = names_of(facts), f"over {long_words(facts)}"
    for row in files.read_csv(folder / UNCERTAINTY).to_pylist():
        pair = (row["point"], row["strategy"])
        if pair != told_of:
            point, told_of = f" ({row['options']})" if row["options"] else "", pair
            lines.append(f"{names[row['strategy']]} less {names[facts.comparator]}{point}:")
        if row["measure"] in TOLD:
            lines.append(f"- {describe(row['measure']).label}: {told(row, over)}.")
    return [*lines, _closing(folder, facts)]


def told(row: dict[str, Any], over: str) -> str:
    """A row in words: what draws of the evidence say, and how much of it is luck.

    ``over`` is the time that sums of pounds are of: ``over 3 years``.
    """
    if row["mean"] is None:
        return "not defined"
    if row["mcse"] == 0 and row["mean"] == 0:
        return "exactly the same in every draw"
    period = f" {over}" if row["unit"] == "gbp" else ""
    size = f"{amount(row['mean'], row['unit'])} {direction(row['mean'], row['unit'])}{period} on average"
    if row["low_draws"] is None:
        return f"{size} (one run: no interval)"
    what = f"{row['draws']} draws" if row["draws"] > 1 else f"{row['replicates']} replicates of one draw"
    below = "less" if row["unit"].startswith("gbp") else "lower"
    noise = "" if row["noise_share"] is None else f"; luck is {row['noise_share']:.0%} of what draws vary by"
    ends = interval(row["low_draws"], row["high_draws"], row["unit"])
    return f"{size}, 95 % of {what} {ends}, {below} in {row['share_below_zero']:.0%}{noise}"


def _closing(folder: Path, facts: About) -> str:
    return (
        "Draws are within the ranges of the evidence table, families apart; they say how unsure the numbers are, and "
        "nothing of what the model leaves out. "
        f"Files in {folder}: comparison (uncertainty.csv, draws.csv), design, runs."
    )
