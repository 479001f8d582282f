"""Providers and their posts: how many of each support model, how large, who is with which, how many workers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.catalogue.columns import start_capacity
from simulation.catalogue.quantities import Reader
from simulation.catalogue.types import SupportModel
from simulation.evidence.parameters import Parameters
from simulation.population.characters import characters
from simulation.population.ranks import whole_shares
from simulation.population.streams import Streams
from simulation.state import codes
from simulation.state.catalogue import Catalogue, Models
from simulation.state.rates import Rates
from simulation.state.supply import Posts, Providers

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

CAPACITY: Final = "population.start_capacity_per_1000"
"""People for each 1,000 adults whom providers of a support model can support at the start, if more than they do."""
LIVING_AT_PROVIDER: Final = (codes.TENANCY, codes.CARE_HOME)
"""Settings in which people live in a home that the provider runs."""


class Founding(NamedTuple):
    """Providers before anybody is with them, one entry a provider."""

    model: Ints
    weight: Floats  # relative size
    places: Ints  # 0 for models limited by workers' hours


def found_providers(
    clients: Ints, adults: int, models: Models, model_ids: Sequence[str], parameters: Parameters, streams: Streams
) -> Founding:
    """Providers of every model that has any, for ``clients`` [model] people; places above what is filled."""
    stream = streams("providers.size")
    spread = parameters.value("population.provider_size_spread")
    kinds, weights, places = [], [], []
    for m, name in enumerate(model_ids):
        if models.source[m] not in (codes.FROM_HOURS, codes.FROM_PLACES):
            continue
        capacity = max(float(clients[m]), _start_capacity(name, adults, parameters))
        n = max(1, round(capacity / _named("population.people_each", name, parameters)))
        weight = 1.0 + (2.0 * stream.random(n) - 1.0) * spread
        kinds.append(np.full(n, m))
        weights.append(weight)
        limited = models.source[m] == codes.FROM_PLACES
        beds = int(np.ceil(capacity / _occupancy(int(models.where[m]), parameters))) if limited else 0
        places.append(whole_shares(beds, weight))
    if not kinds:
        return Founding(np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.int64))
    return Founding(np.concatenate(kinds), np.concatenate(weights), np.concatenate(places))


def _named(prefix: str, name: str, parameters: Parameters) -> float:
    """The row of a model, or the one for models without a row of their own."""
    row = f"{prefix}.{name}"
    return parameters.value(row if row in parameters else f"{prefix}.other")


def with_own_capacity(parameters: Parameters, rows: Iterable[SupportModel]) -> Parameters:
    """The parameters with what rows of the catalogue say of the people their providers can support at the start.

    Raises CatalogueError if a capacity is below 0, or names no parameter.
    """
    own = {row.id: start_capacity(row, Reader(parameters, ("support_models", row.id))) for row in rows}
    usual = parameters[f"{CAPACITY}.other"]
    return parameters.with_rows(
        replace(usual, id=f"{CAPACITY}.{name}", value=value, low=value, high=value, source="the row itself")
        for name, value in own.items()
        if value is not None
    )


def _start_capacity(name: str, adults: int, parameters: Parameters) -> float:
    return _named(CAPACITY, name, parameters) * adults / 1000


def _occupancy(where: int, parameters: Parameters) -> float:
    return parameters.value(f"population.occupancy.{'care_home' if where == codes.CARE_HOME else 'other'}")


def provider_span(founding: Founding, catalogue: Catalogue) -> Catalogue:
    """The catalogue with the rows of each model's providers filled in."""
    n = len(catalogue.models.where)
    last = np.cumsum(np.bincount(founding.model, minlength=n)).astype(np.int64)
    first = np.concatenate(([0], last[:-1])).astype(np.int64)
    return catalogue._replace(models=catalogue.models._replace(provider_first=first, provider_last=last))


def choose_providers(founding: Founding, model: Ints, stream: np.random.Generator) -> Ints:
    """A provider of their model for each person [arrangement]; NOBODY for models that have none."""
    chosen = np.full(len(model), codes.NOBODY)
    for m in np.unique(founding.model):
        mine, who = np.flatnonzero(founding.model == m), np.flatnonzero(model == m)
        places = founding.places[mine]
        if places.sum() == 0:
            places = whole_shares(len(who), founding.weight[mine])
        seats = np.repeat(mine, places)
        order = np.argsort(stream.random(len(seats)), kind="stable")
        chosen[who] = seats[order[: len(who)]]
    return chosen


