"""Sweeps of fake records."""

from __future__ import annotations

import pyarrow as pa

from measures.folders import scenario, write_runs
from simulation.measures.comparison import write_comparison
from simulation.measures.files import write_csv, write_parquet


def loud_sweep(folder, draws, strategies=None, burn_in=0):
    """A sweep whose draws differ by luck alone: fake records know no evidence."""
    write_runs(folder, 2 * draws, strategies, months=12, burn_in=burn_in)
    write_comparison(folder, scenario())
    runs = [{"run": k + 1, "draw": k // 2 + 1, "point": 1, "luck": k % 2 + 1, "options": ""} for k in range(2 * draws)]
    write_csv(folder / "design" / "runs.csv", pa.Table.from_pylist(runs))
    values = {"draw": list(range(1, draws + 1)), "meet.age_gap": [float(k) for k in range(draws)]}
    write_parquet(folder / "design" / "draws.parquet", pa.table(values))
    drawn = [{"parameter": "meet.age_gap", "family": "meet.age_gap", "drawn": "yes"}]
    write_csv(folder / "design" / "parameters.csv", pa.Table.from_pylist(drawn))
    return folder
