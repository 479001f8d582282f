"""Workforce: care workers leave, posts stand vacant, posts are filled.

A worker leaves with the monthly hazard of the support model, times exp(-k (pay - 1)) for pay relative to usual, and
more often in the first year. A vacant post that the provider wants filled is filled with the model's monthly chance.
"""

from __future__ import annotations

import math

from simulation.kernels.chance import STAFF, uniforms
from simulation.kernels.compiling import kernel, rule
from simulation.state.codes import NOBODY

_STAFFED, _WANTED, _LEAVERS = 0, 1, 2  # columns of journal.staff


@rule
def _leaves(place, models, rates, m, provider, post, u, month):
    hazard = models.turnover[m] * math.exp(-rates.leave_pay * (place.providers.pay_ratio[provider] - 1.0))
    if month - place.posts.since[post] < 12:
        hazard *= rates.leave_new
    return u < hazard


@kernel
def settle(place, catalogue, rates, scratch, journal, t, seed, month):
    """Walk all posts: who leaves, which vacancies are filled."""
    posts, providers, models = place.posts, place.providers, catalogue.models
    for post in range(posts.provider.shape[0]):
        provider = posts.provider[post]
        if provider == NOBODY:
            continue
        m = providers.model[provider]
        wanted = post - providers.post_first[provider] < providers.posts_wanted[provider]
        u_leave, u_fill, _, _ = uniforms(seed, STAFF, post, month)
        if posts.staffed[post]:
            if _leaves(place, models, rates, m, provider, post, u_leave, month):
                posts.staffed[post] = 0
                posts.generation[post] += 1
                journal.staff[t, m, _LEAVERS] += 1
        elif wanted and u_fill < models.refill[m]:
            posts.staffed[post] = 1
            posts.since[post] = month
        journal.staff[t, m, _STAFFED] += posts.staffed[post]
        journal.staff[t, m, _WANTED] += 1 if wanted else 0
    take_stock(place, rates, scratch)


@kernel
def take_stock(place, rates, scratch):
    """Staffed posts of each provider, and the share of its planned minutes they can give, per mille."""
    posts, providers = place.posts, place.providers
    for provider in range(providers.model.shape[0]):
        staffed = 0
        for post in range(providers.post_first[provider], providers.post_last[provider]):
            staffed += posts.staffed[post]
        scratch.staffed[provider] = staffed
        planned = providers.planned_minutes[provider]
        room = staffed * rates.minutes_post
        scratch.ratio[provider] = 1000 if planned <= room else room * 1000 // planned
