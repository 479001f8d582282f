"""Question 3: what prevention share avoids the crisis spiral?"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from simulation.questions.reading import Answer, Floats, Lived, band_words, mark

PREVENTION, CRISIS = "spend.gross.prevention_share", "spend.gross.crisis_share"
SPIRAL = "spiral"
RISING = {SPIRAL, "rises"}
"""Words for crisis spending that grows."""


def answer(folder: Path, options: dict[str, Any]) -> Answer:
    """Trajectories of the prevention share spent against the crisis share, and at every point whether crisis spending
    comes back.

    ``x`` is the axis of the prevention share, ``series`` the axis of what else varies. Spiral: crisis share of the last
    year above that of the first by more than its 95 % band; recovers: below by more; else level. Where the budget is
    not cut (``series`` is 0 or more) there is nothing to recover from: rises, falls, level.
    """
    lived = Lived(folder, lambda name: name in {PREVENTION, CRISIS}, ("year",))
    strategy = lived.facts.others[0]
    paths, changes, table = [], [], []
    contour: dict[str, list[tuple[float, float]]] = {}
    spent: dict[float, list[float]] = defaultdict(list)
    for point in lived.plan.points:
        chosen = dict(part.partition("=")[::2] for part in lived.plan.options[point].split("; ") if part)
        x, other = float(chosen[options["x"]]), chosen[options["series"]]
        prevention = lived.values(strategy, PREVENTION, period="year", point=point) * 100
        crisis = lived.values(strategy, CRISIS, period="year", point=point) * 100
        for k in range(crisis.shape[2]):
            row = mark(
                f"Paths, growth {other}", "crisis, % of gross spending", f"planned {x:g}", 0, "", crisis[:, :, k]
            )
            # a path turns back on itself, so that a band along it would cover others: its ends are in the change
            paths.append({**row, "x": float(prevention[:, :, k].mean()), "low": None, "high": None})
        change = crisis[:, :, -1] - crisis[:, :, 0]
        panel = f"Change, growth {other}"
        changes.append(mark(panel, "crisis, percentage points", f"planned {x:g}", x, f"plan {x:g}", change))
        table.append((other, x, verdict(change, cut=float(other) < 0)))
        spent[x].append(float(prevention.mean()))
        contour.setdefault(other, []).append((x, float(change.mean())))
    return Answer(
        [*paths, *changes],
        [*_map(table, options), *_spent(spent), *_tipping(contour, table, options)],
        band_words(lived.facts, lived.plan),
        "Prevention, % spent",
        starts=True,
        reads="Planned are shares of the budget; paths show what was spent, from year 1 (the mark) on. "
        "Change: last year less first.",
    )


def verdict(change: Floats, *, cut: bool = True) -> str:
    """Spiral, recovers or level after a ``cut``, else rises, falls or level, from changes [draw, luck]."""
    from simulation.questions.reading import band

    _, low, high = band(change)
    if low is not None and low > 0:
        return SPIRAL if cut else "rises"
    if high is not None and high < 0:
        return "recovers" if cut else "falls"
    return "level"


def _map(table: list[tuple[str, float, str]], options: dict[str, Any]) -> list[str]:
    shares = sorted({x for _, x, _ in table})
    lines = [
        f"| {options['series_words']} | {' | '.join(f'{x:g}' for x in shares)} |",
        "|---" * (len(shares) + 1) + "|",
    ]
    for other in dict.fromkeys(name for name, _, _ in table):
        found = {x: word for name, x, word in table if name == other}
        lines.append(f"| {other} | {' | '.join(found[x] for x in shares)} |")
    note = (
        "Crisis spending, last year less first, by the prevention share of the budget that was planned. After a cut: "
        "spiral, recovers, level; where nothing is cut: rises, falls, level."
    )
    return [note, "", *lines, ""]


def _spent(spent: dict[float, list[float]]) -> list[str]:
    """What was spent of what was planned: shares are of other sums, and a pot is not always used up."""
    told = [f"{x:g}: {min(found):.1f} to {max(found):.1f} %" for x, found in sorted(spent.items())]
    return [
        f"Planned shares of the budget, and what was spent on prevention, % of gross spending, mean of all years: "
        f"{'; '.join(told)}. Paths in the figure show what was spent.",
        "",
    ]


def _tipping(
    contour: dict[str, list[tuple[float, float]]], table: list[tuple[str, float, str]], options: dict[str, Any]
) -> list[str]:
    """The share at which crisis spending neither grows nor falls, straight between the shares lived; none where no
    share lets it grow, since a mean that crosses nothing by luck is no tipping point."""
    lines = []
    for other, points in contour.items():
        if RISING.isdisjoint({word for name, _, word in table if name == other}):
            lines.append(
                f"- {options['series_words']} {other}: no tipping share, since crisis spending is seen to grow at no "
                "share lived."
            )
            continue
        x, change = (np.array(column) for column in zip(*sorted(points), strict=True))
        cross = np.flatnonzero(np.diff(np.sign(change)) != 0)
        where = "none between the shares lived"
        if len(cross):
            k = int(cross[0])
            where = f"about {x[k] - change[k] * (x[k + 1] - x[k]) / (change[k + 1] - change[k]):.3g}"
        lines.append(f"- {options['series_words']} {other}: tipping share {where} (planned).")
    return lines
