"""Result folders of fake records, as a run would leave them."""

from __future__ import annotations

from types import SimpleNamespace

import pyarrow as pa

from measures.fakes import fake_record
from simulation.measures.files import write_json, write_parquet
from simulation.measures.tables import run_table

LUCK = {"crisis_driven": 0.0, "prevention_investment": 1.0}


def scenario(**changes):
    """All that a comparison needs of a scenario."""
    facts = {
        "name": "two_strategies",
        "comparator": "crisis_driven",
        "price_year": 2024,
        "place": SimpleNamespace(adults=299000, scale=0.01, deprivation=None),
        "every_place": (),
        "strategy_titles": {},
        "time": SimpleNamespace(start="2025-04"),
        "run": SimpleNamespace(seed=1),
    }
    return SimpleNamespace(**{**facts, **changes})


def write_runs(folder, replicates, strategies=None, months=24, burn_in=12, adults=5000):
    """Run files of fake records: the same luck for every strategy of a replicate."""
    for replicate in range(1, replicates + 1):
        tables = [
            run_table(
                fake_record(replicate, months=months, burn_in=burn_in, prevention=p, adults=adults), name, replicate
            )
            for name, p in (strategies or LUCK).items()
        ]
        write_parquet(folder / "runs" / f"rep-{replicate:06d}.parquet", pa.concat_tables(tables))
    write_json(folder / "manifest.json", {"identity": {"results_version": 1}})
    return folder
