"""Contracts: how hours of support are awarded to providers, what the council pays for them, and what that does to work.

Of each provider two things are compared with the mean of its support model: what it asks for an hour (its cost at its
own pay) and how far those it supports keep their skill above what is usual for their need. An award weighs the two. The
price is the provider's own as far as the award weighs price; and the share that hangs on outcome rises and falls with
outcome, within its bounds. Where pay hangs on outcome, workers' time goes over from doing for a person to doing with,
more so in a provider that is well run. A support model without award and without pay by outcome has no contract: its
providers are compared with nothing and paid its price.
"""

from __future__ import annotations

import math

from simulation.kernels.compiling import kernel, rule
from simulation.state.catalogue import NO_AWARD
from simulation.state.codes import NEVER, NOBODY
from simulation.state.place import ARRANGEMENTS


@rule
def turned(providers, models, rates, m, provider):
    """How far workers' time has turned to what people can do themselves, 0 to 1."""
    well_run = 1.0 / (1.0 + math.exp(-providers.quality[provider]))
    return models.outcome_pay[m] * rates.contract_working * well_run


@rule
def _asks(providers, rates, provider):
    """What an hour costs the provider at its own pay, pence."""
    pay = providers.pay_ratio[provider] * rates.pay_level
    return providers.cost_pence[provider] * (rates.pay_share * pay + 1.0 - rates.pay_share)


@rule
def _add_up_skill(place, models, rates, scratch):
    people, arr = place.people, place.arrangements
    for provider in range(place.providers.model.shape[0]):
        scratch.kept[provider] = 0.0
    for row in range(place.counters[ARRANGEMENTS]):
        provider = arr.provider[row]
        if arr.ended[row] == NEVER and provider != NOBODY:
            i = arr.person[row]
            scratch.kept[provider] += people.skill[i] - rates.skill_usual[people.need[i]]


@rule
def _compare(providers, models, rates, scratch, m):
    """Merit and pay of the providers of one support model."""
    asked, here, kept, people = 0.0, 0, 0.0, 0
    for provider in range(models.provider_first[m], models.provider_last[m]):
        if providers.is_open[provider]:
            asked += _asks(providers, rates, provider)
            here += 1
        kept += scratch.kept[provider]
        people += providers.filled[provider]
    usual = kept / people if people > 0 else 0.0
    for provider in range(models.provider_first[m], models.provider_last[m]):
        cheaper, better, price, weight = 0.0, 0.0, 1.0, models.price_weight[m]
        if providers.is_open[provider] and asked > 0.0:
            cheaper = 1.0 - _asks(providers, rates, provider) * here / asked
        if providers.filled[provider] > 0:
            better = scratch.kept[provider] / providers.filled[provider] - usual
        if weight != NO_AWARD:
            scratch.merit[provider] = weight * cheaper + (1.0 - weight) * better
            price -= weight * cheaper
        price += models.outcome_pay[m] * min(max(better / rates.contract_full, -1.0), 1.0)
        scratch.paid[provider] = int(1000 * max(price, 0.0) + 0.5)


@kernel
def settle(place, catalogue, rates, scratch):
    """Compare the providers of every support model that has a contract, as the month's starts begin."""
    models, contracts = catalogue.models, 0
    for m in range(models.where.shape[0]):
        if models.price_weight[m] != NO_AWARD or models.outcome_pay[m] > 0.0:
            contracts += 1
    if contracts == 0:
        return
    _add_up_skill(place, models, rates, scratch)
    for m in range(models.where.shape[0]):
        if models.price_weight[m] != NO_AWARD or models.outcome_pay[m] > 0.0:
            _compare(place.providers, models, rates, scratch, m)
