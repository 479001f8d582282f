"""The council: a cash limit, a duty, and a pot for prevention. Money is in pence."""

from __future__ import annotations

from statistics import mean
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np

from naive import commissioning
from simulation.state.codes import (
    COUNCIL,
    FROM_HOSPITAL,
    FROM_HOURS,
    FROM_PLACES,
    IN_CRISIS,
    N_FIFTHS,
    PER_HOUR,
)

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from simulation.catalogue.load import CatalogueRows
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
        quick_first=0.0,
        sharer_enquiries=0,
        team_factor=1.0,
        duty_urgency=FROM_HOSPITAL,
        plan_factor=[1.0] * N_FIFTHS,
        reach=[1.0] * N_FIFTHS,
        list_share=[1.0] * models,
    )


class Council:
    """Sets the levers before each month and watches the money after it; a budget and a pot each year."""

    def __init__(
        self,
        town: NaiveEcosystem,
        parameters: Parameters,
        strategy: Strategy,
        rows: CatalogueRows,
        adults: int,
        funding: tuple[float | None, tuple[float, ...]] = (None, ()),
    ) -> None:
        """``funding`` is the share of people in the most deprived fifth, and the real path of the budget."""
        self.town, self.value, self.adults, self.rows = town, parameters.value, adults, rows
        self.models, self.programmes = list(rows.support_models), list(rows.programmes)
        deprived = 1 / N_FIFTHS if funding[0] is None else funding[0]
        slope = self.value("council.grant_share_slope") * (deprived - 1 / N_FIFTHS)
        self.grant_share, self.path = min(max(self.value("council.grant_share") + slope, 0.0), 1.0), funding[1]
        self.prices = [(model.price_pence, model.self_fund_permille) for model in town.models]
        self.pot = 0.0
        self.take_up(strategy)
        self.usual_assessments, self.usual_starts = 0.0, NO_LIMIT
        self.spent_on_starts: list[int] = []
        town.levers.eligible_need = round(self.value("council.eligible_need"))

    def take_up(self, strategy: Strategy) -> None:
        """Another strategy from here on, with nothing left over from the last."""
        self.strategy, self.plan = strategy, strategy.prevention
        self.control = self.budget = self.recovering = self.base = self.available = self.reserve = 0.0
        self.growth = self.fee = 1.0
        self.behind = 0.0  # of fees, from freezes
        self.decided = commissioning.fresh(self)
        self.funded = [self.pot / 12] * self.lag
        self.bought: dict[int, float] = {}
        self.influence, self.by_fifth = [1 / N_FIFTHS] * N_FIFTHS, [1.0] * N_FIFTHS
        self.opening_money: list[float] = []
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
    def lag(self) -> int:
        """Months until more money has become places."""
        return round(self.share(self.plan.lag_months))

    @property
    def progress(self) -> float:
        """How much of the strategy is in place: nothing before the comparison or while waiting, all after the ramp,
        to which each layer of the system adds its years."""
        rule = self.strategy.decision
        year = self.town.month // 12 - (rule.years if rule.rule == "stabilise_first" else 0)
        if self.town.month < 0 or year < 0:
            return 0.0
        ramp = self.plan.ramp_years + sum(self.strategy.inertia.values())
        return min((year + 1) / ramp, 1.0) if ramp > 0 else 1.0

    # before a month

    def before_month(self) -> None:
        month, levers, controls = self.town.month, self.town.levers, self.strategy.controls
        if month == -self.town.burn_in:
            self.pot = self.average_spend * self.value("council.prevention_share")
            self.funded = [self.pot / 12] * self.lag
        if month == 0:
            self.open_books()
        if month >= 0 and month % 12 == 0:
            self.set_year(month // 12)
        self.controls.append(self.control)
        levers.start_pence = levers.assessments = NO_LIMIT
        if month >= 0:
            self.limit(levers, controls)
        levers.early_offer, levers.quick_first = self.strategy.early_offer, self.strategy.quick_first
        levers.team_factor = 1.0 + (self.strategy.team_factor - 1.0) * self.progress
        for k, name in enumerate(self.models):
            change = (self.strategy.preference.get(name, 1.0) - 1.0) * self.progress * self.decided.adopted[k]
            levers.preference[k] = (1.0 + change) * self.decided.factors[k]
            levers.list_share[k] = self.town.models[k].list_share
            if month >= 0 and name in self.strategy.lists:
                levers.list_share[k] = self.strategy.lists[name]
        levers.plan_factor = [self.decided.hours * factor for factor in self.by_fifth]
        levers.reach = list(self.by_fifth)
        cut = month // 12 in range(self.plan.cut_from_year, self.plan.cut_from_year + self.plan.cut_years)
        pot = self.pot * (1.0 - self.plan.cut_share) if cut else self.pot
        self.share_pot(pot / 12 * (1.0 - self.control * controls.pot_cut))

    def limit(self, levers: SimpleNamespace, controls) -> None:
        """What control leaves of the month's starts and assessments; whose need is enough; who must not wait."""
        starts = self.usual_starts * self.growth * (1.0 - self.control * controls.start_cut)
        seen = self.usual_assessments * self.growth * (1.0 - self.control * controls.assessment_cut)
        levers.start_pence, levers.assessments = int(starts * self.decided.kept), int(seen * self.decided.kept) + 1
        levers.eligible_need = round(self.value("council.eligible_need")) + self.strategy.eligibility_bands
        if controls.threshold_at is not None and self.control > 0 and self.control >= controls.threshold_at:
            levers.eligible_need += 1
        levers.duty_urgency = FROM_HOSPITAL if self.strategy.duty else IN_CRISIS + 1

    def share_pot(self, pence: float) -> None:
        """Turn a month's pence into places, no more than lately while services grow; what is left of a place counts
        next month."""
        levers, rates = self.town.levers, self.town.rates
        self.funded.append(pence)
        pence = min(self.funded[len(self.funded) - self.lag - 1 :])
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
        """What a start costs, once and until it ends, at the least plan where it is priced by the hour."""
        model, rates = self.town.models[k], self.town.rates
        pence = model.price_pence * (model.months * rates.weeks_permille / 1000)
        pence = pence * (rates.plan_min_minutes / 60) if model.basis == PER_HOUR else pence
        return pence + model.start_cost_pence

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
        self.pay_for_empty_places()
        panel = self.share(self.strategy.panel.cost_gbp_per_year) * 100 * self.adults / 100_000
        self.pay("change_costs", int((self.available * self.decided.change + panel) / 12))
        done = month % 12 + 1
        year = town.history[-done:]
        recent = self.spend(year[-3:]) / min(3, done)
        forecast = self.spend(year) + recent * (12 - done)
        over = forecast / self.budget - 1.0 if self.budget > 0 else 0.0
        self.control = min(max(over / self.value("council.control_tolerance"), 0.0), 1.0)
        self.control = self.control if self.strategy.cash_limit else 0.0
        if done == 12:
            self.close_year(self.spend(year))

    def pay(self, service: str, pence: int) -> None:
        """In equal whole pence by fifth; what is left over to the first."""
        for fifth in range(N_FIFTHS):
            part = pence // N_FIFTHS + (pence % N_FIFTHS if fifth == 0 else 0)
            self.town.pay(COUNCIL, self.town.service(service), fifth, part)

    def pay_for_empty_places(self) -> None:
        """Places bought in block follow the people in them down, but slowly."""
        block, total = self.value("council.block_share"), 0
        for model in self.town.models:
            if block > 0 and model.source == FROM_PLACES:
                people = sum(n for (m, own, _), n in self.town.record.stock.items() if m == model.row and not own)
                kept = self.bought.get(model.row, 0.0) * (1.0 - 1.0 / self.value("council.closing_months"))
                self.bought[model.row] = max(float(people), kept)
                month = model.price_pence * self.town.rates.weeks_permille // 1000
                total += int(block * (self.bought[model.row] - people) * month)
        self.pay("closing_capacity", total)

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
        self.reserve = self.base * self.value("council.reserve_share")

    def set_year(self, year: int) -> None:
        """The budget of the year, and the pot: set aside first, or what duties are expected to leave."""
        plan, strategy = self.plan, self.strategy
        self.growth = self.funding(year) * (1.0 - self.grant_share * self.grant_cut(year))
        available = self.available = self.base * self.growth
        commissioning.decide(self, year)
        doubled = year < plan.double_running_years
        extra = available * self.share(plan.double_running_share) if doubled else 0.0
        start, floor = available * self.share(plan.start_share), available * self.share(plan.floor_share)
        if self.decided.pot_share is not None:
            self.pot = available * self.decided.pot_share + extra
        elif plan.rule == "ring_fenced":
            target = available * self.share(plan.target_share)
            self.pot = start + (target - start) * self.progress + extra
        elif year == 0 or not strategy.cash_limit or not strategy.duty:
            self.pot = start
        else:
            last = self.town.history[-13:-1]
            duties = self.spend(last) - self.spend(last, self.paid_from_pot())
            left = min(max(available - self.recovering - duties, floor), start)
            self.pot += self.value("council.pot_adjustment") * (left - self.pot)
        self.pot *= self.decided.kept
        self.budget = available + (extra + available * self.decided.extra) - self.recovering
        self.set_fees(year)
        self.hear()

    def funding(self, year: int) -> float:
        """Along the path as far as it goes, and then steadily."""
        growth = 1.0 + self.value("council.real_growth_per_year")
        if year < len(self.path):
            return self.path[year]
        return (self.path[-1] if self.path else 1.0) * growth ** (year - max(len(self.path) - 1, 0))

    def grant_cut(self, year: int) -> float:
        """The share of grants that is gone."""
        gone = min((year + 1) / self.value("council.grant_cut_years"), 1.0)
        return self.value("council.grant_cut") * gone if year < self.value("council.grant_restored_year") else 0.0

    def set_fees(self, year: int) -> None:
        """Fees fall behind while spending is controlled, recover otherwise, rise with the strategy; pay follows."""
        freeze = self.strategy.controls.fee_freeze
        controlled = float(np.mean(self.controls[-12:])) if year > 0 else 0.0
        self.behind = max(self.behind + freeze * (controlled if controlled > 0 else -1.0), 0.0)
        target = 1.0 + (self.strategy.fee_target - 1.0) * self.progress
        fee = max(target - self.behind, self.value("council.fee_floor")) * self.decided.fees
        if fee == self.fee:
            return
        through = self.value("council.fee_pass_through")
        bought = [m for m in self.town.models if m.source in (FROM_HOURS, FROM_PLACES) and not m.paid_from_pot]
        for model in bought:
            price, own = self.prices[model.row]
            model.price_pence, model.self_fund_permille = round(price * fee), round(own / fee)
        for provider in self.town.providers:
            if provider.model in bought:
                provider.pay_ratio *= (1.0 + through * (fee - 1.0)) / (1.0 + through * (self.fee - 1.0))
        self.fee = fee

    def hear(self) -> None:
        """Weigh voice and need by fifth; money for plans and programmes follows, the sum unchanged."""
        if len(self.town.history) < 2:
            return
        fifths, counts, panel = range(N_FIFTHS), self.town.history[-2].counts, self.strategy.panel
        names = ("need_moderate", "need_substantial", "need_high")
        adults = [max(float(counts["people", 2 * f] + counts["people", 2 * f + 1]), 1.0) for f in fifths]
        need = [float(sum(counts[name, 2 * f] + counts[name, 2 * f + 1] for name in names)) for f in fifths]
        lost = self.value("council.voice_lost_to_need")
        voice = [adults[f] * self.value(f"council.voice.{f + 1}") * (1.0 - lost * need[f] / adults[f]) for f in fifths]
        voice, need = shares(voice), shares(need)
        self.influence = [(1.0 - panel.need_weight) * voice[f] + panel.need_weight * need[f] for f in fifths]
        if panel.strength == 0:
            return
        if not self.opening_money:
            self.opening_money = shares([self.spent_on_plans(f) for f in fifths])
        wanted = [
            1.0 + panel.strength * (self.influence[f] / money - 1.0) if money > 0 else 1.0
            for f, money in enumerate(self.opening_money)
        ]
        total = sum(money * one for money, one in zip(self.opening_money, wanted, strict=True))
        self.by_fifth = [one / total for one in wanted]

    def spent_on_plans(self, fifth: int) -> float:
        """What support priced by the hour of its workers cost the council in one fifth in the year before."""
        by_hour = {model.row for model in self.town.models if model.source == FROM_HOURS}
        return float(
            sum(
                pence
                for record in self.town.history[-13:-1]
                for (payer, service, f), pence in record.ledger.items()
                if payer == COUNCIL and f == fifth and service in by_hour
            )
        )

    def paid_from_pot(self) -> set[int]:
        """Rows of the ledger that the pot pays for."""
        names = [*self.models, *self.programmes]
        shared = {names.index(name) for name in self.strategy.pot_shares if name in names}
        return shared | {self.town.service("sharer_recruitment")}

    def close_year(self, spend: float) -> None:
        """An overspend is recovered next year, as far as the strategy says; controls are lifted."""
        figures = {"budget": self.budget, "spend": spend, "pot": self.pot, "recovering": self.recovering}
        figures |= {"reserve": self.reserve, "grant": self.available * self.grant_share}
        figures |= {"kept": self.decided.kept, "fees": self.fee, "adopted": sum(self.decided.adopted)}
        figures |= {f"influence_{f + 1}": share for f, share in enumerate(self.influence)}
        self.years.append({**figures, "control": float(np.mean(self.controls[-12:]))})
        overspend = max(spend - self.budget, 0.0)
        self.recovering = 0.0
        if self.strategy.cash_limit:
            self.recovering = overspend * self.strategy.overspend_recovery
            rest = overspend - self.recovering
            self.recovering += max(rest - self.reserve, 0.0)
            self.reserve = max(self.reserve - rest, 0.0) + max(self.budget - spend, 0.0)
        self.control = 0.0


def shares(amounts: list[float]) -> list[float]:
    """Each over their sum; all alike where there is nothing."""
    total = sum(amounts)
    return [amount / total if total > 0 else 1 / len(amounts) for amount in amounts]
