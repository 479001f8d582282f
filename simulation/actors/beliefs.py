"""Beliefs: what a council thinks a support model saves, learnt from its own noisy figures and from a trial.

The saving of a model is one less its council cost for a person-month over the mean of all long-term support. It is what
a council's finance report shows, and does not allow for who is supported. A normal belief is updated once a year with a
figure whose error shrinks with the person-years seen, so a model that few people have stays uncertain for long.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from simulation.actors.commissioning import Hold
from simulation.kernels.chance import EVALUATE, uniforms
from simulation.state.codes import COUNCIL, UNPAID

if TYPE_CHECKING:
    from simulation.catalogue.types import Strategy
    from simulation.model import CareEcosystem


class Learn(Hold):
    """A support model is preferred, or avoided, once it is believed to pay within the horizon."""

    def __init__(self, model: CareEcosystem, strategy: Strategy) -> None:
        super().__init__(model, strategy)
        self.mean = np.zeros(len(model.model_ids))
        self.sd = np.full(len(model.model_ids), self.decision.prior_sd)
        self.adopted = np.zeros(len(model.model_ids))
        models = model.town.catalogue.models
        self._long_term = [
            k for k in range(len(model.model_ids)) if models.months[k] == 0 and models.spend_class[k] != UNPAID
        ]

    def decide(self, year: int, available: float) -> None:
        """Look at last year's figures, a trial's in the first year, and choose."""
        self.change_share = self.decision.trial_share if year == 0 else 0.0
        for k, (saving, seen) in self._figures().items():
            trial = self.decision.trial_people if year == 0 else 0
            for ordinal, people in enumerate((seen, float(trial))):
                if people > 0:
                    self._update(k, saving, people, ordinal)
        cost = self.model.parameters.value("council.adoption_cost_years")
        for k, name in enumerate(self.model.model_ids):
            side = math.copysign(1.0, self.strategy.preference.get(name, 1.0) - 1.0)
            sure = side * self.mean[k] - self.decision.risk_aversion * self.sd[k]
            self.adopted[k] = 1.0 if sure * self.decision.horizon_years > cost else 0.0

    def _figures(self) -> dict[int, tuple[float, float]]:
        """Saving and person-years of last year, for each long-term model that somebody had."""
        t = self.model.month + self.model.burn_in
        journal, first = self.model.town.journal, max(t - 12, 0)
        pence = {k: int(journal.ledger[first:t, COUNCIL, k].sum()) for k in self._long_term}
        months = {k: int(journal.stock[first:t, k, 0].sum()) for k in self._long_term}
        spent, lived = sum(pence.values()), sum(months.values())
        if spent == 0 or lived == 0:
            return {}
        mean = spent / lived
        return {k: (1.0 - pence[k] / months[k] / mean, months[k] / 12) for k in self._long_term if months[k] > 0}

    def _update(self, k: int, saving: float, people: float, ordinal: int) -> None:
        """Bayes' rule for a normal belief and a normal error of known size."""
        error = self.decision.case_sd / math.sqrt(people)
        if error == 0.0 or self.sd[k] == 0.0:
            self.mean[k] = saving if self.sd[k] > 0.0 else self.mean[k]
            self.sd[k] = 0.0 if self.sd[k] > 0.0 else self.sd[k]
            return
        town = self.model.town
        u, v, _, _ = uniforms(town.seed, EVALUATE, 2 * k + ordinal, self.model.month)
        seen = saving + error * math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * v)
        prior, weight = 1.0 / (self.sd[k] * self.sd[k]), 1.0 / (error * error)
        self.mean[k] = (self.mean[k] * prior + seen * weight) / (prior + weight)
        self.sd[k] = math.sqrt(1.0 / (prior + weight))
