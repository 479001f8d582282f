"""Providers, Shared Lives carers and arrangements at the start, and what they mean for the people supported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.parameters import Parameters
from simulation.population.crowd import Crowd
from simulation.population.providers import (
    LIVING_AT_PROVIDER,
    choose_providers,
    found_providers,
    make_providers,
    provider_span,
)
from simulation.population.sharers import list_guests, make_sharers, make_willing
from simulation.population.streams import Streams
from simulation.population.support import elapsed_months, planned_minutes
from simulation.population.ties import draw_edges, make_room, write_ties
from simulation.state import codes
from simulation.state.arrangements import Arrangements, empty_arrangements
from simulation.state.catalogue import Catalogue, Models
from simulation.state.people import TIE_SLOTS, People
from simulation.state.place import ARRANGEMENTS, HOMES, N_COUNTERS
from simulation.state.place import SHARERS as SHARER_ROWS
from simulation.state.rates import Rates
from simulation.state.supply import Matches, Posts, Providers, Sharers, Willing, empty_matches

Ints = NDArray[np.int64]
STEPS = 256
"""Values that the quality of a match can take."""


class Supply(NamedTuple):
    """Parts of a ``Place``."""

    arrangements: Arrangements
    providers: Providers
    posts: Posts
    sharers: Sharers
    willing: Willing
    matches: Matches
    counters: NDArray[np.int64]


def supply_support(
    people: People,
    crowd: Crowd,
    adults: int,
    n_hoods: int,
    start: int,
    horizon: int,
    rates: Rates,
    catalogue: Catalogue,
    model_ids: Sequence[str],
    parameters: Parameters,
    streams: Streams,
) -> tuple[Supply, Catalogue]:
    """Open an arrangement for everyone with a model; move people who live where they are supported."""
    models, homes = catalogue.models, int(crowd.home.max()) + 1
    who = np.flatnonzero(crowd.model != codes.NOBODY)
    model = crowd.model[who]
    clients = np.bincount(model, minlength=len(model_ids))
    founding = found_providers(clients, adults, models, model_ids, parameters, streams)
    provider = choose_providers(founding, model, streams("providers.choice"))
    plan = (rates.plan_min_minutes, rates.plan_max_minutes)
    minutes = planned_minutes(model, people.asked_minutes[who].astype(float), models, *plan, parameters)
    providers, posts = make_providers(
        founding, provider, minutes, homes, n_hoods, start, adults, models, model_ids, rates, parameters, streams
    )
    shared = np.flatnonzero(models.source[model] == codes.FROM_SHARERS)
    able = _able_to_share(people, start, rates)
    sharers, n_sharers, seat = make_sharers(len(shared), able, adults, start, rates, parameters, streams)
    sharer = np.full(len(who), codes.NOBODY)
    sharer[shared] = seat
    yearly = adults * parameters.value("population.arrangements_per_year")
    arrangements = empty_arrangements(len(who) + int(np.ceil(yearly * horizon / 12)))
    since = start - elapsed_months(models.where[model], start - crowd.birth[who], parameters, streams("elapsed"))
    _open(arrangements, who, model, provider, sharer, since, minutes, start, people, models)
    _support(people, arrangements, len(who), models)
    _move(people, who, model, provider, providers, models)
    list_guests(sharers, shared, seat)
    arrangements.quality[shared] = _share_lives(
        people,
        who[shared],
        sharers.person[seat].astype(np.int64),
        since[shared],
        model[shared],
        models,
        parameters,
        streams,
    )
    willing = make_willing(
        len(people.status), sharers.person[:n_sharers].astype(np.int64), start, rates, parameters, streams
    )
    counters = np.zeros(N_COUNTERS, np.int64)
    counters[[ARRANGEMENTS, SHARER_ROWS, HOMES]] = (len(who), n_sharers, homes + int((providers.home >= 0).sum()))
    matches = empty_matches(1)  # nobody has asked a scheme yet
    supply = Supply(arrangements, providers, posts, sharers, willing, matches, counters)
    return supply, provider_span(founding, catalogue)


def _able_to_share(people: People, start: int, rates: Rates) -> Ints:
    """Rows of people of the age and health to become Shared Lives carers."""
    years = (start - people.birth_month.astype(np.int64)) // 12
    fit = (people.status == codes.HERE) & (people.need == codes.NEED_NONE)
    return np.flatnonzero(fit & (years >= rates.sharer_min_age) & (years <= rates.sharer_max_age))


def _open(
    arr: Arrangements,
    who: Ints,
    model: Ints,
    provider: Ints,
    sharer: Ints,
    since: Ints,
    minutes: Ints,
    start: int,
    people: People,
    models: Models,
) -> None:
    """Rows of arrangements in the order of ``who``; time-limited ones end as planned, from the first month on."""
    n = len(who)
    arr.person[:n] = who
    arr.model[:n] = model
    arr.provider[:n] = provider
    arr.sharer[:n] = sharer
    arr.minutes[:n] = minutes
    arr.self_funded[:n] = people.means[who]
    arr.window[:n] = start
    limited = models.months[model] > 0
    arr.started[:n] = np.where(limited, start - 1, since)
    arr.due[:n] = np.where(limited, start + models.months[model], codes.NEVER)


def _support(people: People, arr: Arrangements, n: int, models: Models) -> None:
    """What an arrangement means for the person: where they live, minutes received, when it last changed."""
    who = arr.person[:n]
    people.arrangement[who] = np.arange(n)
    people.setting[who] = models.where[arr.model[:n]]
    people.paid_minutes[who] = np.minimum(arr.minutes[:n], people.asked_minutes[who])
    people.changed[who] = arr.started[:n]


def _move(people: People, who: Ints, model: Ints, provider: Ints, providers: Providers, models: Models) -> None:
    """People in care homes and tenancies live at the provider; the home they came from is remembered."""
    away = (provider != codes.NOBODY) & np.isin(models.where[model], LIVING_AT_PROVIDER)
    there, at = who[away], provider[away]
    people.own_home[there] = people.home[there]
    people.home[there] = providers.home[at]
    people.hood[there] = providers.hood[at]


def _share_lives(
    people: People,
    who: Ints,
    carer: Ints,
    since: Ints,
    model: Ints,
    models: Models,
    parameters: Parameters,
    streams: Streams,
) -> NDArray[np.uint8]:
    """People in Shared Lives are tied to their carer, and may live there; returns how well they fit, evenly spread
    above the least that their model accepts."""
    edges = draw_edges(who, carer, codes.SHARED_LIVES, since, parameters, streams("ties.shared_lives"))
    least = models.matching[model]
    quality = np.floor(STEPS * least + (1.0 - least) * edges.match).astype(np.uint8)
    make_room(people, np.concatenate((who, carer)))
    write_ties(people, edges._replace(match=quality), TIE_SLOTS)
    away = models.where[model] == codes.CARER_HOME
    there, host = who[away], carer[away]
    people.own_home[there] = people.home[there]
    people.home[there] = people.home[host]
    people.hood[there] = people.hood[host]
    return quality
