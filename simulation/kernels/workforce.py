"""Workforce: care workers leave, posts stand vacant, posts are filled; what that does to quality.

A worker leaves with the hazard of the support model, times exp of what is better or worse than usual in this job: pay,
training, visits too short for the work, how well the provider is run, who owns it, and the worker's strongest tie to a
person visited; and more often in the first year. A vacant post that the provider wants filled is filled with the
model's monthly chance.
"""

from __future__ import annotations

import math

import numpy as np

from simulation.kernels.chance import STAFF, uniforms
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.faces import team_post
from simulation.kernels.quality import change, count
from simulation.state.codes import NEVER, NOBODY
from simulation.state.place import ARRANGEMENTS

_STAFFED, _WANTED, _LEAVERS = 0, 1, 2  # columns of journal.staff


@rule
def _feel_bonds(place, scratch):
    """How strong each worker's strongest tie to a person visited is."""
    arr = place.arrangements
    for post in range(place.posts.provider.shape[0]):
        scratch.bond[post] = np.float32(0.0)
    for row in range(place.counters[ARRANGEMENTS]):
        if arr.ended[row] == NEVER and arr.key_face[row] != NOBODY:
            post = team_post(place, row, arr.key_face[row])
            scratch.bond[post] = max(scratch.bond[post], arr.key_strength[row])


@rule
def _job(providers, models, rates, m, provider):
    """Log hazard of leaving that all workers of a provider share, against the usual job of its model."""
    better_pay = providers.pay_ratio[provider] * rates.pay_level - 1.0
    better_training = providers.training[provider] * rates.training_level - 1.0
    better_run = providers.quality[provider] - rates.quality_base[m] if rates.inspected[m] else 0.0
    short = 0.0
    if models.visit_minutes[m] > 0:
        short = max(1.0 - models.visit_minutes[m] / rates.visit_usual, 0.0)
    log = rates.leave_pay * better_pay + rates.leave_training * better_training + rates.leave_short * short
    return log + rates.leave_quality * better_run + rates.leave_ownership[m, providers.ownership[provider]]


@rule
def _leaves(place, models, rates, scratch, m, job, post, u, month):
    closer = np.float64(scratch.bond[post]) - rates.tie_usual[m]
    hazard = models.leave_base[m] * math.exp(job + rates.leave_tie * closer)
    if month - place.posts.since[post] < 12:
        hazard *= rates.leave_new
    return u < hazard


@rule
def _staff_posts(place, catalogue, rates, scratch, journal, t, provider, seed, month):
    """Walk a provider's posts: who leaves, which vacancies are filled; returns posts staffed, and leavers."""
    posts, providers, models = place.posts, place.providers, catalogue.models
    m, staffed, leavers = providers.model[provider], 0, 0
    job = _job(providers, models, rates, m, provider)
    for post in range(providers.post_first[provider], providers.post_last[provider]):
        wanted = post - providers.post_first[provider] < providers.posts_wanted[provider]
        u_leave, u_fill, _, _ = uniforms(seed, STAFF, post, month)
        if posts.staffed[post]:
            if _leaves(place, models, rates, scratch, m, job, post, u_leave, month):
                posts.staffed[post] = 0
                posts.generation[post] += 1
                leavers += 1
        elif wanted and u_fill < models.refill[m]:
            posts.staffed[post] = 1
            posts.since[post] = month
        staffed += posts.staffed[post]
    journal.staff[t, m, _STAFFED] += staffed
    journal.staff[t, m, _WANTED] += providers.posts_wanted[provider]
    journal.staff[t, m, _LEAVERS] += leavers
    return staffed, leavers


@kernel
def settle(place, catalogue, rates, scratch, journal, t, seed, month):
    """Walk the providers: workers leave and start, quality follows, the inspector calls."""
    _feel_bonds(place, scratch)
    providers = place.providers
    for provider in range(providers.model.shape[0]):
        if providers.is_open[provider]:
            staffed, leavers = _staff_posts(place, catalogue, rates, scratch, journal, t, provider, seed, month)
            change(providers, catalogue.models, rates, provider, staffed, leavers, seed, month)
            count(providers, rates, journal, t, provider, staffed, leavers)
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
