"""The prevention pot: a year's money, shared over programmes, pot-paid support and Shared Lives growth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.catalogue.load import SHARED_LIVES_GROWTH
from simulation.kernels.money import RECRUITMENT_SERVICE

if TYPE_CHECKING:
    from simulation.model import CareEcosystem
    from simulation.state.place import Levers


class PotShares:
    """Turns pence a month into places, carrying what is left of a place over to the next month.

    More money becomes places after ``lag_months``, when people are hired and groups begun; a cut acts at once. So a pot
    that is cut and restored does less for longer than it has less money; what it cannot use is not spent.
    """

    def __init__(self, model: CareEcosystem, shares: dict[str, float], lag_months: float = 0.0) -> None:
        self._lag = round(lag_months)
        self._funded: list[float] = []  # pence a month, of late
        self._programmes = [(k, shares[name]) for k, name in enumerate(model.programme_ids) if name in shares]
        self._models = [(k, shares[name]) for k, name in enumerate(model.model_ids) if name in shares]
        self._growth = shares.get(SHARED_LIVES_GROWTH, 0.0)
        self._left: dict[str, float] = {}
        models, catalogue, rates = len(model.model_ids), model.town.catalogue, model.town.rates
        self._programme_pence = catalogue.programmes.cost_pence
        weeks = catalogue.models.months * rates.weeks_permille / 1000
        self._model_pence, self._once = catalogue.models.price_pence * weeks, catalogue.models.start_cost_pence
        self._model_minutes = rates.plan_min_minutes
        self._basis, self._rates = catalogue.models.basis, rates
        self._enquiry_pence = rates.sharer_recruit_pence / model.parameters.value("council.enquiries_per_approval")
        paid = [k for k, _ in self._models]
        enrolled = [models + k for k, _ in self._programmes]
        recruitment = models + len(model.programme_ids) + RECRUITMENT_SERVICE
        self.services = np.array([*paid, *enrolled, recruitment], dtype=np.int64)

    def start(self, levers: Levers, usual_pence: float) -> None:
        """No places before the first month is funded; ``usual_pence`` a month has been usual."""
        self._funded = [usual_pence] * self._lag
        levers.programme_places[:] = 0
        levers.pot_starts[:] = 0
        levers.sharer_enquiries[0] = 0

    def fund(self, pence: float, levers: Levers) -> None:
        """Places for a month of ``pence``."""
        self._funded = [*self._funded, pence][-self._lag - 1 :]
        pence = min(self._funded)
        for k, share in self._programmes:
            levers.programme_places[k] = self._places(f"p{k}", pence * share, float(self._programme_pence[k]))
        for k, share in self._models:
            levers.pot_starts[k] = self._places(f"m{k}", pence * share, self._start_pence(k))
        levers.sharer_enquiries[0] = self._places("growth", pence * self._growth, self._enquiry_pence)

    def _start_pence(self, k: int) -> float:
        """What a start of a pot-paid model costs, once and until it ends, at the least plan if priced by the hour."""
        hours = self._model_minutes / 60 if self._basis[k] == 0 else 1.0
        return float(self._model_pence[k]) * hours + float(self._once[k])

    def _places(self, name: str, pence: float, price: float) -> int:
        if price <= 0:
            return 0
        exact = pence / price + self._left.get(name, 0.0)
        whole = int(exact)
        self._left[name] = exact - whole
        return whole
