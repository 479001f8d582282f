"""Fees: what the council pays providers, in real terms, and what that does to their workers' pay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.state.catalogue import Catalogue
from simulation.state.codes import FROM_HOURS, FROM_PLACES

if TYPE_CHECKING:
    from simulation.catalogue.types import Strategy
    from simulation.model import CareEcosystem


class Fees:
    """One index for all that providers sell to the council; 1 is the catalogue's price. Self-funders pay as before."""

    def __init__(self, model: CareEcosystem, strategy: Strategy) -> None:
        self._model, self._strategy, self._value = model, strategy, model.parameters.value
        self.index = 1.0
        self._frozen = 0.0
        models = model.town.catalogue.models
        bought = ((models.source == FROM_HOURS) | (models.source == FROM_PLACES)) & (models.paid_from_pot == 0)
        self._bought = np.flatnonzero(bought)
        self._usual = models.price_pence.copy(), models.self_fund_permille.copy()

    def set_year(self, controlled: float, progress: float, kept: float) -> None:
        """The year's index, from how far last year was ``controlled`` (0-1), the strategy and a uniform cut.

        A freeze lets fees fall behind while there are controls, and a year without any gives as much back.
        """
        freeze = self._strategy.controls.fee_freeze
        self._frozen = max(self._frozen + freeze * (controlled if controlled > 0 else -1.0), 0.0)
        target = 1.0 + (self._strategy.fee_target - 1.0) * progress
        self._pay(max(target - self._frozen, self._value("council.fee_floor")) * kept)

    def _pay(self, index: float) -> None:
        if index == self.index:
            return
        town, through = self._model.town, self._value("council.fee_pass_through")
        packed: Any = town.catalogue.models
        models = packed.copy()
        for k in self._bought:
            models.price_pence[k] = round(float(self._usual[0][k]) * index)
            models.self_fund_permille[k] = round(float(self._usual[1][k]) / index)
        town.catalogue = Catalogue(models, town.catalogue.programmes)
        change = (1.0 + through * (index - 1.0)) / (1.0 + through * (self.index - 1.0))
        providers = town.place.providers
        sells = np.isin(providers.model, self._bought)
        providers.pay_ratio[sells] = providers.pay_ratio[sells] * change
        self.index = index
