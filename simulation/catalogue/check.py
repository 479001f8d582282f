"""Every quantity of a row that makes no sense where it stands, in one pass (``columns.py`` stops at the first)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from simulation.catalogue.columns import _model, _programme, start_capacity
from simulation.catalogue.errors import CatalogueError, Problem
from simulation.catalogue.load import CatalogueRows
from simulation.catalogue.quantities import Reader
from simulation.catalogue.types import Row, Strategy, SupportModel
from simulation.evidence.parameters import Parameters
from simulation.state.catalogue import MOST_MODELS, MOST_PROGRAMMES

SHARES: Final = ("start_share", "floor_share", "target_share", "double_running_share")
"""Fields of ``Prevention`` that are shares of the budget."""


class _Collector:
    """A ``Reader`` that keeps the problems it meets and reads on."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.problems: list[Problem] = []

    def __getattr__(self, name: str) -> Any:
        read = getattr(self._reader, name)

        def reading(*given: Any, **more: Any) -> Any:
            try:
                return read(*given, **more)
            except CatalogueError as error:
                self.problems.extend(error.problems)
                return 0

        return reading


def problems(rows: CatalogueRows, parameters: Parameters) -> list[Problem]:
    """What is wrong with the quantities of rows: parameters that do not exist, values that cannot be."""
    found = [*_too_many("support_models", rows.support_models, MOST_MODELS)]
    found.extend(_too_many("programmes", rows.programmes, MOST_PROGRAMMES))
    for model in rows.support_models.values():
        found.extend(_of_row("support_models", model, parameters))
    for programme in rows.programmes.values():
        found.extend(_of_row("programmes", programme, parameters))
    for strategy in rows.strategies.values():
        found.extend(_of_strategy(strategy, parameters))
    return found


def _too_many(kind: str, rows: Mapping[str, Row], most: int) -> list[Problem]:
    return [Problem((kind, name), f"there is room for {most} in one place") for name in list(rows)[most:]]


def _of_row(kind: str, row: Row, parameters: Parameters) -> list[Problem]:
    collector = _Collector(Reader(parameters, (kind, row.id)))
    reader = cast(Reader, collector)
    if isinstance(row, SupportModel):
        _model(row, reader)
        start_capacity(row, reader)
    else:
        _programme(row, reader)  # type: ignore[arg-type]
    return collector.problems


def _of_strategy(strategy: Strategy, parameters: Parameters) -> list[Problem]:
    collector = _Collector(Reader(parameters, ("strategies", strategy.id)))
    for field in SHARES:
        collector.number(getattr(strategy.prevention, field), f"prevention.{field}", 0.0, 1.0)
    collector.number(strategy.prevention.lag_months, "prevention.lag_months", 0.0)
    collector.number(strategy.panel.cost_gbp_per_year, "panel.cost_gbp_per_year", 0.0)
    return collector.problems
