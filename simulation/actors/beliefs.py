"""Beliefs: what a council thinks a support model saves, learnt from its own noisy figures and from a trial.

The saving of a model is one less its council cost for a person-month over the mean of all long-term support. It is what
a council's finance report shows, and does not allow for who is supported. A normal belief is updated once a year with a
figure whose error shrinks with the person-years seen, so a model that few people have stays uncertain for long.

Councils that are lived together also read what their peers' reports showed the year before. Only figures travel, never
beliefs, so that nothing comes back as news. That places differ lasts, so a peer's figures of all years are put together
first, and count as one figure with that much more error.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.actors.commissioning import Hold
from simulation.kernels.chance import EVALUATE, uniforms
from simulation.state.codes import COUNCIL, UNPAID

if TYPE_CHECKING:
    from simulation.catalogue.types import Strategy
    from simulation.model import CareEcosystem


class Report(NamedTuple):
    """What a council's report of a year shows to others."""

    figures: tuple[tuple[int, float, float], ...]  # support model, its saving as seen, and the error of that
    adopted: NDArray[np.float64]  # [model] 1: preferred or avoided as the strategy wishes


class Learn(Hold):
    """A support model is preferred, or avoided, once it is believed to pay within the horizon."""

    def __init__(self, model: CareEcosystem, strategy: Strategy) -> None:
        super().__init__(model, strategy)
        self.mean = np.zeros(len(model.model_ids))
        self.sd = np.full(len(model.model_ids), self.decision.prior_sd)
        self.adopted = np.zeros(len(model.model_ids))
        self.report = Report((), self.adopted)
        self.peers: list[Report] = []  # of the year before, from ``actors.peers``
        self.pioneer = False
        self._own = self.mean.copy(), self.sd.copy()
        self._heard: dict[tuple[int, int], tuple[float, float]] = {}  # (peer, model): figure of all years, its error
        models = model.town.catalogue.models
        self._long_term = [
            k for k in range(len(model.model_ids)) if models.months[k] == 0 and models.spend_class[k] != UNPAID
        ]

    def decide(self, year: int, available: float) -> None:
        """Look at last year's figures, a trial's in the first year, and at peers' of the year before; choose."""
        self.change_share = self.decision.trial_share if year == 0 else 0.0
        shown = []
        for k, (saving, seen) in self._figures().items():
            for ordinal, people in enumerate((seen, self._tried(k, year))):
                if people > 0:
                    figure, error = self._as_seen(k, saving, people, ordinal)
                    _update(*self._own, k, figure, error)
                    shown.append((k, figure, error))
        self._hear()
        self.adopted = self._choice()
        self.report = Report(tuple(shown), self.adopted)

    def _hear(self) -> None:
        """Beliefs from own figures and from those of peers, each peer's counting once."""
        for number, peer in enumerate(self.peers):
            for k, figure, error in peer.figures:
                self._heard[number, k] = _together(self._heard.get((number, k)), figure, error)
        self.mean, self.sd = (part.copy() for part in self._own)
        for (_, k), (figure, error) in self._heard.items():
            _update(self.mean, self.sd, k, figure, math.hypot(error, self.decision.peer_sd))

    def _choice(self) -> NDArray[np.float64]:
        """1 for each model that is believed to pay; the hurdle falls where peers have adopted it."""
        cost = self.model.parameters.value("council.adoption_cost_years")
        if self.decision.crisis_push != 0.0:
            cost *= 1.0 + self.decision.crisis_push * self.model.council.controls.mean_of_year
        chosen = np.ones(len(self.model.model_ids))
        for k, name in enumerate(self.model.model_ids):
            side = math.copysign(1.0, self.strategy.preference.get(name, 1.0) - 1.0)
            sure = side * self.mean[k] - self.decision.risk_aversion * self.sd[k]
            pull = self.decision.peer_pull * float(np.mean([peer.adopted[k] for peer in self.peers] or 0.0))
            chosen[k] = 1.0 if self.pioneer or sure * self.decision.horizon_years > cost * (1.0 - pull) else 0.0
        return chosen

    def _tried(self, k: int, year: int) -> float:
        """People in a trial of a model."""
        named = self.decision.trial_models
        tried = year == 0 and (not named or self.model.model_ids[k] in named)
        return float(self.decision.trial_people) if tried else 0.0

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

    def _as_seen(self, k: int, saving: float, people: float, ordinal: int) -> tuple[float, float]:
        """A saving as a report shows it, and its error."""
        error = self.decision.case_sd / math.sqrt(people)
        if error == 0.0:
            return saving, 0.0
        u, v, _, _ = uniforms(self.model.town.seed, EVALUATE, 2 * k + ordinal, self.model.month)
        return saving + error * math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * v), error


def _together(before: tuple[float, float] | None, figure: float, error: float) -> tuple[float, float]:
    """Two figures of one thing as one, weighed by how sure each is."""
    if before is None or error == 0.0:
        return figure, error
    if before[1] == 0.0:
        return before
    a, b = before[1] ** -2, error**-2
    return (before[0] * a + figure * b) / (a + b), (a + b) ** -0.5


def _update(mean: NDArray[np.float64], sd: NDArray[np.float64], k: int, seen: float, error: float) -> None:
    """Bayes' rule for a normal belief and a normal error of known size."""
    if sd[k] == 0.0:
        return
    if error == 0.0:
        mean[k], sd[k] = seen, 0.0
        return
    prior, weight = 1.0 / (sd[k] * sd[k]), 1.0 / (error * error)
    mean[k] = (mean[k] * prior + seen * weight) / (prior + weight)
    sd[k] = math.sqrt(1.0 / (prior + weight))
