"""Costs beside support: capacity that stands empty until it is closed, and what change itself costs.

A council that moves people out of places it buys in block goes on paying for them until they are closed. The saving in
prices is notional; what is left after the empty places is cashable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.state.codes import COUNCIL, FROM_PLACES, N_FIFTHS
from simulation.state.journal import OTHER_SERVICES

if TYPE_CHECKING:
    from simulation.model import CareEcosystem


class Capacity:
    """Writes both into the ledger, month by month; whole pence, spread evenly over deprivation fifths."""

    def __init__(self, model: CareEcosystem) -> None:
        self._model = model
        self._block = model.parameters.value("council.block_share")
        self._months = model.parameters.value("council.closing_months")
        self._rows = np.flatnonzero(model.town.catalogue.models.source == FROM_PLACES)
        self._bought: dict[int, float] = {}

    def pay(self, t: int, change: float) -> None:
        """After month row ``t``: empty places bought in block, and a month of change costs (pence)."""
        self._charge(t, "closing_capacity", sum(self._empty(t, int(k)) for k in self._rows) if self._block > 0 else 0)
        self._charge(t, "change_costs", int(change))

    def _empty(self, t: int, k: int) -> int:
        """Pence for places of a model that nobody fills: capacity follows those supported down with a lag."""
        town = self._model.town
        filled = int(town.journal.stock[t, k, 0].sum())
        bought = max(float(filled), self._bought.get(k, 0.0) * (1.0 - 1.0 / self._months))
        self._bought[k] = bought
        month = int(town.catalogue.models.price_pence[k]) * int(town.rates.weeks_permille) // 1000
        return int(self._block * (bought - filled) * month)

    def _charge(self, t: int, service: str, pence: int) -> None:
        first = len(self._model.model_ids) + len(self._model.programme_ids)
        row = self._model.town.journal.ledger[t, COUNCIL, first + OTHER_SERVICES.index(service)]
        each, left = divmod(pence, N_FIFTHS)
        row += each
        row[0] += left
