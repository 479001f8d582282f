from __future__ import annotations

import numpy as np
import pytest

from measures.fakes import fake_ties
from simulation.measures.ties import (
    counted,
    still_open_by_name,
    survival,
    survival_by_name,
    tables,
    turnover_by_name,
    watched,
)
from simulation.state.codes import END_DEATH, END_LEFT_TOGETHER, END_RUPTURE, FRIEND, N_ENDS, NEVER
from simulation.state.journal import TieLog


def log(*rows):
    """A tie log of (kind, reason, start, end)."""
    columns = np.array(rows, int).reshape(-1, 4).T
    return TieLog(
        columns[0].astype(np.uint8),
        columns[1].astype(np.uint8),
        columns[2].astype(np.int16),
        columns[3].astype(np.int16),
    )


def friends(ended, still_open, months=24, ages=24):
    ended = log(*[(FRIEND, reason, start, end) for reason, start, end in ended])
    still_open = log(*[(FRIEND, 0, start, NEVER) for start in still_open])
    return survival_by_name(counted(watched(ended, still_open, months), ages))["friend"]


def test_kaplan_meier_agrees_with_a_table_worked_by_hand():
    # Lives in months: 1 end, 3 end, 3 end, 5 open, 8 end, 10 open; all begun within the watch of 10 months.
    life = friends(
        ended=[(END_RUPTURE, 0, 0), (END_RUPTURE, 0, 2), (END_RUPTURE, 1, 3), (END_RUPTURE, 2, 9)],
        still_open=[5, 0],
        months=10,
        ages=10,
    )
    assert life.at_risk[1:].tolist() == [6, 5, 5, 3, 3, 2, 2, 2, 1, 1]
    by_hand = [1, 5 / 6, 5 / 6, 5 / 6 * 3 / 5, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25]
    np.testing.assert_allclose(life.open_share, by_hand)


def test_a_tie_open_at_the_start_enters_at_its_age():
    # One tie of 12 months' standing ends in the first month: nothing is known of months 1 to 12 of a life.
    ties = watched(log((FRIEND, END_DEATH, -12, 0), (FRIEND, END_DEATH, 0, 12)), log(), 24)
    at_risk, ends = tables(ties, 20)
    assert at_risk[FRIEND, 1:14].tolist() == [1] * 12 + [2]
    assert ends[FRIEND, END_DEATH, 13] == 2


def test_a_tie_that_ended_in_the_burn_in_is_not_watched():
    ties = watched(log((FRIEND, END_DEATH, -12, -1)), log(), 24)
    assert len(ties.kind) == 0


def test_left_truncation_recovers_the_hazard_that_a_naive_estimate_misses():
    rng = np.random.default_rng(1)
    n, months, hazard = 40_000, 24, 0.03
    start = rng.integers(-200, months, n)
    end = start + rng.geometric(hazard, n) - 1
    seen = end >= 0
    over = seen & (end < months)
    rows = [(FRIEND, END_RUPTURE, s, e) for s, e in zip(start[over], end[over], strict=True)]
    still = log(*[(FRIEND, 0, s, NEVER) for s in start[seen & ~over]])
    life = survival_by_name(counted(watched(log(*rows), still, months), 48))["friend"]
    assert life.open_share[24] == pytest.approx((1 - hazard) ** 24, abs=0.03)


def test_survival_and_causes_add_up_to_one():
    rng = np.random.default_rng(2)
    ended, still_open = fake_ties(rng, months=36, burn_in=12, adults=4000)
    for life in survival_by_name(counted(watched(ended, still_open, 36), 60)).values():
        np.testing.assert_allclose(life.open_share + life.ended_share.sum(axis=0), 1.0)


def test_nothing_is_told_after_the_first_age_that_nobody_reached():
    life = survival(np.array([0, 2, 0, 1]), np.zeros((N_ENDS, 4), int))
    assert life.open_share[:2].tolist() == [1, 1]
    assert np.isnan(life.open_share[2:]).all()


def test_ties_kept_lost_and_gained_over_a_year():
    ended = log((FRIEND, END_DEATH, -5, 3), (FRIEND, END_DEATH, -5, 12), (FRIEND, END_DEATH, 2, 30))
    kept = turnover_by_name(counted(watched(ended, log((FRIEND, 0, -30, NEVER), (FRIEND, 0, 12, NEVER)), 36), 1))[
        "friend"
    ]
    assert kept.open.tolist() == [3, 3, 3]  # at months 0, 12 and 24
    assert kept.kept_12.tolist() == [2, 2, 2]
    assert kept.kept_24.tolist() == [1, 1]
    assert kept.gained_12.tolist() == [1, 1, 0]


def test_turnover_agrees_with_counting_ties_one_by_one():
    ended, still_open = fake_ties(np.random.default_rng(3), months=48, burn_in=12, adults=3000)
    ties = watched(ended, still_open, 48)
    kept = turnover_by_name(counted(ties, 1))["friend"]
    mine = ties.kind == FRIEND
    for year in range(4):
        then, later = 12 * year, 12 * year + 12
        here = mine & (ties.start < then) & (ties.end >= then)
        assert kept.open[year] == (here & ~(ties.unseen & (ties.end < later))).sum()
        assert kept.kept_12[year] == (here & (ties.end >= later)).sum()
        assert kept.gained_12[year] == (mine & (ties.start >= then) & (ties.start < later) & (ties.end >= later)).sum()


def test_the_ties_of_the_first_day_are_followed_month_by_month():
    ended = log((FRIEND, END_DEATH, -5, 0), (FRIEND, END_DEATH, -5, 2), (FRIEND, END_DEATH, 1, 2))
    share = still_open_by_name(counted(watched(ended, log((FRIEND, 0, -30, NEVER), (FRIEND, 0, -1, NEVER)), 4), 1))
    assert share["friend"].tolist() == [0.75, 0.75, 0.5, 0.5]
    assert np.isnan(share["partner"]).all()


def test_a_tie_whose_people_leave_together_is_watched_until_then_and_does_not_end():
    # Four ties begun with the watch: two people leave together in the third month, one tie breaks in the fourth.
    gone = [(END_LEFT_TOGETHER, 0, 2), (END_RUPTURE, 0, 3)]
    life = friends(ended=gone, still_open=[0, 0], months=6, ages=6)
    assert life.at_risk[1:].tolist() == [4, 4, 4, 3, 2, 2]
    np.testing.assert_allclose(life.open_share, [1, 1, 1, 1, 2 / 3, 2 / 3, 2 / 3])
    np.testing.assert_allclose(life.open_share + life.ended_share.sum(axis=0), 1.0)


def test_a_tie_that_is_out_of_sight_is_neither_kept_nor_lost():
    rows = [(FRIEND, END_LEFT_TOGETHER, -5, 3), (FRIEND, END_RUPTURE, -5, 6), (FRIEND, END_LEFT_TOGETHER, -5, 15)]
    watch = watched(log(*rows), log((FRIEND, 0, -30, NEVER)), 24)
    kept = turnover_by_name(counted(watch, 1))["friend"]
    assert (kept.open.tolist(), kept.kept_12.tolist()) == ([3, 1], [2, 1])
    assert (kept.open_24.tolist(), kept.kept_24.tolist()) == ([2], [1])
    share = still_open_by_name(counted(watch, 1))["friend"]
    np.testing.assert_allclose(share[[2, 5, 6, 23]], [1, 1, 2 / 3, 2 / 3])
