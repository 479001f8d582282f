"""The council: commissioner and front door.

It has a cash limit for the year, a duty to people in crisis, in hospital or with eligible need, and a pot for
prevention. Each month it watches whether spending is heading over the budget; if so it slows routine starts and
takes from the pot, as its strategy says. Each year it sets the budget and the pot: a residual pot is what duties
are expected to leave, a ring-fenced pot is set aside first. Nothing here says that crisis breeds crisis; that has to
come from the limit, the duty and the delays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.actors.base import Institution
from simulation.actors.pot import PotShares
from simulation.catalogue.quantities import resolve
from simulation.state.codes import COUNCIL

if TYPE_CHECKING:
    from simulation.catalogue.types import Strategy
    from simulation.model import CareEcosystem

NO_LIMIT = np.iinfo(np.int64).max // 2
RECENT = 3
"""Months whose spending a forecast carries forward."""


class Council(Institution):
    """Decides under a strategy, a row of the catalogue. Money is in pence."""

    def __init__(self, model: CareEcosystem, strategy: Strategy) -> None:
        super().__init__(model)
        self.strategy = strategy
        self.control = 0.0  # 0 none, 1 full in-year controls
        self.budget = 0.0  # of the year
        self.pot = 0.0  # of the year, for prevention
        self.growth = 1.0  # real, since the first year
        self.recovering = 0.0  # overspend being recovered this year
        self.shares = PotShares(model, strategy.pot_shares)
        self.usual_starts = NO_LIMIT  # weekly pence of routine new support in a month
        self.usual_assessments = 0.0  # in a month
        self.base_budget = 0.0
        self.series: dict[str, list[float]] = {name: [] for name in ("budget", "spend", "pot", "control", "recovering")}
        self._controls: list[float] = []
        self._unlimited_starts: list[int] = []

    # what it sees

    def _spend(self, first: int, last: int) -> float:
        """Council pence from month row ``first`` to ``last`` (exclusive)."""
        return float(self.model.town.journal.ledger[first:last, COUNCIL].sum())

    def _pot_spend(self, first: int, last: int) -> float:
        """Council pence on what the pot pays for."""
        services = self.shares.services
        return float(self.model.town.journal.ledger[first:last, COUNCIL][:, services].sum())

    # each month

    def before_month(self) -> None:
        """Set the levers for the month."""
        month, levers = self.model.month, self.model.town.levers
        if month == 0:
            self._open_books()
        if month >= 0 and month % 12 == 0:
            self._set_year(month // 12)
        self._controls.append(self.control)
        limited = month >= 0
        cut = 1.0 - self.control * self.strategy.controls.start_cut
        levers.start_pence[0] = int(self.usual_starts * self.growth * cut) if limited else NO_LIMIT
        levers.assessments[0] = int(self.usual_assessments * self.growth) + 1 if limited else NO_LIMIT
        self.shares.fund(self.pot / 12 * (1.0 - self.control * self.strategy.controls.pot_cut), levers)
        self._set_practice(month)

    def _set_practice(self, month: int) -> None:
        """How support is chosen and delivered, on the way from usual practice to the strategy's."""
        levers, progress = self.model.town.levers, self._progress(month)
        levers.early_offer[0] = self.strategy.early_offer
        levers.team_factor[0] = 1.0 + (self.strategy.team_factor - 1.0) * progress
        for k, name in enumerate(self.model.model_ids):
            levers.preference[k] = 1.0 + (self.strategy.preference.get(name, 1.0) - 1.0) * progress

    def _progress(self, month: int) -> float:
        """How far the strategy has been put in place: 0 before the comparison, 1 at the end of its ramp."""
        if month < 0:
            return 0.0
        years = self.strategy.prevention.ramp_years
        return min((month // 12 + 1) / years, 1.0) if years > 0 else 1.0

    def after_month(self) -> None:
        """Watch spending against the budget; at the year's end, close the books."""
        month, t = self.model.month, self.model.month + self.model.burn_in
        if month < 0:
            self._unlimited_starts.append(int(NO_LIMIT - self.model.town.levers.start_pence[0]))
            return
        done = month % 12 + 1
        first = t - done + 1
        recent = self._spend(max(t + 1 - RECENT, first), t + 1) / min(RECENT, done)
        forecast = self._spend(first, t + 1) + recent * (12 - done)
        over = forecast / self.budget - 1.0 if self.budget > 0 else 0.0
        tolerance = self.model.parameters.value("council.control_tolerance")
        self.control = min(max(over / tolerance, 0.0), 1.0)
        if done == 12:
            self._close_year(self._spend(first, t + 1))

    # each year

    def _average_spend(self, adults: int) -> float:
        """Pence a year of an average council for so many adults."""
        return adults * self.model.parameters.value("council.gross_spend_gbp_per_adult") * 100

    def open_burn_in(self, adults: int) -> None:
        """The pot of the burn-in: the usual share of the usual spend of an average council."""
        self.pot = self._average_spend(adults) * self.model.parameters.value("council.prevention_share")
        self.shares.start(self.model.town.levers)

    def memory(self) -> dict[str, Any]:
        """What a branch of the same past must remember."""
        return {"pot": self.pot, "unlimited_starts": tuple(self._unlimited_starts)}

    def remember(self, memory: dict[str, Any]) -> None:
        """Take over the memory of the common past."""
        self.pot = memory["pot"]
        self._unlimited_starts = list(memory["unlimited_starts"])
        self.shares.start(self.model.town.levers)

    def _open_books(self) -> None:
        """The last year of the burn-in is the base: what it cost, less the overspend councils open with.

        Of a shorter burn-in, what there is of it. Without one, the base is an average council's spend, and nothing
        limits assessments and starts.
        """
        value, t = self.model.parameters.value, self.model.burn_in
        months = min(t, 12)
        spend, self.usual_assessments = self._average_spend(self.model.setting.adults), NO_LIMIT
        if months > 0:
            requests = self.model.town.journal.counts[t - months : t, self.model.counts["requests"]].sum() / months
            self.usual_assessments = requests * value("council.assessment_slack")
            spend = self._spend(t - months, t) / (months / 12)
        self.base_budget = spend / (1.0 + value("council.opening_overspend_share"))
        last_year = self._unlimited_starts[-12:] or [NO_LIMIT]
        self.usual_starts = int(np.mean(last_year))

    def _set_year(self, year: int) -> None:
        """The yearly round: budget, what is recovered, and the pot."""
        plan = self.strategy.prevention
        value = self.model.parameters.value
        self.growth = (1.0 + value("council.real_growth_per_year")) ** year
        available = self.base_budget * self.growth
        extra = available * self._share("double_running_share") if year < plan.double_running_years else 0.0
        start = available * self._share("start_share")
        floor = available * self._share("floor_share")
        if plan.rule == "ring_fenced":
            target = available * self._share("target_share")
            self.pot = start + (target - start) * self._progress(year * 12) + extra
        else:
            self.pot = self._residual(year, available, floor, start)
        self.budget = available + extra - self.recovering

    def _residual(self, year: int, available: float, floor: float, start: float) -> float:
        """What duties are expected to leave, approached by a share of the way each year: services close with a lag.

        In the first year it is what councils spend now.
        """
        if year == 0:
            return start
        t = self.model.month + self.model.burn_in
        duties = self._spend(t - 12, t) - self._pot_spend(t - 12, t)
        left = min(max(available - self.recovering - duties, floor), start)
        return self.pot + self.model.parameters.value("council.pot_adjustment") * (left - self.pot)

    def _share(self, name: str) -> float:
        """A share of the budget that the strategy's prevention plan gives as a number or a parameter."""
        quantity = getattr(self.strategy.prevention, name)
        return resolve(quantity, self.model.parameters, ("strategies", self.strategy.id, "prevention", name))

    def _close_year(self, spend: float) -> None:
        overspend = max(spend - self.budget, 0.0)
        figures = {
            "budget": self.budget,
            "spend": spend,
            "pot": self.pot,
            "control": float(np.mean(self._controls[-12:])),
            "recovering": self.recovering,
        }
        for name, figure in figures.items():
            self.series[name].append(figure)
        self.recovering = overspend * self.strategy.overspend_recovery
        self.control = 0.0
