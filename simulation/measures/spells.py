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
from simulation.state.codes import END_DEATH, END_LEFT_PLACE
from simulation.state.record import NOT_LONG_TERM, NURSING, RESIDENTIAL, Spells

GAP: Final = 1
"""Months between two arrangements that still count as one stretch."""
LEVELS: Final = {
    **dict.fromkeys(("nursing_home", "residential_home", "emergency_placement", "step_down_bed", "assessment_bed"), 3),
    **dict.fromkeys(("supported_living", "shared_lives"), 2),
}
"""How much a setting is arranged around support; any other model (level 1) leaves a person in the own home."""
AWAY: Final = 2
"""Level from which somebody lives elsewhere because of support."""
FOLLOW: Final = 3
"""Months after short-term support in which what begins counts as what followed it."""
OLDER: Final = 65 * YEAR
"""Age in months."""

Flags = NDArray[np.bool_]
Months = NDArray[np.int64]
Shares = NDArray[np.float64]


class Stretches(NamedTuple):
    """Arrangements of one sort in order of person and start. ``first`` is when the stretch so far began."""

    person: Months
    birth: Months
    started: Months
    ended: Months
    first: Months
    goes_on: Flags  # another arrangement of the stretch follows


def long_term(spells: Spells, settings: Sequence[str]) -> Stretches:
    """Council-funded long-term support, whatever the model."""
    wanted = np.array([setting != NOT_LONG_TERM for setting in settings])
    return _stretches(spells, wanted[spells.model] & (spells.self_funded == 0))


def care_homes(spells: Spells, settings: Sequence[str]) -> Stretches:
    """Stays in residential and nursing homes, whoever pays."""
    wanted = np.array([setting in (NURSING, RESIDENTIAL) for setting in settings])
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


class Lasting(NamedTuple):
    """Counts by period [period]: they add up over places. ``stays`` [period, months] are by length."""

    clients: Months  # supported at the period's end
    over_a_year: Months  # of them, for longer than a year
    residents: Months  # aged 65 and over, at any time of the year; 0 unless the period is a whole year
    resident_months: Months
    stays: Months  # in care homes, of people aged 65 and over, that ended
    episodes: Months  # of reablement, completed
    then_long_term: Months
    then_again: Months
    then_nothing: Months
    away: Months  # living in care homes, tenancies or Shared Lives at the period's beginning
    stepped_down: Months  # of them, in a setting of a lower level, or without support, at its end

    def plus(self, other: Lasting) -> Lasting:
        """Both together."""
        width = max(self.stays.shape[1], other.stays.shape[1])
        wide = [np.pad(one.stays, ((0, 0), (0, width - one.stays.shape[1]))) for one in (self, other)]
        columns = zip(self._replace(stays=wide[0]), other._replace(stays=wide[1]), strict=True)
        return Lasting._make(one + two for one, two in columns)


def lasting(spells: Spells, models: Sequence[str], settings: Sequence[str], ends: Sequence[tuple[int, int]]) -> Lasting:
    """What is told from single arrangements for periods from ``first`` to ``last`` (exclusive).

    ``settings`` says of each model what long-term support it is, if it is any.
    """
    clients, stays = long_term(spells, settings), care_homes(spells, settings)
    lengths = [stay_lengths(stays, first, last) for first, last in ends]
    width = max([len(counts) for counts in lengths], default=0)
    stays_by_length = np.array([np.pad(counts, (0, width - len(counts))) for counts in lengths], np.int64)
    clients_now = _columns([over_a_year(clients, last) for _, last in ends], 2)
    residents_then = _columns([residents(stays, first, last) for first, last in ends], 2)
    sequels = _columns([after_reablement(spells, models, settings, first, last) for first, last in ends], 4)
    moves = _columns([stepped_down(spells, models, first, last) for first, last in ends], 2)
    return Lasting._make([*clients_now, *residents_then, stays_by_length.reshape(len(ends), width), *sequels, *moves])


def _columns(rows: Sequence[tuple[int, ...]], n: int) -> Months:
    return np.array(rows, np.int64).reshape(len(rows), n).T


