"""The market: providers earn, close, and open anew."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from naive.quality import steady
from naive.support import end
from naive.things import Arrangement, Provider
from simulation.kernels.chance import ENTRY, EXIT
from simulation.state.codes import (
    AWAITING_START,
    CARE_HOME,
    CLOSES,
    END_PROVIDER_CLOSED,
    FROM_HOURS,
    GOES_ON,
    HOSPITAL,
    IN_CRISIS,
    INADEQUATE,
    MOVE_SUDDEN,
    OPENS,
    OWN_HOME,
    UNRATED,
)

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem

QUARTER = 3


def step(town: NaiveEcosystem) -> None:
    """What providers decided is done: people lose their support in the order in which it began."""
    for support in town.arrangements:
        if support.open and support.provider is not None and support.provider.plan == CLOSES:
            displace(town, support)
    for provider in town.providers:
        if provider.plan == CLOSES:
            leave(provider)
            town.record.market[provider.model.row, "closed"] += 1
        elif provider.plan == OPENS:
            enter(town, provider)
            town.record.market[provider.model.row, "opened"] += 1
        provider.plan = GOES_ON


def displace(town: NaiveEcosystem, support: Arrangement) -> None:
    """Home from where the provider housed the person, who is due the same kind of support at once."""
    person = support.person
    end(town, support, END_PROVIDER_CLOSED)
    town.record.market[support.model.row, "displaced"] += 1
    person.changed = town.month
    if person.setting not in (OWN_HOME, HOSPITAL):
        person.go_home(MOVE_SUDDEN)
    if person.stage != AWAITING_START:
        person.stage, person.stage_since, person.wanted = AWAITING_START, town.month, support.model.row
    person.urgency = IN_CRISIS


def leave(provider: Provider) -> None:
    provider.is_open, provider.places, provider.posts_wanted = False, 0, 0
    provider.rating, provider.lean = UNRATED, 0
    for post in provider.posts:
        if post.staffed:
            post.staffed, post.generation = False, post.generation + 1


def enter(town: NaiveEcosystem, provider: Provider) -> None:
    """As large as the one before, with a culture of its own."""
    provider.is_open, provider.opened = True, town.month
    provider.places, provider.posts_wanted = provider.capacity, provider.posts_usual
    more, less, _, _ = town.draws(ENTRY, provider.row)
    provider.culture = (more - less) * town.rates.quality_culture
    provider.quality = steady(town, provider)
    provider.inspection = town.month + town.rates.inspection_months[UNRATED]


def margin(town: NaiveEcosystem, provider: Provider) -> float:
    """Share of income left: income shrinks with places not filled or hours not staffed, only pay shrinks with it."""
    rates, value = town.rates, town.council.value
    vacant = max(provider.posts_wanted - provider.staffed, 0) / max(provider.posts_wanted, 1)
    pay = provider.pay_ratio * rates.pay_level * (1.0 + rates.vacancy_premium * vacant)
    if provider.model.source == FROM_HOURS:
        room = provider.staffed_minutes(rates.minutes_post)
        filled = min(room / provider.planned_minutes, 1.0) if provider.planned_minutes else 1.0
    else:
        kind = "care_home" if provider.model.where == CARE_HOME else "other"
        filled = provider.filled / max(provider.places, 1) / value(f"population.occupancy.{kind}")
    income = provider.model.price_pence * filled * (provider.paid / 1000)
    cost = provider.cost_pence * (rates.pay_share * pay * filled + 1.0 - rates.pay_share)
    return 1.0 - cost / income if income > 0 else -1.0


def look_ahead(town: NaiveEcosystem) -> None:
    """Each quarter: lean times are counted, some decide to close, and where people wait somebody may open."""
    waiting = Counter(person.wanted for person in town.people if person.stage == AWAITING_START)
    rates = town.rates
    for provider in town.providers:
        if provider.is_open:
            provider.lean = provider.lean + 1 if margin(town, provider) < rates.lean_margin else 0
            chance = QUARTER * rates.exit[provider.model.row] * rates.exit_ownership[provider.ownership]
            chance *= rates.exit_lean if provider.lean >= rates.lean_quarters else 1.0
            chance *= rates.exit_inadequate if provider.rating == INADEQUATE else 1.0
            if town.draws(EXIT, provider.row)[0] < chance and len(staying(town, provider)) > 1:
                provider.plan = CLOSES
        elif waiting[provider.model.row] > 0 and town.draws(ENTRY, provider.row)[0] < rates.entry:
            provider.plan = OPENS


def staying(town: NaiveEcosystem, provider: Provider) -> list[Provider]:
    """Open providers of the same kind that have not decided to close."""
    return [p for p in town.providers if p.model is provider.model and p.is_open and p.plan != CLOSES]
