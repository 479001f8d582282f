"""What shared luck saves: replicates that independent seeds would need for the same standard error."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from simulation.measures.registry import describe
from simulation.measures.results import Results
from simulation.measures.statistics import variances


def pairing(results: Results, comparator: str) -> pa.Table:
    """One row a headline measure of the whole run, and strategy.

    ``factor`` = (var(A) + var(B)) / var(A - B); ``independent_replicates`` = ``factor`` x ``replicates``. Null where
    the difference is the same in every replicate (no number of independent seeds would do) or there are fewer than two.
    """
    rows = [k for k in results.where(period="run", group="all") if describe(str(results.measure[k])).headline]
    base = results.of(comparator)[:, rows]
    tables = []
    for name in results.strategies:
        if name == comparator:
            continue
        values = results.of(name)[:, rows]
        apart, together = variances(base) + variances(values), variances(values - base)
        factor = np.divide(apart, together, out=np.full(len(rows), np.nan), where=together > 0)
        columns = {
            "measure": pa.array(results.measure[rows]),
            "comparator": pa.array([comparator] * len(rows)),
            "strategy": pa.array([name] * len(rows)),
            "replicates": pa.array([len(results.replicates)] * len(rows)),
            "variance_comparator": pa.array(variances(base), from_pandas=True),
            "variance_strategy": pa.array(variances(values), from_pandas=True),
            "variance_difference": pa.array(together, from_pandas=True),
            "factor": pa.array(factor, from_pandas=True),
            "independent_replicates": pa.array(factor * len(results.replicates), from_pandas=True),
        }
        tables.append(pa.table(columns))
    return pa.concat_tables(tables) if tables else pa.table({"measure": pa.array([], pa.string())})
