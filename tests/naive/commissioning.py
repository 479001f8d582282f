"""What a council decides once a year beside its pot: five rules, each a function of the council and the year."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING

from simulation.kernels.chance import EVALUATE
from simulation.state.codes import CLASS_NAMES, COUNCIL, SETTING_NAMES

if TYPE_CHECKING:
    from naive.council import Council

AREAS = ("own_home", "accommodation", "day_and_work", "leaving_hospital", "whole_community")
LIVES_IN = {"tenancy", "carer_home", "care_home"}


def fresh(council: Council) -> SimpleNamespace:
    """Nothing decided yet."""
    learns = council.strategy.decision.rule == "learn"
    models = len(council.models)
    return SimpleNamespace(
        kept=1.0,
        hours=1.0,
        fees=1.0,
        factors=[1.0] * models,
        adopted=[0.0 if learns else 1.0] * models,
        pot_share=None,
        extra=0.0,
        change=0.0,
        opening=None,
        aim=None,
        mean=[0.0] * models,
        sd=[council.strategy.decision.prior_sd] * models,
    )


def decide(council: Council, year: int) -> None:
    """The one rule of the strategy."""
    rules = {
        "hold": lambda *_: None,
        "uniform_cut": uniform_cut,
        "shift_areas": shift_areas,
        "stabilise_first": stabilise_first,
        "learn": learn,
    }
    rules[council.strategy.decision.rule](council, council.strategy.decision, council.decided, year)


def uniform_cut(council: Council, rule, decided: SimpleNamespace, year: int) -> None:
    """Cut, or give back, what last year cost above this year's money, so much at most; some of it off fees."""
    last = council.spend(council.town.history[-13:-1])
    if last > 0:
        least, most = decided.kept * (1.0 - rule.most_per_year), decided.kept * (1.0 + rule.most_per_year)
        decided.kept = min(max(decided.kept * council.available / last, least), most, 1.0)
        missing = 1.0 - decided.kept
        decided.hours = 1.0 - missing * (1.0 - rule.fee_share)
        decided.fees = 1.0 - missing * rule.fee_share


def area(council: Council, service: int) -> str | None:
    """The area of a support model or programme; assessment and the like are in none."""
    models, rows = len(council.models), council.rows
    if service >= models + len(council.programmes):
        return None
    if service >= models:
        return rows.programmes[council.programmes[service - models]].area
    named = rows.support_models[council.models[service]].area
    if named is not None:
        return named
    where = SETTING_NAMES[council.town.models[service].where]
    return "accommodation" if where in LIVES_IN else {"hospital": "leaving_hospital"}.get(where, where)


def shift_areas(council: Council, rule, decided: SimpleNamespace, year: int) -> None:
    """Shares of the five areas move towards the aim; preference follows; what shrinks costs money to close."""
    spent = dict.fromkeys(AREAS, 0)
    for record in council.town.history[-13:-1]:
        for (payer, service, _), pence in record.ledger.items():
            where = area(council, service)
            if payer == COUNCIL and where is not None:
                spent[where] += int(pence)
    total = sum(spent.values())
    if total == 0:
        return
    now = {name: pence / total for name, pence in spent.items()}
    before = decided.aim or now
    decided.opening = decided.opening or now
    far = rule.per_year * (year + 1)
    decided.aim = {
        name: decided.opening[name] + min(max(rule.areas.get(name, 0.0) - decided.opening[name], -far), far)
        for name in AREAS
    }
    for k in range(len(council.models)):
        name = area(council, k)
        wanted = decided.aim[name] / now[name] if now[name] > 0 else math.inf
        decided.factors[k] *= min(max(wanted, 1.0 - rule.most_step), 1.0 + rule.most_step)
    decided.pot_share = decided.aim["leaving_hospital"] + decided.aim["whole_community"]
    decided.change = rule.decommission_share * sum(max(before[name] - decided.aim[name], 0.0) for name in AREAS)


def stabilise_first(council: Council, rule, decided: SimpleNamespace, year: int) -> None:
    """Extra cash for some years; then a year's cost of co-design."""
    decided.extra = rule.cash_share if year < rule.years else 0.0
    decided.change = rule.codesign_share if year == rule.years else 0.0


def learn(council: Council, rule, decided: SimpleNamespace, year: int) -> None:
    """Beliefs about what each long-term model saves; prefer, or avoid, those sure enough to pay in time."""
    decided.change = rule.trial_share if year == 0 else 0.0
    last, figures = council.town.history[-13:-1], {}
    long_term = [m for m in council.town.models if m.months == 0 and CLASS_NAMES[m.spend_class] != "unpaid"]
    for model in long_term:
        pence = int(council.spend(last, {model.row}))
        months = sum(n for one in last for (m, own, _), n in one.stock.items() if m == model.row and not own)
        figures[model.row] = (pence, months)
    spent, lived = (sum(figure[k] for figure in figures.values()) for k in (0, 1))
    if spent > 0 and lived > 0:
        for row, (pence, months) in figures.items():
            if months > 0:
                saving = 1.0 - pence / months / (spent / lived)
                see(council, rule, decided, row, saving, months / 12, 0)
                see(council, rule, decided, row, saving, rule.trial_people if year == 0 else 0, 1)
    for k, name in enumerate(council.models):
        wanted = council.strategy.preference.get(name, 1.0)
        good = decided.mean[k] if wanted >= 1.0 else -decided.mean[k]
        sure = good - rule.risk_aversion * decided.sd[k]
        decided.adopted[k] = float(sure * rule.horizon_years > council.value("council.adoption_cost_years"))


def see(council: Council, rule, decided: SimpleNamespace, k: int, saving: float, people: float, ordinal: int) -> None:
    """A figure with an error that shrinks with the people seen; a belief that is certain does not move."""
    if people <= 0 or decided.sd[k] == 0.0:
        return
    error = rule.case_sd / math.sqrt(people)
    if error == 0.0:
        decided.mean[k], decided.sd[k] = saving, 0.0
        return
    u, v, _, _ = council.town.draws(EVALUATE, 2 * k + ordinal)
    figure = saving + error * math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * v)
    old, new = 1.0 / (decided.sd[k] * decided.sd[k]), 1.0 / (error * error)
    decided.mean[k] = (decided.mean[k] * old + figure * new) / (old + new)
    decided.sd[k] = math.sqrt(1.0 / (old + new))
