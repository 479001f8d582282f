"""Quality of providers, and what an inspector says of it.

Quality is a log odds: with an inspector of usual noise (logistic, scale 1), a provider of quality q is called good or
better with chance 1 / (1 + exp(-q)). It goes a small share of the way each month to where its causes point: the kind of
service, the provider's own culture, its owner, its size, training, and posts vacant and leavers above the usual. Rated
providers are inspected at intervals that depend on the last rating.
"""

from __future__ import annotations

import math

from simulation.kernels.chance import INSPECT, uniforms
from simulation.kernels.compiling import rule
from simulation.state.codes import GOOD, INADEQUATE, OUTSTANDING, REQUIRES_IMPROVEMENT, UNRATED
from simulation.state.journal import MARKET_NAMES

_OPEN = MARKET_NAMES.index("open")
_FIRST_RATING = MARKET_NAMES.index("unrated")
_SMALL = MARKET_NAMES.index("small_rated")
_LARGE = MARKET_NAMES.index("large_rated")
_OWNED = MARKET_NAMES.index("for_profit_rated")
_AN_OWNER = MARKET_NAMES.index("voluntary_rated") - _OWNED
_RATED, _GOOD, _STAFFED, _LEAVERS = 0, 1, 2, 3  # columns of an owner, the first two also of a size


@rule
def steady(providers, rates, provider):
    """Quality to which a provider tends with usual training, vacancies and turnover."""
    m = providers.model[provider]
    own = rates.quality_ownership[providers.ownership[provider]]
    return (
        rates.quality_base[m]
        + providers.culture[provider]
        + own
        + rates.quality_size * math.log(providers.relative_size[provider])
    )


@rule
def _target(providers, models, rates, provider, staffed, leavers):
    """Where quality tends now, ``staffed`` posts being filled after ``leavers`` left in the month."""
    m, wanted = providers.model[provider], providers.posts_wanted[provider]
    target = steady(providers, rates, provider)
    target += rates.quality_training * (providers.training[provider] * rates.training_level - 1.0)
    if wanted > 0 and models.refill[m] > 0.0:
        vacant = max(wanted - staffed, 0) / wanted
        target += rates.quality_vacancy * (vacant - models.turnover[m] / (models.turnover[m] + models.refill[m]))
    if staffed + leavers > 0:
        target += rates.quality_turnover * 12 * (leavers / (staffed + leavers) - models.turnover[m])
    return target


@rule
def _rating(rates, seen):
    """What an inspector says who sees so much quality."""
    if seen < rates.cut_inadequate:
        return INADEQUATE
    if seen < 0.0:
        return REQUIRES_IMPROVEMENT
    return OUTSTANDING if seen >= rates.cut_outstanding else GOOD


@rule
def change(providers, models, rates, provider, staffed, leavers, seed, month):
    """Move quality; when an inspection is due, write the rating and when the next is."""
    if not rates.inspected[providers.model[provider]]:
        return
    target = _target(providers, models, rates, provider, staffed, leavers)
    providers.quality[provider] += rates.quality_pace * (target - providers.quality[provider])
    if providers.inspection[provider] > month:
        return
    u = uniforms(seed, INSPECT, provider, month)[0]
    rating = _rating(rates, providers.quality[provider] + rates.inspection_noise * math.log(u / (1.0 - u)))
    providers.rating[provider] = rating
    providers.inspection[provider] = month + rates.inspection_months[rating]


@rule
def count(providers, rates, journal, t, provider, staffed, leavers):
    """Count an open provider in the month's market."""
    rating, line = providers.rating[provider], journal.market[t, providers.model[provider]]
    line[_OPEN] += 1
    owner = _OWNED + _AN_OWNER * providers.ownership[provider]
    line[owner + _STAFFED] += staffed
    line[owner + _LEAVERS] += leavers
    if not rates.inspected[providers.model[provider]]:
        return
    line[_FIRST_RATING + rating] += 1
    if rating == UNRATED:
        return
    good = 1 if rating >= GOOD else 0
    size = _SMALL if providers.relative_size[provider] < 1.0 else _LARGE
    line[size + _RATED] += 1
    line[size + _GOOD] += good
    line[owner + _RATED] += 1
    line[owner + _GOOD] += good
