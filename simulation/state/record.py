"""What one strategy of one replicate left behind: all that measures read."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.state.journal import Journal, TieLog


class Record(NamedTuple):
    """The journal of one strategy in one replicate, with the names of its rows.

    ``journal`` covers the burn-in too: its first ``burn_in`` months. ``services`` and ``service_classes`` name the
    ledger's service axis. ``council`` holds one value a year of the comparison for each series (pence or shares).
    """

    journal: Journal
    ties_ended: TieLog  # rows in use only
    ties_open: TieLog  # ties open at the end, end = NEVER
    model_ids: tuple[str, ...]
    programme_ids: tuple[str, ...]
    services: tuple[str, ...]
    service_classes: tuple[str, ...]
    burn_in: int
    months: int
    council: dict[str, NDArray[np.float64]]
