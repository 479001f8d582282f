"""Contracts: what a provider asks, what those it supports can do, what it is paid and whether it is preferred."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING

from naive.things import Provider
from simulation.state.catalogue import NO_AWARD

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem


def step(town: NaiveEcosystem) -> None:
    """Before the month's starts: providers of support models with a contract are compared with the model's mean."""
    for model in town.models:
        if model.price_weight != NO_AWARD or model.outcome_pay > 0:
            compare(town, model)


def compare(town: NaiveEcosystem, model: SimpleNamespace) -> None:
    providers = town.providers[model.provider_first : model.provider_last]
    rivals, people = [p for p in providers if p.is_open], sum(p.filled for p in providers)
    asked, kept = sum(asks(town, p) for p in rivals), {p: skill_kept(town, p) for p in providers}
    usual = sum(kept.values()) / people if people else 0.0
    for provider in providers:
        cheaper = 1.0 - asks(town, provider) * len(rivals) / asked if provider.is_open and asked > 0 else 0.0
        better = kept[provider] / provider.filled - usual if provider.filled else 0.0
        at_risk = model.outcome_pay * min(max(better / town.rates.contract_full, -1.0), 1.0)
        price = 1.0
        if model.price_weight != NO_AWARD:
            provider.merit = model.price_weight * cheaper + (1.0 - model.price_weight) * better
            price -= model.price_weight * cheaper
        provider.paid = int(1000 * max(price + at_risk, 0.0) + 0.5)


def asks(town: NaiveEcosystem, provider: Provider) -> float:
    """Pence an hour: the usual cost, its pay part at the provider's own pay."""
    share, pay = town.rates.pay_share, provider.pay_ratio * town.rates.pay_level
    return provider.cost_pence * (share * pay + 1.0 - share)


def skill_kept(town: NaiveEcosystem, provider: Provider) -> float:
    """Above what is usual for each person's need, added up in the order in which support began."""
    people = [support.person for support in sorted(provider.clients, key=lambda support: support.row)]
    return sum((person.skill - town.rates.skill_usual[person.need] for person in people), 0.0)


def skill_taught(town: NaiveEcosystem, model: SimpleNamespace, provider: Provider | None) -> tuple[float, float]:
    """Skill gained and lost in a month: where pay hangs on outcome, time turns from doing for to doing with."""
    if provider is None or model.outcome_pay <= 0:
        return model.skill_gain, model.skill_loss
    well_run = 1.0 / (1.0 + math.exp(-provider.quality))
    turned = model.outcome_pay * town.rates.contract_working * well_run
    return model.skill_gain + turned * town.rates.contract_gain, model.skill_loss * (1.0 - turned)
