"""Workforce: care workers leave, posts stand vacant, posts are filled."""

from __future__ import annotations

import math
from collections import Counter
from types import SimpleNamespace
from typing import TYPE_CHECKING

from naive.things import Post, Provider
from simulation.kernels.chance import STAFF
from simulation.state.codes import AWAITING_START, FROM_HOURS

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem


def step(town: NaiveEcosystem) -> None:
    for provider in town.providers:
        for number, post in enumerate(provider.posts):
            staff_post(town, provider, post, wanted=number < provider.posts_wanted)


def staff_post(town: NaiveEcosystem, provider: Provider, post: Post, wanted: bool) -> None:
    """A worker may leave; a vacant post that is wanted may be filled."""
    u_leave, u_fill, _, _ = town.draws(STAFF, post.row)
    model, staff = provider.model, town.record.staff
    if post.staffed:
        if u_leave < chance_to_leave(town, model, provider, post):
            post.staffed, post.generation = False, post.generation + 1
            staff[model.row, "leavers"] += 1
    elif wanted and u_fill < model.refill:
        post.staffed, post.since = True, town.month
    staff[model.row, "staffed_posts"] += int(post.staffed)
    staff[model.row, "wanted_posts"] += int(wanted)


def chance_to_leave(town: NaiveEcosystem, model: SimpleNamespace, provider: Provider, post: Post) -> float:
    """Less for better pay, more in the first year."""
    chance = model.turnover * math.exp(-town.rates.leave_pay * (provider.pay_ratio - 1.0))
    return chance * town.rates.leave_new if town.month - post.since < 12 else chance


def plan_posts(town: NaiveEcosystem) -> None:
    """Each quarter a provider that sells hours wants posts for what it has promised, its share of those who wait for
    its model (at the mean of its plans), and some to spare."""
    waiting = Counter(person.wanted for person in town.people if person.stage == AWAITING_START)
    spare = 1.0 + town.council.value("provider.spare_posts_share")
    for provider in town.providers:
        model = provider.model
        if model.source != FROM_HOURS:
            continue
        promised, rivals = provider.planned_minutes, model.provider_last - model.provider_first
        least = max(model.minutes_week, town.rates.plan_min_minutes)
        each = promised / provider.filled if provider.filled else least
        minutes = (promised + each * waiting[model.row] / rivals) * spare
        provider.posts_wanted = min(int(minutes / town.rates.minutes_post) + 1, len(provider.posts))
