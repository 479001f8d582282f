"""How support begins and ends, and what that does to where a person lives."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from naive.bonds import begin_tie, end_tie, log_end
from naive.things import Arrangement, Provider, Sharer
from simulation.kernels.chance import TEAM, unit
from simulation.state.arrangements import FACES
from simulation.state.codes import (
    CARE_HOME,
    CARER_HOME,
    IN_CRISIS,
    MOVE_SUDDEN,
    MOVE_UNWANTED,
    MOVE_WANTED,
    NEVER,
    NOT_ASKING,
    OWN_HOME,
    PER_HOUR,
    SHARED_LIVES,
    TENANCY,
)

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person


def weekly_pence(model: SimpleNamespace, minutes: int, self_funded: bool) -> int:
    """Gross price of a week."""
    pence = model.price_pence * minutes // 60 if model.basis == PER_HOUR else model.price_pence
    return pence * model.self_fund_permille // 1000 if self_funded else pence


def priced_for(person: Person, model: SimpleNamespace, pence: int) -> int:
    """A price by the person's need and age."""
    by_need = pence * model.need_permille[person.need] // 1000
    return by_need * model.age_permille[1 if person.older else 0] // 1000


def help_needed(town: NaiveEcosystem, person: Person) -> float:
    """Minutes a week: what the level of need asks, less what the person's skill spares."""
    return town.rates.help_minutes[person.need] * (1.0 - town.rates.help_skill * person.skill)


def planned_minutes(town: NaiveEcosystem, person: Person, model: SimpleNamespace) -> int:
    """A week's minutes: the model's own, or a share, as plans go, of the help that family and friends do not give."""
    if model.minutes_week > 0:
        return model.minutes_week
    rates = town.rates
    missing = help_needed(town, person) - person.unpaid_minutes
    share = int(missing * rates.plan_share * town.levers.plan_factor[person.hood.fifth])
    return min(max(share, rates.plan_min_minutes), rates.plan_max_minutes)


def replan(town: NaiveEcosystem, support: Arrangement) -> None:
    """Fit the plan to the need and the unpaid care of now."""
    support.minutes = planned_minutes(town, support.person, support.model)


def pays_in_full(person: Person, model: SimpleNamespace) -> int:
    """1 if a person's savings are above the limit; what the pot pays for, or nobody is charged for, is free to all."""
    free = model.paid_from_pot or model.client_permille == 0
    return int(bool(person.means) and not free)


def begin(
    town: NaiveEcosystem,
    person: Person,
    model: SimpleNamespace,
    minutes: int,
    provider: Provider | None = None,
    sharer: Sharer | None = None,
    team: int = 0,
) -> None:
    """Start support for a person who has none."""
    support = Arrangement(
        row=len(town.arrangements),
        person=person,
        model=model,
        provider=provider,
        sharer=sharer,
        quality=0 if sharer is None else sharer.guest_quality,
        started=town.month,
        due=town.month + model.months if model.months > 0 else NEVER,
        minutes=minutes,
        self_funded=pays_in_full(person, model),
        window=town.month,
    )
    town.arrangements.append(support)
    how = how_moved(town, person, model)
    person.arrangement, person.stage, person.changed = support, NOT_ASKING, town.month
    town.record.starts[model.row, support.self_funded, person.cell] += 1
    if provider is not None:
        provider.clients.append(support)
        form_team(town, support, team)
    settle_in(town, support, how)
    if sharer is not None:
        sharer.guests.append(support)
        sharer.guest = None
        begin_tie(town, person, sharer.person, SHARED_LIVES, support.quality)


def how_moved(town: NaiveEcosystem, person: Person, model: SimpleNamespace) -> int:
    """Into an emergency placement, or out of a crisis, people move suddenly; to a care home seldom by wish."""
    in_crisis = person.stage != NOT_ASKING and person.urgency == IN_CRISIS
    if in_crisis or model.row == town.rates.emergency_model:
        return MOVE_SUDDEN
    return MOVE_UNWANTED if model.where == CARE_HOME else MOVE_WANTED


def teams_span(provider: Provider) -> int:
    """Posts that the provider's teams go round."""
    return max(min(provider.posts_wanted, len(provider.posts)), 1)


def teams_anchor(town: NaiveEcosystem, person: Person, provider: Provider, team: int) -> int:
    """The post at which a team begins that the provider may offer the person."""
    return int(unit(town.words(TEAM, person.id, provider.row, team)[0]) * teams_span(provider))


def form_team(town: NaiveEcosystem, support: Arrangement, team: int) -> None:
    """Visits come from a run of the provider's wanted posts that begins where the person's lot says."""
    provider = support.provider
    support.span = teams_span(provider)
    support.anchor = teams_anchor(town, support.person, provider, team)
    if provider.posts:
        support.holder = [support.post(face).generation for face in range(FACES)]


def settle_in(town: NaiveEcosystem, support: Arrangement, how: int) -> None:
    """Live where the support is given."""
    person, provider, where = support.person, support.provider, support.model.where
    if where == CARER_HOME and support.sharer is not None:
        carer = support.sharer.person
        person.move(CARER_HOME, carer.home, carer.hood, how)
    elif where in (CARE_HOME, TENANCY):
        if provider is not None:
            person.move(where, provider.home, provider.hood, how)
        else:
            person.move(where, person.placement, person.hood, how)
    elif person.setting != OWN_HOME:
        person.go_home(MOVE_WANTED)


def end(town: NaiveEcosystem, support: Arrangement, reason: int) -> None:
    """End support: the place is free, the tie to the worker or Shared Lives carer ends with it."""
    person = support.person
    support.ended, support.reason = town.month, reason
    town.record.ends[support.model.row, reason] += 1
    person.arrangement, person.paid_minutes = None, 0
    if support.provider is not None:
        support.provider.clients.remove(support)
    if support.key_face is not None:
        log_end(town, support.model.tie_kind, reason, support.key_since)
        support.key_face = None
    if support.sharer is not None:
        support.sharer.guests.remove(support)
        tie = person.tie_to(support.sharer.person)
        if tie is not None and tie.kind == SHARED_LIVES:
            end_tie(town, tie, reason)
    support.visits = [0] * FACES
