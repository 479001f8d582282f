"""Draws of the evidence by scrambled Sobol points, and which rows are drawn."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.evidence.parameters import Parameters
from simulation.evidence.quantiles import families, not_drawn, quantiles
from simulation.runs.errors import OptionsError
from simulation.runs.over import matches

SAMPLER: Final = "scrambled Sobol points (scipy.stats.qmc.Sobol), one dimension a family"


MOST_TRIED: Final = 8
"""Points tried for each draw wanted before giving up."""

Fits = Callable[[dict[str, float]], bool]
"""Whether a place can be made of some values by id."""


@dataclass(frozen=True)
class Drawing:
    """What is drawn: families of ids that share a quantile, and for every other id why it is not drawn."""

    families: dict[str, list[str]]
    left_out: dict[str, str]

    def values(self, parameters: Parameters, draws: int, seed: int, fits: Fits) -> NDArray[np.float64]:
        """Values [draw, id] of all drawn ids in order, pounds in the prices of the table's price year.

        Points that ``fits`` refuses make no place (shares of need that add up to more than everybody) and are passed
        over. The first draws stay what they are when more are asked for. Raises OptionsError if few points fit.
        """
        length, tried, fitting = draws, 0, list[NDArray[np.float64]]()
        while True:
            values = self._every(parameters, sobol(length, len(self.families), seed))[tried:]
            fitting += [row for row in values if fits(dict(zip(self.ids, (float(v) for v in row), strict=True)))]
            tried = length
            if len(fitting) >= draws:
                return np.array(fitting[:draws]).reshape(draws, len(self.ids))
            if length >= MOST_TRIED * draws:
                raise OptionsError(f"of {length} points of the ranges only {len(fitting)} make a place")
            length += max(2, length // 4)

    def _every(self, parameters: Parameters, points: NDArray[np.float64]) -> NDArray[np.float64]:
        columns = []
        for k, members in enumerate(self.families.values()):
            for name in members:
                row = parameters[name]
                columns.append(quantiles(row, points[:, k]) * row.factor(parameters.price_year))
        return np.column_stack(columns) if columns else np.zeros((len(points), 0))

    @property
    def ids(self) -> list[str]:
        """Every id that is drawn, in order."""
        return [name for members in self.families.values() for name in members]

    def table(self, parameters: Parameters) -> pa.Table:
        """A row an id of the evidence: its distribution, and whether it is drawn, with which others, or why not."""
        family_of = {name: key for key, members in self.families.items() for name in members}
        rows: list[dict[str, Any]] = []
        for name, row in parameters.items():
            rows.append(
                {
                    "parameter": name,
                    "family": family_of.get(name, ""),
                    "drawn": "yes" if name in family_of else "no",
                    "reason": self.left_out.get(name, ""),
                    "value": row.value,
                    "low": row.low,
                    "high": row.high,
                    "unit": row.unit,
                    "distribution": row.distribution,
                    "grade": row.grade,
                }
            )
        return pa.Table.from_pylist(rows)


def drawing(parameters: Parameters, read: Collection[str], given: Collection[str], wanted: Sequence[str]) -> Drawing:
    """Rows to draw: those read in the scenario that vary, are not set by hand, and are wanted (none named: all)."""
    out = dict(not_drawn(parameters, read, given))
    for name in parameters:
        if name not in out and wanted and not any(matches(name, prefix) for prefix in wanted):
            out[name] = "not asked for"
    return Drawing(families(parameters, [name for name in parameters if name not in out]), out)


def sobol(draws: int, dimensions: int, seed: int) -> NDArray[np.float64]:
    """Scrambled Sobol points [draw, dimension], between 0 and 1; a longer sequence begins with a shorter one."""
    if dimensions == 0:
        return np.zeros((draws, 0))
    from scipy.stats import qmc

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the number of draws is no power of two
        points = qmc.Sobol(dimensions, scramble=True, seed=np.random.default_rng(seed)).random(draws)
    return np.asarray(np.clip(points, np.finfo(np.float64).eps, 1 - np.finfo(np.float64).eps), np.float64)
