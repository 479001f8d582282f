"""How long support lasts and what follows it, from every arrangement there ever was.

An arrangement that started in month ``s`` and ended in month ``e`` is in place at the end of months ``s`` to ``e - 1``.
Arrangements of one person that follow each other with no more than ``GAP`` months between are one stretch. What is
looked at lies wholly before a period's end, so that a year of the burn-in never depends on what a strategy does later.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.measures.periods import YEAR
from simulation.measures.series import NOT_LONG_TERM, SETTING_OF
from simulation.state.codes import END_DEATH, END_LEFT_PLACE
from simulation.state.record import Spells

GAP: Final = 1
"""Months between two arrangements that still count as one stretch."""
FOLLOW: Final = 3
"""Months after short-term support in which what begins counts as what followed it."""
OLDER: Final = 65 * YEAR
"""Age in months."""

Flags = NDArray[np.bool_]
Months = NDArray[np.int64]


class Stretches(NamedTuple):
    """Arrangements of one sort in order of person and start. ``first`` is when the stretch so far began."""

    person: Months
    birth: Months
    started: Months
    ended: Months
    first: Months
    goes_on: Flags  # another arrangement of the stretch follows


def long_term(spells: Spells, models: Sequence[str]) -> Stretches:
    """Council-funded long-term support, whatever the model."""
    wanted = np.array([model not in NOT_LONG_TERM for model in models])
    return _stretches(spells, wanted[spells.model] & (spells.self_funded == 0))


def care_homes(spells: Spells, models: Sequence[str]) -> Stretches:
    """Stays in residential and nursing homes, whoever pays."""
    wanted = np.array([model in SETTING_OF for model in models])
    return _stretches(spells, wanted[spells.model])


def _stretches(spells: Spells, chosen: Flags) -> Stretches:
    person, birth, started, ended = (
        np.asarray(column[chosen], np.int64)
        for column in (spells.person, spells.birth_month, spells.started, spells.ended)
    )
    order = np.lexsort((started, person))
    person, birth, started, ended = person[order], birth[order], started[order], ended[order]
    follows = np.zeros(len(person), bool)
    follows[1:] = (person[1:] == person[:-1]) & (started[1:] <= ended[:-1] + GAP)
    head = np.maximum.accumulate(np.where(follows, 0, np.arange(len(person))))
    return Stretches(person, birth, started, ended, started[head], np.append(follows[1:], False)[: len(person)])


def over_a_year(stretches: Stretches, last: int) -> float:
    """Share of the people supported at the end of the month before ``last`` whose stretch is longer than a year."""
    here = (stretches.started < last) & (stretches.ended >= last)
    return _share(last - 1 - stretches.first[here] > YEAR)


def residents_ratio(stays: Stretches, first: int, last: int) -> float:
    """Residents aged 65 and over at any time from ``first`` to ``last`` over those on the average month's end.

    NaN unless the period is a whole year.
    """
    if last - first < YEAR:
        return float("nan")
    begin = np.maximum(np.maximum(stays.started, first), stays.birth + OLDER)
    there = np.minimum(stays.ended, last) - begin
    average = there[there > 0].sum() / (last - first)
    return len(np.unique(stays.person[there > 0])) / average if average else float("nan")


def median_stay(stays: Stretches, first: int, last: int) -> float:
    """Median months of stays of people aged 65 and over, known ``GAP`` months later to have ended, in a period."""
    known = stays.ended + GAP
    over = (known >= first) & (known < last) & ~stays.goes_on & (stays.ended - stays.birth >= OLDER)
    return float(np.median(stays.ended[over] - stays.first[over])) if over.any() else float("nan")


class Sequel(NamedTuple):
    """Shares of completed reablement episodes."""

    long_term: float  # the next arrangement is council-funded long-term support, begun within ``FOLLOW`` months
    again: float  # the next arrangement is reablement too, begun within ``FOLLOW`` months
    nothing: float  # no arrangement began within ``FOLLOW`` months


def after_reablement(spells: Spells, models: Sequence[str], first: int, last: int) -> Sequel:
    """What followed episodes whose ``FOLLOW`` months were over in a period; not those that death or a move ended."""
    order = np.lexsort((spells.started, spells.person))
    person, started, ended = (np.asarray(c[order], np.int64) for c in (spells.person, spells.started, spells.ended))
    again = np.zeros(len(person), bool)
    again[:-1] = (person[1:] == person[:-1]) & (started[1:] <= ended[:-1] + FOLLOW)
    lasting = np.array([model not in NOT_LONG_TERM for model in models])[spells.model[order]]
    council = lasting & (spells.self_funded[order] == 0)
    reablement = np.array([model == "reablement" for model in models])[spells.model[order]]
    episode = reablement & ~np.isin(spells.reason[order], (END_DEATH, END_LEFT_PLACE))
    episode &= (ended + FOLLOW >= first) & (ended + FOLLOW < last)
    lasts, repeats = (again & np.append(sort[1:], False)[: len(person)] for sort in (council, reablement))
    return Sequel(_share(lasts[episode]), _share(repeats[episode]), _share(~again[episode]))


def _share(flags: Flags) -> float:
    return float(flags.mean()) if len(flags) else float("nan")
