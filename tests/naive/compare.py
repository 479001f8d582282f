"""Equality of the twin and the arrays: every field of everyone and everything, to the bit."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from naive.reading import SAME, SAME_OF_PROVIDERS, SAME_OF_SUPPORT, columns_of
from naive.ties import growth
from simulation.state.codes import NEVER, NOBODY
from simulation.state.journal import (
    COMPANY_NAMES,
    COUNT_INDEX,
    MARKET_NAMES,
    MATCH_NAMES,
    SHARER_NAMES,
    STAFF_NAMES,
    VISIT_NAMES,
    Journal,
    TieLog,
)
from simulation.state.place import ARRANGEMENTS, MATCHES, SHARERS, TIES_LOGGED, Place
from simulation.state.supply import MATCH_ENDS, MOST_PLACES

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person
    from simulation.month import Town

NAMED = {
    "staff": (STAFF_NAMES, 1),
    "visits": (VISIT_NAMES, 1),
    "market": (MARKET_NAMES, 1),
    "sharers": (SHARER_NAMES, 0),
    "company": (COMPANY_NAMES, 1),
    "matches": (MATCH_NAMES, 1),
    "long_term": (("council", "person"), 0),
    "persons": (("here", "entered", "died", "left"), 0),
}
"""Parts of the journal with an axis of named columns, and which axis that is."""
TIE_FIELDS = ("kind", "strength", "start", "match", "mutual")


class UnequalError(AssertionError):
    """Kernels and twin differ: when, after which step, whose, which field, both values."""


def check(when: str, what: str, kernel: Any, twin: Any) -> None:
    """The first difference between an array and what the twin holds."""
    kernel = np.asarray(kernel)
    twin = np.asarray(twin, dtype=kernel.dtype)
    if kernel.size == twin.size == 0:
        return
    if not np.array_equal(kernel, twin):
        at = tuple(int(k) for k in np.argwhere(np.atleast_1d(kernel != twin))[0])
        pair = np.atleast_1d(kernel)[at], np.atleast_1d(twin)[at]
        raise UnequalError(f"{when}: {what} at {at}: kernel {pair[0]}, twin {pair[1]}")


def check_people(when: str, place: Place, town: NaiveEcosystem) -> None:
    people, twins = place.people, town.people
    for name in SAME:
        check(when, f"people.{name}", getattr(people, name), [getattr(person, name) for person in twins])
    derived = {
        "hood": [person.hood.row for person in twins],
        "own_home": [NOBODY if person.own_home is None else person.own_home for person in twins],
        "own_hood": [person.own_hood.row for person in twins],
        "conditions": [sum(1 << c for c in person.conditions) for person in twins],
        "arrangement": [NOBODY if person.arrangement is None else person.arrangement.row for person in twins],
        "programme": [[NOBODY if one is None else one.programme for one in person.enrolments] for person in twins],
        "tie_other": [[NOBODY if tie is None else tie.other(person).id for tie in person.ties] for person in twins],
    }
    for name, values in derived.items():
        check(when, f"people.{name}", getattr(people, name), values)
    taken = people.programme != NOBODY
    since = [one.since for person in twins for one in person.enrolments if one is not None]
    check(when, "people.programme_since", people.programme_since[taken], since)
    check_ties(when, place, twins)


def check_ties(when: str, place: Place, twins: list[Person]) -> None:
    """Both sides of every tie hold what the twin's one tie holds."""
    used = place.people.tie_other != NOBODY
    ties = [tie for person in twins for tie in person.ties if tie is not None]
    for name in TIE_FIELDS:
        kept = getattr(place.people, f"tie_{name}")[used]
        check(when, f"people.tie_{name} (of slots in use)", kept, [getattr(tie, name) for tie in ties])
    grows = [growth(person.model, tie) for person in twins if person.here for tie in person.own_ties()]
    check(when, "people.tie_gain", place.people.tie_gain[place.people.tie_gain >= 0], grows)


def check_support(when: str, place: Place, town: NaiveEcosystem) -> None:
    used, arr = int(place.counters[ARRANGEMENTS]), place.arrangements
    check(when, "rows of arrangements", used, len(town.arrangements))
    for name in SAME_OF_SUPPORT:
        check(when, f"arrangements.{name}", getattr(arr, name)[:used], [getattr(s, name) for s in town.arrangements])
    derived = {
        "person": [s.person.id for s in town.arrangements],
        "model": [s.model.row for s in town.arrangements],
        "provider": [NOBODY if s.provider is None else s.provider.row for s in town.arrangements],
        "sharer": [NOBODY if s.sharer is None else s.sharer.row for s in town.arrangements],
        "key_face": [NOBODY if s.key_face is None else s.key_face for s in town.arrangements],
    }
    open_rows = [s.row for s in town.arrangements if s.open]
    repeats = [town.arrangements[row].repeats for row in open_rows]
    check(when, "arrangements.repeats (of open ones)", arr.repeats[open_rows], repeats)
    for name, values in derived.items():
        check(when, f"arrangements.{name}", getattr(arr, name)[:used], values)


