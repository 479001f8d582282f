"""From the arrays of a place, a catalogue and rates to the twin's objects."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from naive.person import Person
from naive.things import Arrangement, Enrolment, Hood, Post, Provider, Sharer, Tie, Willing
from simulation.state.codes import HERE, NEVER, NOBODY
from simulation.state.place import ARRANGEMENTS, SHARERS, Place

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem

SAME = [
    "status",
    "female",
    "birth_month",
    "entry_month",
    "home",
    "need",
    "passing",
    "means",
    "temper",
    "skill",
    "lonely",
    "fulfilment",
    "setting",
    "asked_minutes",
    "unpaid_minutes",
    "paid_minutes",
    "care_minutes",
    "lost_care",
    "strain",
    "rest_until",
    "stage",
    "stage_since",
    "urgency",
    "wanted",
    "hospital_since",
    "admitted",
    "stay_days",
    "stroke",
    "left_hospital",
    "pathway",
    "reabled",
    "followed",
    "changed",
    "moved",
    "moved_how",
]
"""Fields of a person that the arrays and the twin hold alike."""
SAME_OF_SUPPORT = [
    "quality",
    "started",
    "due",
    "ended",
    "reason",
    "minutes",
    "delivered",
    "self_funded",
    "window",
    "anchor",
    "span",
    "visits",
    "holder",
    "closed_square",
    "closed_visits",
    "closed_most",
    "closed_faces",
    "key_since",
    "key_strength",
]


SAME_OF_PROVIDERS = [
    "places",
    "posts_wanted",
    "pay_ratio",
    "ownership",
    "relative_size",
    "training",
    "culture",
    "quality",
    "rating",
    "inspection",
    "cost_pence",
    "lean",
    "is_open",
    "opened",
    "plan",
    "capacity",
    "posts_usual",
]


def _value(value: Any) -> Any:
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value


def columns_of(table: Any) -> dict[str, Any]:
    """Fields of a NamedTuple or of NumPy's records, by name."""
    names = table._fields if hasattr(table, "_fields") else table.dtype.names
    return {name: getattr(table, name) for name in names}


def plain(table: Any) -> SimpleNamespace:
    """Arrays as lists, NumPy's numbers as Python's."""
    return SimpleNamespace(**{name: _value(value) for name, value in columns_of(table).items()})


def rows(table: Any) -> list[SimpleNamespace]:
    """One object a row of columns; ``row`` is its number."""
    columns = {name: column.tolist() for name, column in columns_of(table).items()}
    n = len(next(iter(columns.values())))
    return [SimpleNamespace(row=k, **{name: column[k] for name, column in columns.items()}) for k in range(n)]


def read_place(town: NaiveEcosystem, place: Place) -> None:
    """Fill the twin's lists from a place."""
    town.hoods = [Hood(**vars(row)) for row in rows(place.hoods)]
    town.posts = []
    town.providers = [_provider(town, place, row) for row in range(len(place.providers.model))]
    _read_people(town, place)
    _read_ties(town, place)
    town.sharers = [_sharer(town, row) for row in rows(place.sharers)[: int(place.counters[SHARERS])]]
    town.willing = [Willing(town.people[w.person], w.ready) for w in rows(place.willing)]
    town.arrangements = [_arrangement(town, place, row) for row in range(int(place.counters[ARRANGEMENTS]))]
    for person, row in zip(town.people, place.people.arrangement.tolist(), strict=True):
        person.arrangement = None if row == NOBODY else town.arrangements[row]
    entries, first = place.entry_rows.tolist(), place.entry_first.tolist()
    town.newcomers = [[town.people[i] for i in entries[a:b]] for a, b in pairwise(first)]


def _provider(town: NaiveEcosystem, place: Place, row: int) -> Provider:
    p = SimpleNamespace(**{name: column[row].item() for name, column in columns_of(place.providers).items()})
    posts = [
        Post(k, bool(place.posts.staffed[k]), int(place.posts.generation[k]), int(place.posts.since[k]))
        for k in range(p.post_first, p.post_last)
    ]
    town.posts.extend(posts)
    own = {name: getattr(p, name) for name in SAME_OF_PROVIDERS}
    return Provider(row, town.models[p.model], town.hoods[p.hood], p.home, posts=posts, **own)


def _read_people(town: NaiveEcosystem, place: Place) -> None:
    people = place.people
    columns = {name: getattr(people, name).tolist() for name in SAME}
    town.people = [Person(town) for _ in range(len(people.status))]
    for i, person in enumerate(town.people):
        person.id = i
        for name, column in columns.items():
            setattr(person, name, column[i])
        person.hood = town.hoods[people.hood[i]]
        person.own_home = None if people.own_home[i] == NOBODY else int(people.own_home[i])
        person.own_hood = town.hoods[people.own_hood[i]]
        person.conditions = {c for c in range(6) if people.conditions[i] & (1 << c)}
        person.enrolments = [
            None if p == NOBODY else Enrolment(int(p), int(since))
            for p, since in zip(people.programme[i], people.programme_since[i], strict=True)
        ]
        person.helped_by, person.cared_before = {}, False


def _read_ties(town: NaiveEcosystem, place: Place) -> None:
    """People here share one object a tie; those yet to come hold their side alone until they are here."""
    people = place.people
    found: dict[tuple[int, int], Tie] = {}
    for i, person in enumerate(town.people):
        person.ties = [None] * people.tie_other.shape[1]
        for slot, j in enumerate(people.tie_other[i].tolist()):
            if j == NOBODY:
                continue
            tie = Tie(
                (person, town.people[j]),
                *(int(people.tie_kind[i, slot]), float(people.tie_strength[i, slot]), int(people.tie_start[i, slot])),
                *(int(people.tie_match[i, slot]), int(people.tie_mutual[i, slot])),
            )
            if people.status[i] == HERE:
                tie = found.setdefault((min(i, j), max(i, j)), tie)
            person.ties[slot] = tie


def _sharer(town: NaiveEcosystem, s: SimpleNamespace) -> Sharer:
    guest = None if s.guest == NOBODY else town.people[s.guest]
    same = ("applied", "decided", "places", "approved", "leaves", "strain")
    same += ("guest_model", "guest_since", "guest_quality")
    fields = {name: getattr(s, name) for name in same}
    return Sharer(s.row, town.people[s.person], bool(s.active), guest=guest, **fields)


def _arrangement(town: NaiveEcosystem, place: Place, row: int) -> Arrangement:
    arr = place.arrangements
    provider, sharer = int(arr.provider[row]), int(arr.sharer[row])
    fields = {name: getattr(arr, name)[row].tolist() for name in SAME_OF_SUPPORT}
    support = Arrangement(
        row=row,
        person=town.people[arr.person[row]],
        model=town.models[arr.model[row]],
        provider=None if provider == NOBODY else town.providers[provider],
        sharer=None if sharer == NOBODY else town.sharers[sharer],
        key_face=None if arr.key_face[row] == NOBODY else int(arr.key_face[row]),
        **fields,
    )
    if support.ended == NEVER:
        if support.provider is not None:
            support.provider.clients.append(support)
        if support.sharer is not None:
            support.sharer.guests.append(support)
    return support
