"""A place lived under strategies written here: what the flagship experiments share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.catalogue.load import merge
from simulation.measures.files import write_csv
from simulation.model import CareEcosystem
from simulation.past import Past, Setting
from simulation.state.codes import COUNCIL, CRISIS

PENCE_M = 1e8
"""Pence in a million pounds."""


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    """Rows as CSV."""
    write_csv(path, pa.Table.from_pylist(rows))


def with_strategies(setting: Setting, given: Mapping[str, Mapping[str, Any]]) -> Setting:
    """The setting with strategies added, as a scenario's ``strategy_definitions`` would."""
    return setting._replace(rows=merge(setting.rows, strategies=given))


def with_parameters(setting: Setting, **given: float) -> Setting:
    """The setting with parameters changed that only the council reads; dots are written as two underscores."""
    changes = {name.replace("__", "."): value for name, value in given.items()}
    return setting._replace(parameters=setting.parameters.override(changes))


def lived(setting: Setting, strategy: str, past: Past, replicate: int) -> CareEcosystem:
    """A replicate lived to the end, from the common past."""
    return CareEcosystem(setting, strategy=strategy, replicate=replicate, past=past).run()


def yearly(model: CareEcosystem) -> dict[str, NDArray[np.float64]]:
    """Pot, spending, spending in crisis (million pounds) and crises, a value a year."""
    journal, first = model.town.journal, model.burn_in
    crisis = np.flatnonzero(model.town.catalogue.models.spend_class == CRISIS)

    def by_year(months: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(months.reshape(-1, 12).sum(axis=1), np.float64)

    council = journal.ledger[first:, COUNCIL]
    counts = {
        name: by_year(journal.counts[first:, model.counts[name]].sum(axis=1))
        for name in ("crises", "emergency_admissions", "ae_attendances", "unmet_minutes")
    }
    return {
        "pot": np.array(model.council.series["pot"]) / PENCE_M,
        "spend": by_year(council.sum(axis=(1, 2))) / PENCE_M,
        "crisis_spend": by_year(council[:, crisis].sum(axis=(1, 2))) / PENCE_M,
        **counts,
    }
