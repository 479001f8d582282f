"""What of a record adds up: sums over months and people, so that several places are one by adding."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.measures import council, periods, spells, ties
from simulation.state.journal import STAFF_NAMES, Journal
from simulation.state.record import Record

AGES: Final = 120
"""Months of age to which tie survival is told."""
STAFFED: Final = STAFF_NAMES.index("staffed_posts")
WANTED: Final = STAFF_NAMES.index("wanted_posts")


class Sums(NamedTuple):
    """Of one strategy in one replicate: whole numbers only, so that places may be added in any order.

    Names and lengths are as in ``Record``; the journal begins a year before month 0, or where the record does.
    """

    journal: Journal
    vacant: NDArray[np.int64]  # [month, model] posts wanted and not staffed; more staff than wanted is no vacancy
    ties: ties.Counted
    lasting: spells.Lasting  # by period of ``spans_of_spells``
    decided: council.Decided
    model_ids: tuple[str, ...]
    settings: tuple[str, ...]
    by_sharers: tuple[bool, ...]
    services: tuple[str, ...]
    service_classes: tuple[str, ...]
    burn_in: int
    months: int
    programme_ids: tuple[str, ...] = ()
    bringing: tuple[str, ...] = ()


def spans_of_spells(burn_in: int, months: int) -> tuple[periods.Periods, periods.Periods]:
    """Periods for which single arrangements are looked at: the last year of the burn-in, and each year."""
    return periods.before(burn_in), periods.years(burn_in, months)


def sums_of(record: Record) -> Sums:
    """The sums of one record."""
    burn_in, skipped = min(record.burn_in, periods.YEAR), max(record.burn_in - periods.YEAR, 0)
    journal = Journal._make(column[skipped:] for column in record.journal)
    watched = ties.watched(record.ties_ended, record.ties_open, record.months)
    ends = [
        (int(first) - burn_in, int(last) - burn_in)
        for span in spans_of_spells(burn_in, record.months)
        for first, last in zip(span.first, span.last, strict=True)
    ]
    return Sums(
        journal=journal,
        vacant=np.maximum(journal.staff[:, :, WANTED] - journal.staff[:, :, STAFFED], 0),
        ties=ties.counted(watched, AGES),
        lasting=spells.lasting(record.spells, record.model_ids, record.settings, ends),
        decided=council.decided(record, burn_in),
        model_ids=record.model_ids,
        settings=record.settings,
        by_sharers=record.by_sharers,
        services=record.services,
        service_classes=record.service_classes,
        burn_in=burn_in,
        months=record.months,
        programme_ids=record.programme_ids,
        bringing=record.bringing,
    )


def added(one: Sums, other: Sums) -> Sums:
    """Two places, or groups of places, as one. Both must have lived the same months, models and services."""
    named = ("model_ids", "settings", "by_sharers", "services", "service_classes", "burn_in", "months", "bringing")
    if any(getattr(one, name) != getattr(other, name) for name in named):
        raise ValueError("places that differ in months, support models or services cannot be added up")
    return one._replace(
        journal=Journal._make(a + b for a, b in zip(one.journal, other.journal, strict=True)),
        vacant=one.vacant + other.vacant,
        ties=one.ties.plus(other.ties),
        lasting=one.lasting.plus(other.lasting),
        decided=one.decided.plus(other.decided),
    )
