"""Whether all implementations live the same workload: their statistics, against the spread of NumPy over seeds."""

from __future__ import annotations

from statistics import fmean, stdev
from typing import Any, Final, NamedTuple

from care_step.workload import STATISTICS

TOLERANCE: Final = 5.0
"""Standard errors by which a statistic may differ from the reference. With 24 reference runs, and some 110 comparisons
of implementations that agree, one in 200 benchmarks would find a difference by chance (Student's t, 23 degrees)."""
REPLICATES: Final = 24


class Reference(NamedTuple):
    """Mean over seeds, and the standard error of one more run's difference from that mean, by statistic."""

    mean: dict[str, float]
    error: dict[str, float]


def reference(runs: list[dict[str, float]]) -> Reference:
    """From the statistics of runs with different seeds, at least two."""
    mean = {name: fmean(run[name] for run in runs) for name in STATISTICS}
    spread = {name: stdev(run[name] for run in runs) for name in STATISTICS}
    wider = (1 + 1 / len(runs)) ** 0.5
    return Reference(mean, {name: spread[name] * wider for name in STATISTICS})


def differences(found: dict[str, float], expected: Reference) -> dict[str, float]:
    """By how many standard errors each statistic differs."""
    if found.keys() != set(STATISTICS):
        raise ValueError(f"not the workload's statistics: {', '.join(sorted(found.keys() ^ set(STATISTICS)))}")
    return {name: (found[name] - expected.mean[name]) / expected.error[name] for name in STATISTICS}


def verdict(by_implementation: dict[str, dict[str, float]]) -> list[dict[str, Any]]:
    """The differences beyond the tolerance, one a row: implementation, statistic, standard errors."""
    return [
        {"implementation": implementation, "statistic": name, "standard_errors": errors}
        for implementation, by_statistic in by_implementation.items()
        for name, errors in by_statistic.items()
        if not abs(errors) <= TOLERANCE
    ]
