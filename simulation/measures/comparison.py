"""From run files to ``tables/`` and ``comparison/``: always rebuilt from the runs, never added to."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from simulation.measures import about, by_place, files
from simulation.measures.break_even import break_even, net_cost
from simulation.measures.differences import compared_rows, differences, month_rows
from simulation.measures.discounting import schedules
from simulation.measures.means_table import subject_tables
from simulation.measures.observables import calibration_table
from simulation.measures.pairing import pairing
from simulation.measures.registry import codebook
from simulation.measures.results import Results, read_folder


def write_comparison(folder: Path, scenario: about.Scenario) -> None:
    """Read every finished run of ``folder`` and write what it says about the scenario's strategies.

    Writes ``tables/<subject>`` (means by strategy) as Parquet and CSV, ``tables/measures.csv``
    (what each measure is), and in ``comparison/``: ``differences.csv`` (run
    and years), ``differences_by_month.csv``, ``pairing.csv``, ``break_even.csv``, ``net_cost.csv``,
    ``calibration.csv`` (the model beside England) and ``about.json``; for several places also ``by_place.csv`` in both,
    and ``pooled.csv``. Raises ResultsError.
    """
    results = read_folder(folder)
    facts = about.about(scenario, results)
    for subject, table in subject_tables(results).items():
        files.write_parquet(folder / "tables" / f"{subject}.parquet", table)
        files.write_csv(folder / "tables" / f"{subject}.csv", table)
    files.write_csv(folder / "tables" / "measures.csv", pa.Table.from_pylist(codebook(dict.fromkeys(results.measure))))
    factors = schedules(results.horizon)
    base = scenario.comparator
    for name, table in {
        "differences": differences(results, base, compared_rows(results)),
        "differences_by_month": differences(results, base, month_rows(results), resample=False),
        "pairing": pairing(results, base),
        "break_even": break_even(results, base, factors),
        "net_cost": net_cost(results, base, factors),
        "calibration": calibration_table(results, base, scenario.price_year),
    }.items():
        files.write_csv(folder / "comparison" / f"{name}.csv", table)
    if facts.places:
        _write_places(folder, scenario, results)
    about.write(folder, facts)


def _write_places(folder: Path, scenario: about.Scenario, results: Results) -> None:
    """``tables/by_place.csv``, ``comparison/by_place.csv`` and ``comparison/pooled.csv``."""
    by = by_place.read(folder, about.lived(scenario), results)
    files.write_csv(folder / "tables" / "by_place.csv", by_place.values_table(by))
    files.write_csv(folder / "comparison" / "by_place.csv", by_place.differences_table(by, scenario.comparator))
    files.write_csv(folder / "comparison" / "pooled.csv", by_place.pooled_table(by, scenario.comparator))
