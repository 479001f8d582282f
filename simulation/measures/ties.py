"""How long ties last, from the log of ended ties and the ties still open.

A tie begun in month ``s`` is in its first month then; one that ends in month ``e`` ends in month ``e - s + 1`` of its
life. Ties already open at month 0 come under observation at the age they have reached (left truncation), so a long tie
is never counted as if its early, riskier months had been watched. A tie whose two people leave the place together is
not over: it is watched until then, and no longer (right censoring).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.measures.periods import YEAR
from simulation.measures.registry import CAUSES
from simulation.measures.series import CAUSE_REASONS, GONE_FROM_SIGHT, TIE_KINDS
from simulation.state.codes import N_ENDS, N_TIES
from simulation.state.journal import TieLog


class Watched(NamedTuple):
    """Ties under observation in months 0 to ``months - 1``."""

    kind: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]  # ``months`` or later: open when the watch ends
    reason: NDArray[np.int64]
    months: int

    @property
    def over(self) -> NDArray[np.bool_]:
        """Ties that ended while watched."""
        return (self.end < self.months) & ~self.unseen

    @property
    def unseen(self) -> NDArray[np.bool_]:
        """Ties that nobody here sees any more, though they did not end."""
        return (self.end < self.months) & np.isin(self.reason, GONE_FROM_SIGHT)


class Counted(NamedTuple):
    """Ties of a watch, counted: they add up over places."""

    at_risk: NDArray[np.int64]  # [kind, month of life], from month 1; month 0 is empty
    ends: NDArray[np.int64]  # [kind, reason, month of life]
    of_start: NDArray[np.int64]  # [kind, month] ties of month 0 by month of their end; the last column: open at the end
    of_start_unseen: NDArray[np.int64]  # [kind, month] ties of month 0 by month from which they are not seen
    grid: NDArray[np.int64]  # [kind, year of start, year of end or of being seen last]: before, each year, after
    grid_unseen: NDArray[np.int64]  # those of ``grid`` that did not end

    def plus(self, other: Counted) -> Counted:
        """Both together."""
        return Counted._make(one + two for one, two in zip(self, other, strict=True))


class Survival(NamedTuple):
    """By month of age from 0: ``at_risk`` [age], ``open_share`` [age], ``ended_share`` [cause, age]."""

    at_risk: NDArray[np.int64]
    open_share: NDArray[np.float64]
    ended_share: NDArray[np.float64]


class Turnover(NamedTuple):
    """Ties of one kind or group by starting year [year]: counts, of ties that are seen for so long."""

    open: NDArray[np.int64]  # seen for 12 months, unless they end before
    open_24: NDArray[np.int64]
    kept_12: NDArray[np.int64]
    kept_24: NDArray[np.int64]
    gained_12: NDArray[np.int64]


def watched(ended: TieLog, still_open: TieLog, months: int) -> Watched:
    """Ties of both logs that were open at some time from month 0."""
    kind, reason, start, end = (
        np.concatenate([np.asarray(one, np.int64), np.asarray(two, np.int64)])
        for one, two in (
            (ended.kind, still_open.kind),
            (ended.reason, still_open.reason),
            (ended.start, still_open.start),
            (ended.end, np.full(len(still_open.kind), months)),
        )
    )
    seen = end >= 0
    return Watched(kind[seen], start[seen], end[seen], reason[seen], months)


def tables(ties: Watched, ages: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ties at risk [kind, age] and ends [kind, reason, age] in months of life 1 to ``ages`` (age 0 is empty)."""
    width = ages + 2
    lived = np.where(ties.end < ties.months, ties.end - ties.start + 1, ties.months - ties.start)
    entry, lived = np.clip(-ties.start, 0, ages + 1), np.clip(lived, 0, ages + 1)
    entered = np.bincount(ties.kind * width + entry, minlength=N_TIES * width).reshape(N_TIES, width)
    left = np.bincount(ties.kind * width + lived, minlength=N_TIES * width).reshape(N_TIES, width)
    at_risk = np.zeros((N_TIES, width), np.int64)
    at_risk[:, 1:] = np.cumsum(entered, axis=1)[:, :-1] - np.cumsum(left, axis=1)[:, :-1]
    over = ties.over
    cell = (ties.kind[over] * N_ENDS + ties.reason[over]) * width + lived[over]
    ends = np.bincount(cell, minlength=N_TIES * N_ENDS * width).reshape(N_TIES, N_ENDS, width)
    return at_risk[:, : ages + 1], ends[:, :, : ages + 1]


