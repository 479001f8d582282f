"""How one person is at the end of a month: copied from the arrays, so that it stays when they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulation.lives.cost import NOTHING_SPENT, Cost, spent
from simulation.state.codes import HERE, NEVER, NOBODY
from simulation.state.journal import TieLog
from simulation.state.place import ARRANGEMENTS, TIES_LOGGED, Place

if TYPE_CHECKING:
    from simulation.model import CareEcosystem


class Tie(NamedTuple):
    """A tie to somebody. ``other`` and ``start`` together name it."""

    other: int
    kind: int
    start: int
    strength: float
    same_home: bool


class Support(NamedTuple):
    """The support in place: support model, provider or Shared Lives carer, minutes a week, key worker."""

    model: int
    started: int
    provider: int
    carer: int  # person who is the Shared Lives carer, or NOBODY
    planned: int
    delivered: int
    self_funded: bool
    key_since: int  # month in which the key worker became one, or NEVER
    key_strength: float


class Change(NamedTuple):
    """An arrangement that began or ended in the month."""

    model: int
    started: int
    ended: int  # NEVER while open
    reason: int
    self_funded: bool
    emergency: bool


class Moment(NamedTuple):
    """One person at the end of ``month``; fields named as in ``People`` mean the same."""

    month: int
    status: int
    birth_month: int
    conditions: int
    need: int
    skill: float
    lonely: float
    strain: float
    setting: int
    home: int
    hood: int
    asked_minutes: int
    unpaid_minutes: int
    paid_minutes: int
    care_minutes: int
    lost_care: int
    rest_until: int
    stage: int
    stage_since: int
    urgency: int
    wanted: int
    hospital_since: int
    admitted: int
    stay_days: int
    stroke: int
    pathway: int
    moved: int
    fulfilment: tuple[float, ...]
    programmes: tuple[tuple[int, int], ...]  # (programme, since)
    ties: tuple[Tie, ...]
    support: Support | None
    changes: tuple[Change, ...]  # of support, in this month
    parted: tuple[tuple[int, int, int], ...]  # ties of anybody that ended in this month: (kind, start, reason)
    fates: tuple[tuple[int, int], ...]  # (person, status) of those tied at the end of the month before
    cost: Cost

    @property
    def age(self) -> int:
        """Completed years."""
        return (self.month - self.birth_month) // 12


_PLAIN = tuple(
    name
    for name in Moment._fields[1:]
    if name not in ("fulfilment", "programmes", "ties", "support", "changes", "parted", "fates", "cost")
)


def moment(model: CareEcosystem, i: int, month: int, before: Moment | None, logged: int) -> Moment:
    """Person ``i`` at the end of ``month``; ``before`` is the month before, ``logged`` the ties logged by its end.

    ``before`` is None at the start of the comparison, of which no change is told.
    """
    place = model.place
    people = place.people
    here = people.status[i] == HERE
    changes = _changes(model, i, month) if before is not None else ()
    return Moment(
        month=month,
        **{name: getattr(people, name)[i].item() for name in _PLAIN},
        fulfilment=tuple(people.fulfilment[i].tolist()),
        programmes=_programmes(place, i),
        ties=_ties(place, i),
        support=_support(place, i),
        changes=changes,
        parted=_parted(model.town.tie_log, logged, int(place.counters[TIES_LOGGED])),
        fates=tuple((tie.other, int(people.status[tie.other])) for tie in before.ties) if before is not None else (),
        cost=spent(model, i, month) if here and before is not None else NOTHING_SPENT,
    )


def same_life(one: Moment, other: Moment) -> bool:
    """Whether a month of two lives of one person is the same; what befell others is not part of it."""
    aside: dict[str, Any] = {"parted": (), "fates": ()}
    return one._replace(**aside) == other._replace(**aside)


def _programmes(place: Place, i: int) -> tuple[tuple[int, int], ...]:
    people = place.people
    slots = np.flatnonzero(people.programme[i] != NOBODY)
    return tuple((int(people.programme[i, slot]), int(people.programme_since[i, slot])) for slot in slots)


def _ties(place: Place, i: int) -> tuple[Tie, ...]:
    people = place.people
    found = []
    for slot in np.flatnonzero(people.tie_other[i] != NOBODY):
        other = int(people.tie_other[i, slot])
        kind, start = int(people.tie_kind[i, slot]), int(people.tie_start[i, slot])
        together = bool(people.home[other] == people.home[i])
        found.append(Tie(other, kind, start, float(people.tie_strength[i, slot]), together))
    return tuple(sorted(found))


def _support(place: Place, i: int) -> Support | None:
    row = int(place.people.arrangement[i])
    if row == NOBODY:
        return None
    rows: Any = place.arrangements
    arr = rows[row]
    known = arr.key_face != NOBODY
    return Support(
        model=int(arr.model),
        started=int(arr.started),
        provider=int(arr.provider),
        carer=int(place.sharers.person[arr.sharer]) if arr.sharer != NOBODY else NOBODY,
        planned=int(arr.minutes),
        delivered=int(arr.delivered),
        self_funded=bool(arr.self_funded),
        key_since=int(arr.key_since) if known else NEVER,
        key_strength=float(arr.key_strength) if known else 0.0,
    )


def _changes(model: CareEcosystem, i: int, month: int) -> tuple[Change, ...]:
    rows: Any = model.place.arrangements
    rows = rows[: int(model.place.counters[ARRANGEMENTS])]
    emergency = int(model.town.rates.emergency_model)
    return tuple(
        Change(
            model=int(row.model),
            started=int(row.started),
            ended=int(row.ended),
            reason=int(row.reason),
            self_funded=bool(row.self_funded),
            emergency=int(row.model) == emergency,
        )
        for row in rows[(rows.person == i) & ((rows.started == month) | (rows.ended == month))]
    )


def _parted(log: TieLog, first: int, last: int) -> tuple[tuple[int, int, int], ...]:
    columns = (log.kind[first:last], log.start[first:last], log.reason[first:last])
    return tuple(sorted({(int(kind), int(start), int(reason)) for kind, start, reason in zip(*columns, strict=True)}))
