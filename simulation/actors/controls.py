"""In-year controls: what a council does while it forecasts an overspend, and whom its duty puts first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.state.codes import FROM_HOSPITAL, IN_CRISIS

if TYPE_CHECKING:
    from simulation.catalogue.types import Strategy
    from simulation.model import CareEcosystem
    from simulation.state.place import Levers

NO_LIMIT = np.iinfo(np.int64).max // 2
RECENT = 3
"""Months whose spending a forecast carries forward."""


class Controls:
    """The level of control, 0 to 1, and what it does to the month's allowances."""

    def __init__(self, model: CareEcosystem, strategy: Strategy) -> None:
        self._value, self._strategy, self._rules = model.parameters.value, strategy, strategy.controls
        self.level = 0.0
        self.usual_starts = NO_LIMIT  # weekly pence of routine new support in a month
        self.usual_assessments = 0.0  # in a month
        self._levels: list[float] = []

    def note(self) -> None:
        """Remember the level with which the month begins."""
        self._levels.append(self.level)

    @property
    def mean_of_year(self) -> float:
        """Mean level of the last twelve months."""
        return float(np.mean(self._levels[-12:])) if self._levels else 0.0

    def limit(self, levers: Levers, growth: float, kept: float) -> None:
        """The month's allowances of starts and assessments, need that is eligible, and who does not wait for money."""
        cut = 1.0 - self.level * self._rules.start_cut
        levers.start_pence[0] = int(self.usual_starts * growth * cut * kept)
        put_off = 1.0 - self.level * self._rules.assessment_cut
        levers.assessments[0] = int(self.usual_assessments * growth * put_off * kept) + 1
        tightened = self._rules.threshold_at is not None and self.level > 0.0 and self.level >= self._rules.threshold_at
        bands = self._strategy.eligibility_bands + int(tightened)
        levers.eligible_need[0] = round(self._value("council.eligible_need")) + bands
        levers.duty_urgency[0] = FROM_HOSPITAL if self._strategy.duty else IN_CRISIS + 1

    @property
    def pot_kept(self) -> float:
        """Share of the month's prevention money that is left."""
        return 1.0 - self.level * self._rules.pot_cut

    def watch(self, spent: float, recent: float, done: int, budget: float) -> None:
        """The level that the year's forecast asks: ``spent`` in ``done`` months and ``recent`` a month from here on."""
        forecast = spent + recent * (12 - done)
        over = forecast / budget - 1.0 if budget > 0 else 0.0
        level = min(max(over / self._value("council.control_tolerance"), 0.0), 1.0)
        self.level = level if self._strategy.cash_limit else 0.0

    def lift(self) -> None:
        """A new year begins without controls."""
        self.level = 0.0
