"""Workforce: care workers leave, posts stand vacant, posts are filled; quality follows."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from naive import quality
from naive.choosing import on_the_list
from naive.things import Post, Provider
from simulation.kernels.chance import STAFF
from simulation.state.codes import AWAITING_START, FROM_HOURS

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem


def step(town: NaiveEcosystem) -> None:
    bonds = strongest_ties(town)
    for provider in town.providers:
        if not provider.is_open:
            continue
        staff, row = town.record.staff, provider.model.row
        leavers = 0
        for number, post in enumerate(provider.posts):
            leavers += staff_post(town, provider, post, bonds[post.row], wanted=number < provider.posts_wanted)
        staff[row, "leavers"] += leavers
        staff[row, "staffed_posts"] += provider.staffed
        staff[row, "wanted_posts"] += provider.posts_wanted
        quality.change(town, provider, leavers)
        quality.count(town, provider, leavers)


def strongest_ties(town: NaiveEcosystem) -> Counter:
    """By post: the strength of its worker's strongest tie to somebody whose key worker that is."""
    bonds: Counter = Counter()
    for support in town.arrangements:
        if support.open and support.key_face is not None:
            post = support.post(support.key_face).row
            bonds[post] = max(bonds[post], support.key_strength)
    return bonds


def staff_post(town: NaiveEcosystem, provider: Provider, post: Post, bond: float, wanted: bool) -> bool:
    """A worker may leave (then True); a vacant post that is wanted may be filled."""
    u_leave, u_fill, _, _ = town.draws(STAFF, post.row)
    if post.staffed:
        if u_leave < chance_to_leave(town, provider, post, bond):
            post.staffed, post.generation = False, post.generation + 1
            return True
    elif wanted and u_fill < provider.model.refill:
        post.staffed, post.since = True, town.month
    return False


def chance_to_leave(town: NaiveEcosystem, provider: Provider, post: Post, bond: float) -> float:
    """Less for better pay, training and leadership and a closer tie; more for short visits and in the first year."""
    rates, model = town.rates, provider.model
    log = rates.leave_pay * (provider.pay_ratio * rates.pay_level - 1.0)
    log += rates.leave_training * (provider.training * rates.training_level - 1.0)
    if model.visit_minutes > 0:
        log += rates.leave_short * max(1.0 - model.visit_minutes / rates.visit_usual, 0.0)
    if rates.inspected[model.row]:
        log += rates.leave_quality * (provider.quality - rates.quality_base[model.row])
    log += rates.leave_ownership[model.row][provider.ownership]
    log += rates.leave_tie * (bond - rates.tie_usual[model.row])
    chance = model.leave_base * math.exp(log)
    return chance * rates.leave_new if town.month - post.since < 12 else chance


def plan_posts(town: NaiveEcosystem) -> None:
    """Each quarter a provider that sells hours wants posts for what it has promised, its share of those who wait for
    its model and may choose it (at the mean of its plans), and some to spare."""
    waiting = Counter(person.wanted for person in town.people if person.stage == AWAITING_START)
    spare = 1.0 + town.council.value("provider.spare_posts_share")
    for provider in town.providers:
        model = provider.model
        if model.source != FROM_HOURS or not provider.is_open:
            continue
        rivals = [p for p in on_the_list(town, model) if p.is_open]
        coming = waiting[model.row] if provider in rivals else 0
        promised, least = provider.planned_minutes, max(model.minutes_week, town.rates.plan_min_minutes)
        each = promised / provider.filled if provider.filled else least
        minutes = (promised + each * coming / len(rivals)) * spare
        provider.posts_wanted = min(int(minutes / town.rates.minutes_post) + 1, len(provider.posts))
