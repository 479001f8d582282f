"""Question 3: what prevention share avoids the crisis spiral?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from simulation.questions.reading import Answer, Floats, Lived, band_words, mark

PREVENTION, CRISIS = "spend.gross.prevention_share", "spend.gross.crisis_share"


def answer(folder: Path, options: dict[str, Any]) -> Answer:
    """Trajectories of prevention share against crisis share, and at every point whether crisis spending comes back.

    ``x`` is the axis of the prevention share, ``series`` the axis of what else varies. Spiral: crisis share of the last
    year above that of the first by more than its 95 % band; recovers: below by more; else level.
    """
    lived = Lived(folder, lambda name: name in {PREVENTION, CRISIS}, ("year",))
    strategy = lived.facts.others[0]
    paths, changes, table = [], [], []
    contour: dict[str, list[tuple[float, float]]] = {}
    for point in lived.plan.points:
        chosen = dict(part.partition("=")[::2] for part in lived.plan.options[point].split("; ") if part)
        x, other = float(chosen[options["x"]]), chosen[options["series"]]
        prevention = lived.values(strategy, PREVENTION, period="year", point=point) * 100
        crisis = lived.values(strategy, CRISIS, period="year", point=point) * 100
        for k in range(crisis.shape[2]):
            row = mark(f"Paths, growth {other}", "crisis, % of spending", f"share {x:g}", 0, "", crisis[:, :, k])
            # a path turns back on itself, so that a band along it would cover others: its ends are in the change
            paths.append({**row, "x": float(prevention[:, :, k].mean()), "low": None, "high": None})
        change = crisis[:, :, -1] - crisis[:, :, 0]
        panel = f"Last year less first, growth {other}"
        changes.append(mark(panel, "crisis, percentage points", f"share {x:g}", x, f"share {x:g}", change))
        table.append((other, x, verdict(change)))
        contour.setdefault(other, []).append((x, float(change.mean())))
    return Answer(
        [*paths, *changes],
        [*_map(table, options), *_tipping(contour, table, options)],
        band_words(lived.facts, lived.plan),
        "Prevention, % of spending",
    )


def verdict(change: Floats) -> str:
    """Spiral, recovers or level, from changes [draw, luck]."""
    from simulation.questions.reading import band

    _, low, high = band(change)
    if low is not None and low > 0:
        return "spiral"
    return "recovers" if high is not None and high < 0 else "level"


def _map(table: list[tuple[str, float, str]], options: dict[str, Any]) -> list[str]:
    shares = sorted({x for _, x, _ in table})
    lines = [
        f"| {options['series_words']} | {' | '.join(f'{x:g}' for x in shares)} |",
        "|---" * (len(shares) + 1) + "|",
    ]
    for other in dict.fromkeys(name for name, _, _ in table):
        found = {x: word for name, x, word in table if name == other}
        lines.append(f"| {other} | {' | '.join(found[x] for x in shares)} |")
    return ["Recover or not, by prevention share of the budget:", "", *lines, ""]


def _tipping(
    contour: dict[str, list[tuple[float, float]]], table: list[tuple[str, float, str]], options: dict[str, Any]
) -> list[str]:
    """The share at which crisis spending neither grows nor falls, straight between the shares lived; none where no
    share spirals, since a mean that crosses nothing by luck is no tipping point."""
    lines = []
    for other, points in contour.items():
        if "spiral" not in {word for name, _, word in table if name == other}:
            lines.append(
                f"- {options['series_words']} {other}: no tipping share, since no share lived is seen to spiral."
            )
            continue
        x, change = (np.array(column) for column in zip(*sorted(points), strict=True))
        cross = np.flatnonzero(np.diff(np.sign(change)) != 0)
        where = "none between the shares lived"
        if len(cross):
            k = int(cross[0])
            where = f"about {x[k] - change[k] * (x[k + 1] - x[k]) / (change[k + 1] - change[k]):.3g}"
        lines.append(f"- {options['series_words']} {other}: tipping share {where}.")
    return lines
