"""Quality of providers, and what an inspector says of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from naive.things import Provider
from simulation.kernels.chance import INSPECT
from simulation.state.codes import OWNERSHIP_NAMES, RATING_NAMES

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem


def steady(town: NaiveEcosystem, provider: Provider) -> float:
    """With usual training, vacancies and turnover: kind of service, own culture, owner, size."""
    rates = town.rates
    kind = rates.quality_base[provider.model.row] + provider.culture + rates.quality_ownership[provider.ownership]
    return kind + rates.quality_size * math.log(provider.relative_size)


def target(town: NaiveEcosystem, provider: Provider, leavers: int) -> float:
    """Where quality tends: more training than usual helps, more vacancies and leavers than usual do not."""
    rates, model, staffed = town.rates, provider.model, provider.staffed
    value = steady(town, provider)
    value += rates.quality_training * (provider.training * rates.training_level - 1.0)
    if provider.posts_wanted > 0 and model.refill > 0:
        usual = model.turnover / (model.turnover + model.refill)
        value += rates.quality_vacancy * (max(provider.posts_wanted - staffed, 0) / provider.posts_wanted - usual)
    if staffed + leavers > 0:
        value += rates.quality_turnover * 12 * (leavers / (staffed + leavers) - model.turnover)
    return value


def change(town: NaiveEcosystem, provider: Provider, leavers: int) -> None:
    """Quality follows slowly; an inspector who comes sees it with an error."""
    rates = town.rates
    if not rates.inspected[provider.model.row]:
        return
    provider.quality += rates.quality_pace * (target(town, provider, leavers) - provider.quality)
    if provider.inspection <= town.month:
        u = town.draws(INSPECT, provider.row)[0]
        provider.rating = rating(town, provider.quality + rates.inspection_noise * math.log(u / (1.0 - u)))
        provider.inspection = town.month + rates.inspection_months[provider.rating]


def rating(town: NaiveEcosystem, seen: float) -> int:
    steps = (town.rates.cut_inadequate, 0.0, town.rates.cut_outstanding)
    return 1 + sum(seen >= step for step in steps)


def count(town: NaiveEcosystem, provider: Provider, leavers: int) -> None:
    """The month's market: ratings by size and owner, workers by owner."""
    market, row, owner = town.record.market, provider.model.row, OWNERSHIP_NAMES[provider.ownership]
    market[row, "open"] += 1
    market[row, f"{owner}_staffed_posts"] += provider.staffed
    market[row, f"{owner}_leavers"] += leavers
    if not town.rates.inspected[row]:
        return
    name = RATING_NAMES[provider.rating]
    market[row, name] += 1
    if name == "unrated":
        return
    for group in ("small" if provider.relative_size < 1 else "large", owner):
        market[row, f"{group}_rated"] += 1
        market[row, f"{group}_good"] += int(name in ("good", "outstanding"))
