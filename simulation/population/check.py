"""What must balance in a place, at the start and in every month."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from simulation.state import codes
from simulation.state.catalogue import Catalogue
from simulation.state.place import ARRANGEMENTS, MATCHES, Place
from simulation.state.place import SHARERS as SHARER_ROWS

_SHOWN = 5


def problems(place: Place, catalogue: Catalogue) -> list[str]:
    """Every balance that does not hold, with the first rows concerned; empty if all hold."""
    return [
        *_ties(place),
        *_arrangements(place),
        *_providers(place, catalogue),
        *_sharers(place),
        *_matches(place),
        *_people(place),
    ]


def _say(what: str, wrong: NDArray[np.bool_]) -> Iterator[str]:
    rows = np.flatnonzero(wrong)
    if len(rows):
        shown = ", ".join(str(row) for row in rows[:_SHOWN])
        yield f"{what}: {len(rows)} rows ({shown}{', ...' if len(rows) > _SHOWN else ''})"


def _ties(place: Place) -> Iterator[str]:
    """Each tie of a person who is here is held by both, alike; nobody is tied twice to the same person."""
    people = place.people
    row, slot = np.nonzero((people.tie_other != codes.NOBODY) & (people.status != codes.FUTURE)[:, None])
    other = people.tie_other[row, slot]
    mirror = people.tie_other[other] == row[:, None]
    yield from _say("a tie is not held by the other side once", mirror.sum(axis=1) != 1)
    back = mirror.argmax(axis=1)
    for name in ("tie_kind", "tie_strength", "tie_gain", "tie_start", "tie_match", "tie_mutual"):
        column = getattr(people, name)
        yield from _say(f"{name} differs between the sides of a tie", column[row, slot] != column[other, back])
    held = (people.tie_other != codes.NOBODY) & (people.status == codes.HERE)[:, None]
    yield from _say("a tie grows that is not there, or does not grow", ((people.tie_gain >= 0) != held).any(axis=1))
    free = people.tie_other == codes.NOBODY
    yield from _say("a free slot has strength", (free & (people.tie_strength != 0)).any(axis=1))
    yield from _say("a tie with oneself", other == row)
    yield from _say("a tie with somebody who is not here", people.status[other] != codes.HERE)
    yield from _say("a tie of somebody who is not here", people.status[row] != codes.HERE)


def _arrangements(place: Place) -> Iterator[str]:
    people, arr, used = place.people, place.arrangements, int(place.counters[ARRANGEMENTS])
    opened = arr.ended[:used] == codes.NEVER
    rows = np.flatnonzero(opened)
    yield from _say("an open arrangement's person does not point back", people.arrangement[arr.person[rows]] != rows)
    yield from _say("an open arrangement of somebody not here", people.status[arr.person[rows]] != codes.HERE)
    mine = people.arrangement
    held = np.flatnonzero(mine != codes.NOBODY)
    lost = (mine[held] >= used) | (arr.person[np.minimum(mine[held], len(arr.person) - 1)] != held)
    yield from _say("a person's arrangement belongs to another", lost)
    yield from _say("an arrangement is neither self-funded nor not", arr.self_funded[:used] > 1)
    yield from _say("an arrangement began after it ended", arr.started[:used] > arr.ended[:used])


def _providers(place: Place, catalogue: Catalogue) -> Iterator[str]:
    arr, providers, posts = place.arrangements, place.providers, place.posts
    used, n = int(place.counters[ARRANGEMENTS]), len(providers.model)
    opened = (arr.ended[:used] == codes.NEVER) & (arr.provider[:used] != codes.NOBODY)
    provider, minutes = arr.provider[:used][opened], arr.minutes[:used][opened]
    yield from _say("filled is not the open arrangements", np.bincount(provider, minlength=n) != providers.filled)
    planned = np.bincount(provider, minutes, minlength=n).astype(np.int64)
    yield from _say("planned minutes are not those of the arrangements", planned != providers.planned_minutes)
    limited = catalogue.models.source[providers.model] == codes.FROM_PLACES
    yield from _say("more people than places", limited & (providers.filled > providers.places))
    room = providers.post_last - providers.post_first
    yield from _say("more posts wanted than there are", providers.posts_wanted > room)
    owner = np.repeat(np.arange(n), room)
    yield from _say("a post is not its provider's", posts.provider[: len(owner)] != owner)
    models, row = catalogue.models, np.arange(n)
    outside = (row < models.provider_first[providers.model]) | (row >= models.provider_last[providers.model])
    yield from _say("a provider is not among the rows of its model", outside)
    wrong = arr.model[:used][opened] != providers.model[provider]
    yield from _say("an arrangement is with a provider of another model", wrong)


def _sharers(place: Place) -> Iterator[str]:
    arr, sharers, used = place.arrangements, place.sharers, int(place.counters[ARRANGEMENTS])
    opened = (arr.ended[:used] == codes.NEVER) & (arr.sharer[:used] != codes.NOBODY)
    carer, person = arr.sharer[:used][opened], arr.person[:used][opened]
    filled = np.bincount(carer, minlength=len(sharers.person))
    yield from _say("a Shared Lives carer's filled places are not the arrangements", filled != sharers.filled)
    held = (sharers.guest != codes.NOBODY).astype(np.int64)
    yield from _say("more people than a Shared Lives carer has places", sharers.filled + held > sharers.places)
    rows = np.flatnonzero(opened)
    guests = np.sort(sharers.guests[sharers.guests != codes.NOBODY])
    if not np.array_equal(guests, rows):
        yield "the people listed with Shared Lives carers are not those who have an arrangement with one"
    trying = sharers.guest[held > 0]
    yield from _say("a place is held for one person by two carers", np.bincount(trying, minlength=1) > 1)
    people, host = place.people, sharers.person[carer]
    apart = people.home[person] != people.home[host]
    apart &= people.setting[person] == codes.CARER_HOME  # not in hospital just now
    yield from _say("a person does not live with their Shared Lives carer", apart)
    tied = (people.tie_other[person] == host[:, None]).any(axis=1)
    alone = ~tied & (people.setting[person] == codes.CARER_HOME) & (people.status[host] == codes.HERE)
    yield from _say("a person who lives with a Shared Lives carer has no tie to them", alone)
    unused = np.arange(len(sharers.person)) >= place.counters[SHARER_ROWS]
    yield from _say("an unused row of Shared Lives carers is active", unused & (sharers.active > 0))


def _matches(place: Place) -> Iterator[str]:
    used, matches = int(place.counters[MATCHES]), place.matches
    rows = np.flatnonzero(matches.ended[:used] == codes.NEVER)
    person, other = matches.person[rows], matches.other[rows]
    yield from _say("a person asks or offers twice at a time", np.bincount(person, minlength=1) > 1)
    pairs = sorted(zip(person[other != codes.NOBODY].tolist(), other[other != codes.NOBODY].tolist(), strict=True))
    if pairs != sorted((them, me) for me, them in pairs):
        yield "two people of a match do not name each other"


def _people(place: Place) -> Iterator[str]:
    people, hoods = place.people, place.hoods
    n = len(people.status)
    ends = np.concatenate(([0], hoods.last))
    contiguous = (hoods.first == ends[:-1]).all() and ends[-1] == n
    yield from _say("neighbourhoods do not cover the rows in order", np.array([not contiguous]))
    supported = people.arrangement != codes.NOBODY
    yield from _say("support of somebody not here", supported & (people.status != codes.HERE))
    yield from _say("need or setting out of range", (people.need >= codes.N_NEEDS) | (people.setting > codes.HOSPITAL))
    future = np.flatnonzero(people.status == codes.FUTURE)
    listed = np.isin(future, place.entry_rows)
    yield from _say("a future person whose month of entry is not listed", ~listed)