def over_a_year(stretches: Stretches, last: int) -> tuple[int, int]:
    """People supported at the end of the month before ``last``, and those whose stretch is longer than a year."""
    here = (stretches.started < last) & (stretches.ended >= last)
    return int(here.sum()), int((last - 1 - stretches.first[here] > YEAR).sum())


def residents(stays: Stretches, first: int, last: int) -> tuple[int, int]:
    """Residents aged 65 and over at any time from ``first`` to ``last``, and the months that they were.

    Nobody unless the period is a whole year.
    """
    if last - first < YEAR:
        return 0, 0
    begin = np.maximum(np.maximum(stays.started, first), stays.birth + OLDER)
    there = np.minimum(stays.ended, last) - begin
    return len(np.unique(stays.person[there > 0])), int(there[there > 0].sum())


def residents_ratio(people: Months, months: Months) -> Shares:
    """Residents at any time of a year over those on the average month's end; NaN without any."""
    average = months / YEAR
    return np.asarray(np.divide(people, average, out=np.full(len(people), np.nan), where=average > 0))


def stay_lengths(stays: Stretches, first: int, last: int) -> Months:
    """Number by months of stays of people aged 65 and over, known ``GAP`` months later to have ended, in a period."""
    known = stays.ended + GAP
    over = (known >= first) & (known < last) & ~stays.goes_on & (stays.ended - stays.birth >= OLDER)
    return np.bincount(stays.ended[over] - stays.first[over])


def median_length(counts: Months) -> float:
    """Median months of stays counted by length; NaN without any."""
    return float(np.median(np.repeat(np.arange(len(counts)), counts))) if counts.any() else float("nan")


class Sequel(NamedTuple):
    """Completed reablement episodes."""

    episodes: int
    long_term: int  # the next arrangement is council-funded long-term support, begun within ``FOLLOW`` months
    again: int  # the next arrangement is reablement too, begun within ``FOLLOW`` months
    nothing: int  # no arrangement began within ``FOLLOW`` months


def after_reablement(spells: Spells, models: Sequence[str], settings: Sequence[str], first: int, last: int) -> Sequel:
    """What followed episodes whose ``FOLLOW`` months were over in a period; not those that death or a move ended."""
    order = np.lexsort((spells.started, spells.person))
    person, started, ended = (np.asarray(c[order], np.int64) for c in (spells.person, spells.started, spells.ended))
    again = np.zeros(len(person), bool)
    again[:-1] = (person[1:] == person[:-1]) & (started[1:] <= ended[:-1] + FOLLOW)
    long_lived = np.array([setting != NOT_LONG_TERM for setting in settings])[spells.model[order]]
    council = long_lived & (spells.self_funded[order] == 0)
    reablement = np.array([model == "reablement" for model in models])[spells.model[order]]
    episode = reablement & ~np.isin(spells.reason[order], (END_DEATH, END_LEFT_PLACE))
    episode &= (ended + FOLLOW >= first) & (ended + FOLLOW < last)
    lasts, repeats = (again & np.append(sort[1:], False)[: len(person)] for sort in (council, reablement))
    return Sequel(int(episode.sum()), *(int(flags[episode].sum()) for flags in (lasts, repeats, ~again)))


def stepped_down(spells: Spells, models: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """People who lived away from home because of support before month ``first``, and those stepping down by ``last``.

    Whoever died or moved away with support in place is among the first and not among the second.
    """
    if not len(spells.person):
        return 0, 0
    level = np.array([LEVELS.get(model, 1) for model in models])[spells.model]
    people = int(spells.person.max()) + 1
    before, after, gone = np.zeros(people, np.int64), np.zeros(people, np.int64), np.zeros(people, np.bool_)
    for levels, month in ((before, first), (after, last)):
        there = (spells.started < month) & (spells.ended >= month)
        np.maximum.at(levels, spells.person[there], level[there])
    left = np.isin(spells.reason, (END_DEATH, END_LEFT_PLACE)) & (spells.ended >= first) & (spells.ended < last)
    gone[spells.person[left]] = True
    away = before >= AWAY
    return int(away.sum()), int((away & (after < before) & ~gone).sum())


def share(part: Months, whole: Months) -> Shares:
    """``part`` of ``whole``; NaN of nothing."""
    return np.asarray(np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0))
