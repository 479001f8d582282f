"""Delivery: hours that come, and which faces bring them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naive.faces import (
    book,
    close_window,
    keep_key_worker,
    key_match,
    meet_workers,
    others_of,
    team_of,
    tell,
    tell_key_worker,
    visitors,
)
from naive.things import Arrangement
from simulation.state.arrangements import WINDOW_MONTHS
from simulation.state.codes import HOSPITAL

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem

WEEK_MINUTES = 7 * 24 * 60


def step(town: NaiveEcosystem) -> None:
    """Everybody's month of support, in the order in which it began."""
    for support in town.arrangements:
        if support.open:
            deliver(town, support)
            if support.key_face is not None:
                town.record.visits[support.model.row, "key_workers"] += 1
                town.record.visits[support.model.row, "key_match"] += key_match(town, support)


def deliver(town: NaiveEcosystem, support: Arrangement) -> None:
    """The provider's share of the plan comes, less visits that nobody makes; nobody is visited in hospital."""
    person, model, provider = support.person, support.model, support.provider
    ratio = 1000 if provider is None else provider.ratio(town.rates.minutes_post)
    in_hospital = person.setting == HOSPITAL
    support.delivered = 0 if in_hospital else support.minutes * ratio // 1000
    if provider is not None and not in_hospital:
        if model.visit_minutes > 0 and support.delivered > 0:
            missed = visit(town, support)
            lost = missed * model.visit_minutes * 1000 // town.rates.weeks_permille
            support.delivered = max(support.delivered - lost, 0)
        town.record.visits[model.row, "planned_minutes"] += support.minutes
        town.record.visits[model.row, "missed_minutes"] += support.minutes - support.delivered
    if model.full_help and not in_hospital:
        person.paid_minutes = (person.asked_minutes - person.unpaid_minutes) * ratio // 1000
    else:
        person.paid_minutes = min(support.delivered, WEEK_MINUTES)


def visit(town: NaiveEcosystem, support: Arrangement) -> int:
    """A month of visits: who came, the key worker, and every six months the indices; returns how many were missed."""
    visits = support.delivered * town.rates.weeks_permille // 1000 // support.model.visit_minutes
    team = team_of(town, support)
    drawn = visitors(town, support, team, visits)
    came = [worker for worker in drawn if worker is not None]
    lost = meet_workers(town, support, team)
    book(support, [*team, *others_of(support, team)], came)
    keep_key_worker(town, support, team, came, visits)
    tell_key_worker(town, support, lost)
    if came:
        tell(town, support, "visited")
        tell(town, support, "faces", len(set(came)))
    if town.month - support.window >= WINDOW_MONTHS - 1:
        close_window(town, support)
    return len(drawn) - len(came)
