"""Choosing: which provider a person takes, which team of its workers, and who takes a kind of support up."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from naive.faces import size_of_team
from naive.support import pays_in_full, teams_anchor, teams_span
from naive.things import Arrangement, Provider
from simulation.kernels.chance import LISTED, MATCH, unit, words
from simulation.state.catalogue import NO_AWARD
from simulation.state.codes import AWAITING_START, FROM_HOURS, HOSPITAL, NOT_ASKING, PRESSING

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person


def take_up(town: NaiveEcosystem, person: Person, model: SimpleNamespace) -> float:
    """All of those whom somebody helps take up what they are offered; of others, fewer where voice is little."""
    if person.unpaid_minutes > 0:
        return 1.0
    return 1.0 - model.by_voice * (1.0 - town.rates.voice[person.hood.fifth])


def on_the_list(town: NaiveEcosystem, model: SimpleNamespace) -> list[Provider]:
    """The model's providers that may be chosen: all if there is no list; else those of low lot, or the lowest open."""
    share, market = town.levers.list_share[model.row], town.providers[model.provider_first : model.provider_last]
    if share >= 1.0:
        return market

    def lot(provider: Provider) -> float:
        return unit(words(town.key, LISTED, provider.row, 0, provider.opened)[0])

    least = min((lot(provider) for provider in market if provider.is_open), default=1.0)
    return [provider for provider in market if lot(provider) < share or lot(provider) <= least]


def is_struck(town: NaiveEcosystem, support: Arrangement) -> bool:
    """Whether support comes from a provider that is not on the list."""
    if support.provider is None or support.self_funded:
        return False
    return support.provider not in on_the_list(town, support.model)


def strike_off(town: NaiveEcosystem) -> None:
    """People at home or in a home who wait for nothing, and whose provider is not on the list, wait for another."""
    for support in town.arrangements:
        person = support.person
        idle = person.stage == NOT_ASKING and person.setting != HOSPITAL
        if support.open and idle and is_struck(town, support):
            person.wait(AWAITING_START, PRESSING)
            person.wanted = support.model.row


def has_room(town: NaiveEcosystem, provider: Provider, minutes: int) -> bool:
    """Hours not promised yet, or a place not filled."""
    if provider.model.source == FROM_HOURS:
        return provider.planned_minutes + minutes <= provider.staffed_minutes(town.rates.minutes_post)
    return provider.filled < provider.places


def find_team(
    town: NaiveEcosystem, person: Person, model: SimpleNamespace, minutes: int
) -> tuple[Provider | None, int]:
    """Of the first few teams with room, those on the list: the one that fits best, the first of equals.

    Providers stand in a round that begins where the person's lot says; all offer their first team before any offers a
    second. If none of the few is on the list, the first that is. Of hours that the council awards, the one of most
    merit.
    """
    providers = town.providers[model.provider_first : model.provider_last]
    first = int(unit(town.words(MATCH, person.id, model.row, 0)[0]) * len(providers))
    free = pays_in_full(person, model)
    listed = providers if free else on_the_list(town, model)
    able = [p for p in providers[first:] + providers[:first] if has_room(town, p, minutes)]
    if model.price_weight != NO_AWARD and not free:
        return max((p for p in able if p in listed), key=lambda p: p.merit, default=None), 0
    teams = [(provider, team) for team in range(model.candidates) for provider in able]
    known = [one for one in teams[: model.candidates] if one[0] in listed]
    if known:
        return max(known, key=lambda one: fit(town, person, model, *one))
    return next((one for one in teams if one[0] in listed), (None, 0))


def fit(town: NaiveEcosystem, person: Person, model: SimpleNamespace, provider: Provider, team: int) -> float:
    """Mean match with those workers of a team who are there; none if nobody is."""
    span = teams_span(provider)
    anchor = teams_anchor(town, person, provider, team)
    posts = [provider.posts[(anchor + face) % span] for face in range(size_of_team(town, model, provider, span))]
    matches = [town.worker_match(person, post.row, post.generation) for post in posts if post.staffed]
    return sum(matches) / len(matches) if matches else 0.0