def check_supply(when: str, place: Place, town: NaiveEcosystem) -> None:
    for name in ("filled", "planned_minutes", *SAME_OF_PROVIDERS):
        check(when, f"providers.{name}", getattr(place.providers, name), [getattr(p, name) for p in town.providers])
    for name in ("staffed", "generation", "since"):
        check(when, f"posts.{name}", getattr(place.posts, name), [getattr(p, name) for p in town.posts])
    used, sharers = int(place.counters[SHARERS]), place.sharers
    check(when, "rows of sharers", used, len(town.sharers))
    check(when, "sharers.person", sharers.person[:used], [s.person.id for s in town.sharers])
    check(when, "sharers.filled", sharers.filled[:used], [len(s.guests) for s in town.sharers])
    for name in (
        "places",
        "applied",
        "decided",
        "approved",
        "leaves",
        "active",
        "guest_model",
        "guest_since",
        "guest_quality",
        "strain",
    ):
        check(when, f"sharers.{name}", getattr(sharers, name)[:used], [getattr(s, name) for s in town.sharers])
    trying = [NOBODY if s.guest is None else s.guest.id for s in town.sharers]
    check(when, "sharers.guest", sharers.guest[:used], trying)
    there = [sorted(guest.row for guest in s.guests) for s in town.sharers]
    padded = [rows + [NOBODY] * (MOST_PLACES - len(rows)) for rows in there]
    check(when, "sharers.guests", sharers.guests[:used], padded)
    check(when, "willing.ready", place.willing.ready, [willing.ready for willing in town.willing])


def check_matches(when: str, place: Place, town: NaiveEcosystem) -> None:
    """Who asks, offers and has a match; of what is over, only that it is and why."""
    used, matches, twins = int(place.counters[MATCHES]), place.matches, town.applications
    check(when, "rows of matches", used, len(twins))
    derived = {
        "person": [one.person.id for one in twins],
        "programme": [one.programme.row for one in twins],
        "offers": [one.offers for one in twins],
        "again": [one.again for one in twins],
        "applied": [one.applied for one in twins],
        "ended": [NEVER if one.ended is None else one.ended for one in twins],
        "reason": [0 if one.reason is None else MATCH_ENDS.index(one.reason) for one in twins],
        "due": [NEVER if one.match is None else one.match.due for one in twins],
        "close": [one.match is not None and one.match.close for one in twins],
        "home": [NOBODY if one.match is None or one.match.home is None else one.match.home for one in twins],
    }
    for name, values in derived.items():
        check(when, f"matches.{name}", getattr(matches, name)[:used], values)


def check_levers(when: str, levers: Any, town: NaiveEcosystem) -> None:
    for name, lever in columns_of(levers).items():
        of_twin = np.atleast_1d(getattr(town.levers, name))
        check(when, f"levers.{name}", np.atleast_1d(lever)[: len(of_twin)], of_twin)


def spread(counter: Counter, shape: tuple[int, ...], names: dict[Any, int] | None = None, at: int = 0) -> np.ndarray:
    """A counter as an array; ``names`` says which row stands for the name at position ``at`` of a key."""
    table = np.zeros(shape, np.int64)
    for key, n in counter.items():
        key = list(key) if isinstance(key, tuple) else [key]
        if names is not None:
            key[at] = names[key[at]]
        table[tuple(key)] += n
    return table


def check_journal(when: str, journal: Journal, sums: np.ndarray, t: int, town: NaiveEcosystem) -> None:
    """Everything counted this month; ``sums`` are the counts not in the journal yet."""
    record = town.record
    counts = journal.counts[t] + sums
    check_counts(when, counts, spread(record.counts, counts.shape, COUNT_INDEX))
    for name in ("stock", "starts", "ends", "ledger", "ties_open", "ties_formed", "ties_ended"):
        rows = getattr(journal, name)[t]
        check(when, f"journal.{name}", rows, spread(getattr(record, name), rows.shape))
    for name, (columns, at) in NAMED.items():
        rows, numbers = getattr(journal, name)[t], {column: k for k, column in enumerate(columns)}
        check(when, f"journal.{name}", rows, spread(getattr(record, name), rows.shape, numbers, at))


def check_counts(when: str, kernel: np.ndarray, twin: np.ndarray) -> None:
    for name, k in COUNT_INDEX.items():
        check(when, f"count {name}", kernel[k], twin[k])


def check_log(when: str, log: TieLog, used: int, town: NaiveEcosystem) -> None:
    check(when, "rows of the tie log", used, len(town.tie_log))
    for k, name in enumerate(("kind", "reason", "start", "end")):
        check(when, f"tie log {name}", getattr(log, name)[:used], [row[k] for row in town.tie_log])


def check_all(when: str, kernels: Town, t: int, town: NaiveEcosystem) -> None:
    """Everything that a month can change."""
    place = kernels.place
    check_people(when, place, town)
    check_support(when, place, town)
    check_supply(when, place, town)
    check_matches(when, place, town)
    check_levers(when, kernels.levers, town)
    check_journal(when, kernels.journal, kernels.scratch.sums.sum(axis=0), t, town)
    check_log(when, kernels.tie_log, int(place.counters[TIES_LOGGED]), town)
