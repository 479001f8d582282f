"""Commissioning: what a council decides once a year beside its pot, by the one rule of its strategy.

A rule is read by name from the strategy (``simulation.catalogue.types.Decision``). ``hold`` decides nothing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, get_args

import numpy as np
from numpy.typing import NDArray

from simulation.catalogue.types import Programme
from simulation.catalogue.words import Area
from simulation.state.codes import COUNCIL

if TYPE_CHECKING:
    from simulation.catalogue.types import Strategy, SupportModel
    from simulation.model import CareEcosystem

AREA_OF_PLACE: Final = {
    "own_home": "own_home",
    "tenancy": "accommodation",
    "carer_home": "accommodation",
    "care_home": "accommodation",
    "hospital": "leaving_hospital",
}
"""Area of a support model whose row names none."""
FROM_POT: Final = ("leaving_hospital", "whole_community")
"""Areas that the prevention pot pays for."""


class Hold:
    """The null: the plan as written. Others differ where they override."""

    def __init__(self, model: CareEcosystem, strategy: Strategy) -> None:
        self.model, self.strategy, self.decision = model, strategy, strategy.decision
        self.wait_years = 0  # before practice and pot begin to change
        self.hours_kept = 1.0  # of the minutes of every plan
        self.fees_kept = 1.0  # of what providers are paid
        self.kept = 1.0  # of allowances and of the pot
        self.factors: NDArray[np.float64] = np.ones(len(model.model_ids))  # on the preference for each support model
        self.adopted: NDArray[np.float64] = np.ones(len(model.model_ids))  # 0: not preferred yet
        self.pot_share: float | None = None  # of the budget, where the rule sets the pot
        self.extra_share = 0.0  # of the budget, extra money this year
        self.change_share = 0.0  # of the budget, cost of change this year

    def decide(self, year: int, available: float) -> None:
        """Decide for a year of the comparison, with ``available`` pence."""

    def last_year(self) -> NDArray[np.int64]:
        """Council pence by service over the twelve months before; fewer if there were fewer."""
        t = self.model.month + self.model.burn_in
        ledger: NDArray[np.int64] = self.model.town.journal.ledger[max(t - 12, 0) : t, COUNCIL].sum(axis=(0, 2))
        return ledger


class UniformCut(Hold):
    """Everything is cut alike by what last year cost above this year's money, and given back alike."""

    def decide(self, year: int, available: float) -> None:
        """Close the gap between last year's cost and this year's money, a limited step a year."""
        spent, most = float(self.last_year().sum()), self.decision.most_per_year
        if spent <= 0:
            return
        wanted = self.kept * available / spent
        self.kept = min(max(wanted, self.kept * (1.0 - most)), self.kept * (1.0 + most), 1.0)
        self.hours_kept = 1.0 - (1.0 - self.kept) * (1.0 - self.decision.fee_share)
        self.fees_kept = 1.0 - (1.0 - self.kept) * self.decision.fee_share


class ShiftAreas(Hold):
    """Money moves between five areas towards shares set as the aim, at most so much a year; closing costs money."""

    def __init__(self, model: CareEcosystem, strategy: Strategy) -> None:
        super().__init__(model, strategy)
        rows = model.setting.rows
        areas = [*map(area_of, rows.support_models.values()), *map(area_of, rows.programmes.values())]
        self._areas = {area: [k for k, own in enumerate(areas) if own == area] for area in get_args(Area)}
        self._wanted = {str(area): share for area, share in self.decision.areas.items()}
        self._opening: dict[str, float] = {}
        self._aim: dict[str, float] = {}

    def decide(self, year: int, available: float) -> None:
        """Move every area's share one step on its way; preferences follow where the money should go."""
        actual = self._shares()
        if not actual:
            return
        before = self._aim or actual
        self._opening = self._opening or actual
        self._aim = {area: self._step(area, year) for area in self._areas}
        step = self.decision.most_step
        for area in self._areas:
            ratio = self._aim[area] / actual[area] if actual[area] > 0 else math.inf
            for k in self._areas[area]:
                if k < len(self.factors):
                    self.factors[k] *= min(max(ratio, 1.0 - step), 1.0 + step)
        self.pot_share = sum(self._aim[area] for area in FROM_POT)
        shrunk = sum(max(before[area] - self._aim[area], 0.0) for area in self._areas)
        self.change_share = self.decision.decommission_share * shrunk

    def _shares(self) -> dict[str, float]:
        spent = self.last_year()
        pence = {area: int(sum(spent[k] for k in rows)) for area, rows in self._areas.items()}
        total = sum(pence.values())
        return {area: amount / total for area, amount in pence.items()} if total > 0 else {}

    def _step(self, area: str, year: int) -> float:
        opening, target = self._opening[area], self._wanted.get(area, 0.0)
        most = self.decision.per_year * (year + 1)
        return float(opening + min(max(target - opening, -most), most))


class StabiliseFirst(Hold):
    """Money now, change later: some years of extra cash, then a year of designing together, then the plan."""

    def __init__(self, model: CareEcosystem, strategy: Strategy) -> None:
        super().__init__(model, strategy)
        self.wait_years = self.decision.years

    def decide(self, year: int, available: float) -> None:
        """Extra money while it stabilises; the cost of co-design in the year after."""
        self.extra_share = self.decision.cash_share if year < self.decision.years else 0.0
        self.change_share = self.decision.codesign_share if year == self.decision.years else 0.0


def area_of(row: SupportModel | Programme) -> str:
    """The area of spending that a row counts in."""
    return row.area if row.area is not None or isinstance(row, Programme) else AREA_OF_PLACE[row.where]