def make_providers(
    founding: Founding,
    provider: Ints,
    minutes: Ints,
    first_home: int,
    n_hoods: int,
    start: int,
    adults: int,
    models: Models,
    model_ids: Sequence[str],
    rates: Rates,
    parameters: Parameters,
    streams: Streams,
) -> tuple[Providers, Posts]:
    """Providers with the people and minutes planned of their arrangements (``provider``, ``minutes``), and posts."""
    stream, n = streams("providers.place"), len(founding.model)
    with_one = provider != codes.NOBODY
    filled = np.bincount(provider[with_one], minlength=n)
    planned = np.bincount(provider[with_one], minutes[with_one], minlength=n).astype(np.int64)
    wanted = _posts_wanted(founding, planned, filled, adults, models, model_ids, rates, parameters)
    growth = _growth(founding, adults, models, rates, parameters)
    room = np.maximum(wanted * parameters.value("population.growth_factor"), growth)
    last = np.cumsum(np.ceil(room)).astype(np.int64)
    first = np.concatenate(([0], last[:-1])).astype(np.int64) if n else last
    hosts = np.isin(models.where[founding.model], LIVING_AT_PROVIDER)
    home = np.where(hosts, first_home + np.cumsum(hosts) - 1, codes.NOBODY)
    spread = parameters.value("population.pay_spread")
    providers = Providers(
        model=founding.model.astype(np.uint8),
        hood=np.floor(stream.random(n) * n_hoods).astype(np.uint16),
        home=home.astype(np.int32),
        places=founding.places.astype(np.int32),
        filled=filled.astype(np.int32),
        planned_minutes=planned,
        post_first=first.astype(np.int32),
        post_last=last.astype(np.int32),
        posts_wanted=wanted.astype(np.int32),
        pay_ratio=1.0 + (2.0 * stream.random(n) - 1.0) * spread,
        **characters(founding.model, founding.weight, start, models, model_ids, rates, parameters, streams),
        capacity=founding.places.astype(np.int32),
        posts_usual=wanted.astype(np.int32),
    )
    return providers, _make_posts(providers, start, models, parameters, streams("posts"))


def steady_staffing(models: Models) -> Floats:
    """Share of wanted posts that are staffed when leavers and refills balance; 1 for models without workers."""
    total = models.turnover + models.refill
    return np.where(total > 0, models.refill / np.where(total > 0, total, 1.0), 1.0)


def _minutes_each(model: Ints, models: Models, parameters: Parameters) -> Floats:
    """Minutes a week to expect of one more person with a provider's model."""
    plan = parameters.value("population.plan_mean_minutes")
    return np.where(models.minutes_week[model] > 0, models.minutes_week[model], plan)


def _posts_wanted(
    founding: Founding,
    planned: Ints,
    filled: Ints,
    adults: int,
    models: Models,
    model_ids: Sequence[str],
    rates: Rates,
    parameters: Parameters,
) -> Ints:
    """Posts that give the minutes planned at the usual vacancies; for models nobody has yet, a first capacity."""
    ready = np.array([_start_capacity(name, adults, parameters) for name in model_ids])[founding.model]
    share = founding.weight / np.bincount(founding.model, founding.weight, minlength=len(model_ids))[founding.model]
    has_clients = np.bincount(founding.model, filled, minlength=len(model_ids))[founding.model] > 0
    minutes = np.where(has_clients, planned, ready * share * _minutes_each(founding.model, models, parameters))
    staffed = steady_staffing(models)[founding.model]
    return np.asarray(np.ceil(minutes / (rates.minutes_post * np.maximum(staffed, np.finfo(float).eps))), np.int64)


def _growth(founding: Founding, adults: int, models: Models, rates: Rates, parameters: Parameters) -> Floats:
    """Posts for the further people that there must at least be room for, shared over a model's providers."""
    people = parameters.value("population.growth_people_per_1000") * adults / 1000
    providers = np.bincount(founding.model, minlength=len(models.where))[founding.model]
    return people * _minutes_each(founding.model, models, parameters) / rates.minutes_post / np.maximum(providers, 1)


def _make_posts(
    providers: Providers, start: int, models: Models, parameters: Parameters, stream: np.random.Generator
) -> Posts:
    """Posts of each provider in its rows; of those wanted, the usual share is staffed, since different months."""
    rows = providers.post_last - providers.post_first
    provider = np.repeat(np.arange(len(rows)), rows)
    n = len(provider)
    wanted = np.arange(n) - providers.post_first[provider] < providers.posts_wanted[provider]
    staffed = wanted & (stream.random(n) < steady_staffing(models)[providers.model[provider]])
    longest = parameters.value("population.post_longest_months")
    return Posts(
        provider=provider.astype(np.int16),
        staffed=staffed.astype(np.uint8),
        generation=np.zeros(n, np.int16),
        since=(start - 1 - np.floor(stream.random(n) * longest)).astype(np.int16),
    )
