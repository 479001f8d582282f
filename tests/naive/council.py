"""The council: a cash limit, a duty, and a pot for prevention. Money is in pence."""

from __future__ import annotations

from statistics import mean
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np

from simulation.state.codes import COUNCIL, PER_HOUR

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from simulation.catalogue.types import Strategy
    from simulation.evidence.parameters import Parameters

NO_LIMIT = (2**63 - 1) // 2


def no_levers(models: int, programmes: int) -> SimpleNamespace:
    """Levers before anybody has set them."""
    return SimpleNamespace(
        eligible_need=0,
        assessments=0,
        start_pence=0,
        preference=[1.0] * models,
        pot_starts=[0] * models,
        programme_places=[0] * programmes,
        programme_eligible=[0] * programmes,
        early_offer=0.0,
        sharer_enquiries=0,
        team_factor=1.0,
    )


class Council:
    """Sets the levers before each month and watches the money after it; a budget and a pot each year."""

    def __init__(
        self,
        town: NaiveEcosystem,
        parameters: Parameters,
        strategy: Strategy,
        names: tuple[list[str], list[str]],
        adults: int,
    ) -> None:
        self.town, self.value, self.adults = town, parameters.value, adults
        self.models, self.programmes = names
        self.pot = 0.0
        self.take_up(strategy)
        self.usual_assessments, self.usual_starts = 0.0, NO_LIMIT
        self.spent_on_starts: list[int] = []
        town.levers.eligible_need = round(self.value("council.eligible_need"))

    def take_up(self, strategy: Strategy) -> None:
        """Another strategy from here on, with nothing left over from the last."""
        self.strategy, self.plan = strategy, strategy.prevention
        self.control = self.budget = self.recovering = self.base = 0.0
        self.growth = 1.0
        self.controls: list[float] = []
        self.left_over: dict[str, float] = {}
        self.years: list[dict[str, float]] = []
        levers = self.town.levers
        levers.pot_starts, levers.sharer_enquiries = [0] * len(self.models), 0
        levers.programme_places = [0] * len(self.programmes)

    # seeing

    def spend(self, months: list, services: set[int] | None = None) -> float:
        """What the council paid in some months, for all services or for some."""
        return float(
            sum(
                pence
                for record in months
                for (payer, service, _), pence in record.ledger.items()
                if payer == COUNCIL and (services is None or service in services)
            )
        )

    def share(self, quantity: float | str) -> float:
        return self.value(quantity) if isinstance(quantity, str) else float(quantity)

    @property
    def average_spend(self) -> float:
        """Pence a year of an average council with as many adults."""
        return self.adults * self.value("council.gross_spend_gbp_per_adult") * 100

    @property
    def progress(self) -> float:
        """How much of the strategy is in place: nothing before the comparison, all after the ramp."""
        if self.town.month < 0:
            return 0.0
        return min((self.town.month // 12 + 1) / self.plan.ramp_years, 1.0) if self.plan.ramp_years > 0 else 1.0

    # before a month

    def before_month(self) -> None:
        month, levers, controls = self.town.month, self.town.levers, self.strategy.controls
        if month == -self.town.burn_in:
            self.pot = self.average_spend * self.value("council.prevention_share")
        if month == 0:
            self.open_books()
        if month >= 0 and month % 12 == 0:
            self.set_year(month // 12)
        self.controls.append(self.control)
        levers.start_pence = levers.assessments = NO_LIMIT
        if month >= 0:
            levers.start_pence = int(self.usual_starts * self.growth * (1.0 - self.control * controls.start_cut))
            levers.assessments = int(self.usual_assessments * self.growth) + 1
        levers.early_offer = self.strategy.early_offer
        levers.team_factor = 1.0 + (self.strategy.team_factor - 1.0) * self.progress
        for k, name in enumerate(self.models):
            levers.preference[k] = 1.0 + (self.strategy.preference.get(name, 1.0) - 1.0) * self.progress
        self.share_pot(self.pot / 12 * (1.0 - self.control * controls.pot_cut))

    def share_pot(self, pence: float) -> None:
        """Turn a month's pence into places; what is left of a place counts next month."""
        levers, rates = self.town.levers, self.town.rates
        for name, share in self.strategy.pot_shares.items():
            if name in self.programmes:
                k = self.programmes.index(name)
                levers.programme_places[k] = self.places(name, pence * share, self.town.programmes[k].cost_pence)
            elif name in self.models:
                k = self.models.index(name)
                levers.pot_starts[k] = self.places(name, pence * share, self.price_of_start(k))
            else:
                enquiry = rates.sharer_recruit_pence / self.value("council.enquiries_per_approval")
                levers.sharer_enquiries = self.places(name, pence * share, enquiry)

    def price_of_start(self, k: int) -> float:
        """What a start costs until it ends, at the least plan where it is priced by the hour."""
        model, rates = self.town.models[k], self.town.rates
        pence = model.price_pence * (model.months * rates.weeks_permille / 1000)
        return pence * (rates.plan_min_minutes / 60) if model.basis == PER_HOUR else pence

    def places(self, name: str, pence: float, price: float) -> int:
        if price <= 0:
            return 0
        exact = pence / price + self.left_over.get(name, 0.0)
        self.left_over[name] = exact - int(exact)
        return int(exact)

    # after a month

    def after_month(self) -> None:
        """Watch the year's spending against the budget; control grows with the overspend that it forecasts."""
        town, month = self.town, self.town.month
        if month < 0:
            self.spent_on_starts.append(NO_LIMIT - town.levers.start_pence)
            return
        done = month % 12 + 1
        year = town.history[-done:]
        recent = self.spend(year[-3:]) / min(3, done)
        forecast = self.spend(year) + recent * (12 - done)
        over = forecast / self.budget - 1.0 if self.budget > 0 else 0.0
        self.control = min(max(over / self.value("council.control_tolerance"), 0.0), 1.0)
        if done == 12:
            self.close_year(self.spend(year))

    # each year

    def open_books(self) -> None:
        """The last year before the comparison, or what there is of it, is the base: its requests, routine starts, and
        its cost less the overspend councils open with. Without a past, nothing but an average budget is a limit."""
        last, spend = self.town.history[-13:-1], self.average_spend
        self.usual_assessments = self.usual_starts = NO_LIMIT
        if last:
            asked = [n for record in last for (name, _), n in record.counts.items() if name == "requests"]
            self.usual_assessments = sum(asked) / len(last) * self.value("council.assessment_slack")
            self.usual_starts = int(mean(self.spent_on_starts[-12:]))
            spend = self.spend(last) / (len(last) / 12)
        self.base = spend / (1.0 + self.value("council.opening_overspend_share"))

    def set_year(self, year: int) -> None:
        """The budget of the year, and the pot: set aside first, or what duties are expected to leave."""
        plan = self.plan
        self.growth = (1.0 + self.value("council.real_growth_per_year")) ** year
        available = self.base * self.growth
        doubled = year < plan.double_running_years
        extra = available * self.share(plan.double_running_share) if doubled else 0.0
        start, floor = available * self.share(plan.start_share), available * self.share(plan.floor_share)
        if plan.rule == "ring_fenced":
            target = available * self.share(plan.target_share)
            self.pot = start + (target - start) * self.progress + extra
        elif year == 0:
            self.pot = start
        else:
            last = self.town.history[-13:-1]
            duties = self.spend(last) - self.spend(last, self.paid_from_pot())
            left = min(max(available - self.recovering - duties, floor), start)
            self.pot += self.value("council.pot_adjustment") * (left - self.pot)
        self.budget = available + extra - self.recovering

    def paid_from_pot(self) -> set[int]:
        """Rows of the ledger that the pot pays for."""
        names = [*self.models, *self.programmes]
        shared = {names.index(name) for name in self.strategy.pot_shares if name in names}
        return shared | {self.town.service("sharer_recruitment")}

    def close_year(self, spend: float) -> None:
        """An overspend is recovered next year, as far as the strategy says; controls are lifted."""
        figures = {"budget": self.budget, "spend": spend, "pot": self.pot, "recovering": self.recovering}
        self.years.append({**figures, "control": float(np.mean(self.controls[-12:]))})
        self.recovering = max(spend - self.budget, 0.0) * self.strategy.overspend_recovery
        self.control = 0.0
