"""The council: commissioner and front door.

It has a cash limit for the year, a duty to people in crisis, in hospital or with eligible need, and a pot for
prevention. Each month it watches whether spending is heading over the budget; if so it slows routine starts and
takes from the pot, as its strategy says. Each year it sets the budget and the pot: a residual pot is what duties
are expected to leave, a ring-fenced pot is set aside first. Nothing here says that crisis breeds crisis; that has to
come from the limit, the duty and the delays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulation.actors.base import Institution
from simulation.actors.beliefs import Learn
from simulation.actors.budget import Budget
from simulation.actors.capacity import Capacity
from simulation.actors.commissioning import Hold, ShiftAreas, StabiliseFirst, UniformCut
from simulation.actors.controls import NO_LIMIT, RECENT, Controls
from simulation.actors.fees import Fees
from simulation.actors.influence import FIFTHS, Influence
from simulation.actors.pot import PotShares
from simulation.catalogue.quantities import resolve
from simulation.state.codes import COUNCIL

if TYPE_CHECKING:
    from simulation.catalogue.types import Strategy
    from simulation.model import CareEcosystem

RULES: Final[dict[str, type[Hold]]] = {
    "hold": Hold,
    "uniform_cut": UniformCut,
    "shift_areas": ShiftAreas,
    "stabilise_first": StabiliseFirst,
    "learn": Learn,
}
"""What decides once a year, by the name that a strategy gives."""
SERIES: Final = (
    *("budget", "spend", "pot", "control", "recovering", "reserve", "grant", "kept", "fees", "adopted"),
    *(f"influence_{fifth}" for fifth in FIFTHS),
)


class Council(Institution):
    """Decides under a strategy, a row of the catalogue. Money is in pence."""

    def __init__(self, model: CareEcosystem, strategy: Strategy) -> None:
        super().__init__(model)
        self.strategy = strategy
        self.pot = 0.0  # of the year, for prevention
        self.budget = Budget(model, strategy.overspend_recovery, strategy.cash_limit)
        self.controls = Controls(model, strategy)
        self.fees = Fees(model, strategy)
        self.rule = RULES[strategy.decision.rule](model, strategy)
        self.influence = Influence(model, strategy.panel, self._resolved(strategy.panel.cost_gbp_per_year, "panel"))
        self.capacity = Capacity(model)
        self.shares = PotShares(
            model, strategy.pot_shares, self._resolved(strategy.prevention.lag_months, "prevention")
        )
        self.series: dict[str, list[float]] = {name: [] for name in SERIES}
        self._unlimited_starts: list[int] = []

    @property
    def control(self) -> float:
        """How far spending is controlled now: 0 none, 1 full in-year controls."""
        return self.controls.level

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
        self.controls.note()
        if month < 0:
            levers.start_pence[0] = levers.assessments[0] = NO_LIMIT
        else:
            self.controls.limit(levers, self.budget.growth, self.rule.kept)
        self.shares.fund(self._pot_of_year(month) / 12 * self.controls.pot_kept, levers)
        self._set_practice(month)

    def _pot_of_year(self, month: int) -> float:
        """The year's pot, less what is taken off it for some years."""
        plan = self.strategy.prevention
        cut = plan.cut_from_year <= month // 12 < plan.cut_from_year + plan.cut_years
        return self.pot * (1.0 - plan.cut_share) if cut else self.pot

    def _set_practice(self, month: int) -> None:
        """How support is chosen and delivered, on the way from usual practice to the strategy's."""
        levers, progress = self.model.town.levers, self._progress(month)
        levers.early_offer[0] = self.strategy.early_offer
        levers.quick_first[0] = self.strategy.quick_first
        levers.team_factor[0] = 1.0 + (self.strategy.team_factor - 1.0) * progress
        for k, name in enumerate(self.model.model_ids):
            on_the_way = (self.strategy.preference.get(name, 1.0) - 1.0) * progress * self.rule.adopted[k]
            levers.preference[k] = (1.0 + on_the_way) * self.rule.factors[k]
            own = self.model.town.catalogue.models.list_share[k]
            levers.list_share[k] = self.strategy.lists.get(name, own) if month >= 0 else own
        for fifth, factor in enumerate(self.influence.factors):
            levers.plan_factor[fifth] = self.rule.hours_kept * factor
            levers.reach[fifth] = factor

    def _progress(self, month: int) -> float:
        """How far the strategy has been put in place: 0 before the comparison, 1 at the end of its ramp."""
        year = month // 12 - self.rule.wait_years
        if month < 0 or year < 0:
            return 0.0
        years = self.strategy.prevention.ramp_years + sum(self.strategy.inertia.values())
        return min((year + 1) / years, 1.0) if years > 0 else 1.0

    def after_month(self) -> None:
        """Pay for empty places and change, watch spending against the budget; at the year's end, close the books."""
        month, t = self.model.month, self.model.month + self.model.burn_in
        if month < 0:
            self._unlimited_starts.append(int(NO_LIMIT - self.model.town.levers.start_pence[0]))
            return
        change = self.budget.available * self.rule.change_share + self.influence.cost_pence
        self.capacity.pay(t, change / 12)
        done = month % 12 + 1
        first = t - done + 1
        recent = self._spend(max(t + 1 - RECENT, first), t + 1) / min(RECENT, done)
        spent = self._spend(first, t + 1)
        self.controls.watch(spent, recent, done, self.budget.total)
        if done == 12:
            self._close_year(spent)

    # each year

    def _average_spend(self, adults: int) -> float:
        """Pence a year of an average council for so many adults."""
        return adults * self.model.parameters.value("council.gross_spend_gbp_per_adult") * 100

    def open_burn_in(self, adults: int) -> None:
        """The pot of the burn-in: the usual share of the usual spend of an average council."""
        self.pot = self._average_spend(adults) * self.model.parameters.value("council.prevention_share")
        self.shares.start(self.model.town.levers, self.pot / 12)

    def memory(self) -> dict[str, Any]:
        """What a branch of the same past must remember."""
        return {"pot": self.pot, "unlimited_starts": tuple(self._unlimited_starts)}

    def remember(self, memory: dict[str, Any]) -> None:
        """Take over the memory of the common past."""
        self.pot = memory["pot"]
        self._unlimited_starts = list(memory["unlimited_starts"])
        self.shares.start(self.model.town.levers, self.pot / 12)

    def _open_books(self) -> None:
        """The last year of the burn-in is the base: what it cost, less the overspend councils open with.

        Of a shorter burn-in, what there is of it. Without one, the base is an average council's spend, and nothing
        limits assessments and starts.
        """
        t = self.model.burn_in
        months = min(t, 12)
        spend, self.controls.usual_assessments = self._average_spend(self.model.setting.adults), NO_LIMIT
        if months > 0:
            requests = self.model.town.journal.counts[t - months : t, self.model.counts["requests"]].sum() / months
            slack = self.model.parameters.value("council.assessment_slack")
            self.controls.usual_assessments = requests * slack
            spend = self._spend(t - months, t) / (months / 12)
        self.budget.open(spend)
        last_year = self._unlimited_starts[-12:] or [NO_LIMIT]
        self.controls.usual_starts = int(np.mean(last_year))

    def _set_year(self, year: int) -> None:
        """The yearly round: budget, the rule's decision, the pot, fees, and who is heard."""
        plan, budget, rule = self.strategy.prevention, self.budget, self.rule
        budget.set_year(year)
        rule.decide(year, budget.available)
        doubled = year < plan.double_running_years
        extra = budget.available * self._share("double_running_share") if doubled else 0.0
        self._set_pot(year, budget.available, extra)
        budget.add(extra + budget.available * rule.extra_share)
        self.fees.set_year(self.controls.mean_of_year if year > 0 else 0.0, self._progress(year * 12), rule.fees_kept)
        self.influence.decide()

    def _set_pot(self, year: int, available: float, extra: float) -> None:
        start = available * self._share("start_share")
        floor = available * self._share("floor_share")
        if self.rule.pot_share is not None:
            self.pot = available * self.rule.pot_share + extra
        elif self.strategy.prevention.rule == "ring_fenced":
            target = available * self._share("target_share")
            self.pot = start + (target - start) * self._progress(year * 12) + extra
        else:
            self.pot = self._residual(year, available, floor, start)
        self.pot *= self.rule.kept

    def _residual(self, year: int, available: float, floor: float, start: float) -> float:
        """What duties are expected to leave, approached by a share of the way each year: services close with a lag.

        In the first year it is what councils spend now; so it is where nothing binds, or where no duty comes first.
        """
        if year == 0 or not (self.strategy.cash_limit and self.strategy.duty):
            return start
        t = self.model.month + self.model.burn_in
        duties = self._spend(t - 12, t) - self._pot_spend(t - 12, t)
        left = min(max(available - self.budget.recovering - duties, floor), start)
        return self.pot + self.model.parameters.value("council.pot_adjustment") * (left - self.pot)

    def _share(self, name: str) -> float:
        """A share of the budget that the strategy's prevention plan gives as a number or a parameter."""
        return self._resolved(getattr(self.strategy.prevention, name), "prevention", name)

    def _resolved(self, quantity: float | str, *where: str) -> float:
        return resolve(quantity, self.model.parameters, ("strategies", self.strategy.id, *where))

    def _close_year(self, spend: float) -> None:
        budget, rule = self.budget, self.rule
        figures = {
            "budget": budget.total,
            "spend": spend,
            "pot": self.pot,
            "control": self.controls.mean_of_year,
            "recovering": budget.recovering,
            "reserve": budget.reserve,
            "grant": budget.available * budget.grant_share,
            "kept": rule.kept,
            "fees": self.fees.index,
            "adopted": float(rule.adopted.sum()),
        }
        figures |= {f"influence_{fifth}": share for fifth, share in zip(FIFTHS, self.influence.shares, strict=True)}
        for name, figure in figures.items():
            self.series[name].append(figure)
        budget.close_year(spend)
        self.controls.lift()