def survival(at_risk: NDArray[np.int64], ends: NDArray[np.int64]) -> Survival:
    """Kaplan-Meier survival and Aalen-Johansen incidence from ties at risk [age] and ends [reason, age].

    After the first age at which nobody is watched, nothing is known: NaN.
    """
    known = np.logical_and.accumulate(at_risk[1:] > 0)
    risk = np.where(known, at_risk[1:], 1)
    hazard = ends[:, 1:] / risk
    # A product of whole-number ratios: exactly 1 while nothing ends.
    open_share = np.concatenate([[1.0], np.cumprod((risk - ends[:, 1:].sum(axis=0)) / risk)])
    causes = np.stack([hazard[list(CAUSE_REASONS[cause])].sum(axis=0) for cause in CAUSES])
    ended = np.cumsum(causes * open_share[:-1], axis=1)
    ended_share = np.concatenate([np.zeros((len(CAUSES), 1)), ended], axis=1)
    unknown = np.concatenate([[False], ~known])
    open_share[unknown] = np.nan
    ended_share[:, unknown] = np.nan
    return Survival(at_risk, open_share, ended_share)


def counted(ties: Watched, ages: int) -> Counted:
    """What survival to ``ages`` months, and turnover, are told from."""
    all_ties = np.ones(len(ties.kind), bool)
    return Counted(
        *tables(ties, ages),
        _of_start(ties, ~ties.unseen),
        _of_start(ties, ties.unseen),
        _grid(ties, all_ties),
        _grid(ties, ties.unseen),
    )


def survival_by_name(ties: Counted) -> dict[str, Survival]:
    """Survival of each kind of tie, and of unpaid and paid ties together."""
    return {
        name: survival(ties.at_risk[list(kinds)].sum(axis=0), ties.ends[list(kinds)].sum(axis=0))
        for name, kinds in TIE_KINDS.items()
    }


def _of_start(ties: Watched, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    old = (ties.start < 0) & chosen
    cell = ties.kind[old] * (ties.months + 1) + np.minimum(ties.end[old], ties.months)
    return np.bincount(cell, minlength=N_TIES * (ties.months + 1)).reshape(N_TIES, ties.months + 1)


def still_open_by_name(ties: Counted) -> dict[str, NDArray[np.float64]]:
    """Share of the ties open at the start of month 0 that are still open at each month's end [month]; NaN if none.

    Kaplan-Meier over the months of the run: ties not seen any more say nothing after that.
    """
    return {
        name: _still_open(ties.of_start[list(kinds)].sum(axis=0), ties.of_start_unseen[list(kinds)].sum(axis=0))
        for name, kinds in TIE_KINDS.items()
    }


def _still_open(ended: NDArray[np.int64], unseen: NDArray[np.int64]) -> NDArray[np.float64]:
    gone = np.cumsum(ended + unseen)
    if gone[-1] == 0:
        return np.full(len(ended) - 1, np.nan)
    watched_then = gone[-1] - np.concatenate([[0], gone[:-2]])
    risk = np.maximum(watched_then, 1)
    return np.asarray(np.cumprod((risk - ended[:-1]) / risk))


def _grid(ties: Watched, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    years = ties.months // YEAR
    width = years + 2  # a tie's start and end fall before, in one of the years, or after them
    first = np.clip(ties.start // YEAR, -1, years) + 1
    last = np.clip(ties.end // YEAR, -1, years) + 1
    cell = ((ties.kind * width + first) * width + last)[chosen]
    return np.bincount(cell, minlength=N_TIES * width * width).reshape(N_TIES, width, width)


def turnover_by_name(ties: Counted) -> dict[str, Turnover]:
    """Ties kept and gained, year by year: the years are whole, and begin at month 0.

    A tie is open at the start of month ``m`` if it began before ``m`` and ended in ``m`` or later.
    """
    years = ties.grid.shape[1] - 2  # a tie's start and end fall before, in one of the years, or after them
    return {
        name: _turnover(ties.grid[list(kinds)].sum(axis=0), ties.grid_unseen[list(kinds)].sum(axis=0), years)
        for name, kinds in TIE_KINDS.items()
    }


def _turnover(grid: NDArray[np.int64], unseen: NDArray[np.int64], years: int) -> Turnover:
    """From ties by year of start and end [year + 1, year + 1]."""
    before = np.cumsum(grid, axis=0)  # started in this year or earlier
    lasting = np.cumsum(before[:, ::-1], axis=1)[:, ::-1]  # and ended in this year or later

    def still(started_before: int, open_at: int) -> int:
        return int(lasting[started_before, open_at + 1])

    before_unseen = np.cumsum(unseen, axis=0)

    def open_at(year: int, length: int) -> int:
        """Open at a year's start and seen for so many years, unless they ended."""
        return still(year, year) - int(before_unseen[year, year + 1 : year + 1 + length].sum())

    return Turnover(
        open=np.array([open_at(y, 1) for y in range(years)], np.int64),
        open_24=np.array([open_at(y, 2) for y in range(years - 1)], np.int64),
        kept_12=np.array([still(y, y + 1) for y in range(years)], np.int64),
        kept_24=np.array([still(y, y + 2) for y in range(years - 1)], np.int64),
        gained_12=np.array([still(y + 1, y + 1) - still(y, y + 1) for y in range(years)], np.int64),
    )
