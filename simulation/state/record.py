"""What one strategy of one replicate left behind: all that measures read."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.state.catalogue import Catalogue, Models
from simulation.state.codes import CARE_HOME, FROM_SHARERS, HERE, HOSPITAL, NEVER, NOBODY, UNPAID
from simulation.state.journal import Journal, TieLog
from simulation.state.place import ARRANGEMENTS, Place

NURSING, RESIDENTIAL, COMMUNITY = "nursing", "residential", "community"
NOT_LONG_TERM = ""
"""The setting of what is not long-term support."""


class Spells(NamedTuple):
    """Every arrangement there ever was, one row each."""

    person: NDArray[np.int32]
    model: NDArray[np.uint8]
    started: NDArray[np.int16]  # month
    ended: NDArray[np.int16]  # month; NEVER while open
    reason: NDArray[np.uint8]  # state.codes END_*, once ended
    self_funded: NDArray[np.uint8]
    birth_month: NDArray[np.int16]  # of the person


class Record(NamedTuple):
    """The journal of one strategy in one replicate, with the names of its rows.

    ``journal`` covers the burn-in too: its first ``burn_in`` months. ``services`` and ``service_classes`` name the
    ledger's service axis. ``council`` holds one value a year of the comparison for each series (pence or shares).
    """

    journal: Journal
    ties_ended: TieLog  # rows in use only
    ties_open: TieLog  # ties open at the end, end = NEVER
    model_ids: tuple[str, ...]
    settings: tuple[str, ...]  # of each model: the kind of long-term support, or NOT_LONG_TERM
    by_sharers: tuple[bool, ...]  # of each model: whether its places are those of Shared Lives carers
    programme_ids: tuple[str, ...]
    services: tuple[str, ...]
    service_classes: tuple[str, ...]
    burn_in: int
    months: int
    spells: Spells
    council: dict[str, NDArray[np.float64]]
    bringing: tuple[str, ...] = ()
    """Programmes that bring somebody to each who takes part."""


def open_ties(place: Place, catalogue: Catalogue) -> TieLog:
    """Every tie open now, between two people (once) or to a key worker, as rows that have not ended."""
    people, arrangements = place.people, place.arrangements
    rows = np.arange(len(people.status))[:, None]
    once = (people.tie_other > rows) & (people.status == HERE)[:, None]
    used = int(place.counters[ARRANGEMENTS])
    key = (arrangements.ended[:used] == NEVER) & (arrangements.key_face[:used] != NOBODY)
    worker_kinds = catalogue.models.tie_kind[arrangements.model[:used][key]]
    kind = np.concatenate([people.tie_kind[once], worker_kinds]).astype(np.uint8)
    start = np.concatenate([people.tie_start[once], arrangements.key_since[:used][key]]).astype(np.int16)
    return TieLog(kind, np.zeros(len(kind), np.uint8), start, np.full(len(kind), NEVER, np.int16))


def settings_of(models: Models) -> tuple[str, ...]:
    """What kind of long-term support each model is, by what its row says.

    Open-ended support is long-term, but for unpaid care and hospital. A care home to whose price the NHS pays a part
    is a nursing home, any other a residential one; everything else is support in the community.
    """
    return tuple(_setting(models, m) for m in range(len(models.where)))


def _setting(models: Models, m: int) -> str:
    if models.months[m] > 0 or models.where[m] == HOSPITAL or models.spend_class[m] == UNPAID:
        return NOT_LONG_TERM
    if models.where[m] != CARE_HOME:
        return COMMUNITY
    return NURSING if models.nhs_weekly_pence[m] > 0 else RESIDENTIAL


def by_sharers_of(models: Models) -> tuple[bool, ...]:
    """Whether each model takes a place of a Shared Lives carer, whatever it is called."""
    return tuple((models.source == FROM_SHARERS).tolist())


def all_spells(place: Place) -> Spells:
    """Every arrangement up to now."""
    used, rows = int(place.counters[ARRANGEMENTS]), place.arrangements
    own = (rows.person, rows.model, rows.started, rows.ended, rows.reason, rows.self_funded)
    kept = [column[:used].copy() for column in own]
    return Spells._make([*kept, place.people.birth_month[rows.person[:used]]])
