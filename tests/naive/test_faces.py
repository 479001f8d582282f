"""The indices of continuity on visits short enough to count by hand."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import pytest

from naive.faces import close_window
from naive.record import Record
from naive.things import Arrangement


def counted(order: str) -> dict[str, int]:
    """What a window with these workers' visits, in this order, counts."""
    record, found = Record(), Counter()
    town = SimpleNamespace(record=record, month=5, count=lambda name, person, amount=1: found.update({name: amount}))
    support = Arrangement(0, None, SimpleNamespace(row=0), None, None, 0, 0, 0, 0, 0, 0)
    support.order = [(worker, 0) for worker in order]
    close_window(town, support)
    assert {name: n for (_, name), n in record.visits.items()} == dict(found)
    return dict(found)


@pytest.mark.parametrize(
    ("order", "continuity", "usual", "sequential", "workers"),
    [
        ("AABAB", 1000 * 8 // 20, 600, 250, 2),  # (9 + 4 - 5) / (5 x 4); 3 of 5; one of four steps
        ("AAAA", 1000, 1000, 1000, 1),
        ("ABCD", 0, 250, 0, 4),
        ("AB", 0, 500, 0, 2),
        ("ABAB", 1000 * 4 // 12, 500, 0, 2),
        ("AABB", 1000 * 4 // 12, 500, 1000 * 2 // 3, 2),  # the same shares in another order
    ],
)
def test_indices_by_hand(order: str, continuity: int, usual: int, sequential: int, workers: int) -> None:
    assert counted(order) == {
        "continuity_windows": 1,
        "continuity": continuity,
        "usual_worker": usual,
        "sequential": sequential,
        "workers_6_months": workers,
    }


def test_a_single_visit_says_nothing_of_continuity() -> None:
    assert counted("A") == {}
