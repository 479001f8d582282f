"""Question 2: how many Shared Lives carers must be approved to place more people?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from simulation.measures.wording import title
from simulation.questions.reading import Answer, Floats, Lived, band, band_words, in_words, mark

APPROVED, APPLYING, APPROVALS = "sharers.approved", "sharers.applying", "sharers.approvals"
PEOPLE, WAITING, WAIT, FAILED = (
    "support.model.shared_lives",
    "sharers.waiting",
    "sharers.wait_months",
    "sharers.introductions_failed",
)
BY_YEAR = {
    APPROVED: ("Approved households", ""),
    APPLYING: ("Households applying", ""),
    PEOPLE: ("People in Shared Lives", ""),
    "sharers.people_per_household": ("People for each household", ""),
    WAITING: ("People waiting for a carer", ""),
    FAILED: ("Introductions that fail", "share"),
}
LAST = 3
"""Years at the end over which waits and failed introductions are told: starts in one year are few."""


def answer(folder: Path, options: dict[str, Any]) -> Answer:
    """Stocks by year, approvals over the run, waits and failed introductions, and approvals for ``people`` more placed,
    by interpolation."""
    wanted_people = float(options.get("people", 60))
    wanted = {*BY_YEAR, APPROVALS, WAIT}
    lived = Lived(folder, lambda name: name in wanted, ("year",))
    facts, rows = lived.facts, []
    for strategy in facts.strategies:
        for measure, (panel, unit) in BY_YEAR.items():
            values = lived.values(strategy, measure, period="year")
            found = [mark(panel, unit, title(strategy), k + 1, "", values[:, :, k]) for k in range(values.shape[2])]
            rows += [{**row, "low": _not_below_0(row["low"])} for row in found]
    more = [_more(lived, strategy) for strategy in facts.others]
    for strategy, (approvals, people) in zip(facts.others, more, strict=True):
        rows.append(
            mark("Approvals more, over all years", "households", title(strategy), 0, title(strategy), approvals)
        )
        rows.append(mark("People placed more, in the last year", "people", title(strategy), 0, title(strategy), people))
    lines = _lines(facts.scale, wanted_people, facts.others, more)
    return Answer(rows, [*lines, *_waits(lived)], band_words(facts, lived.plan), "Year")


def _not_below_0(low: float | None) -> float | None:
    """The lower end of a band of something that cannot be less than nothing."""
    return None if low is None else max(low, 0.0)


def _more(lived: Lived, strategy: str) -> tuple[Floats, Floats]:
    """Approvals over the run and people placed in the last year, more than the comparator [draw, luck]."""
    base = lived.facts.comparator
    approvals, people = (
        lived.less(*(lived.values(name, measure, period="year") for name in (strategy, base)))
        for measure in (APPROVALS, PEOPLE)
    )
    return approvals.sum(axis=2), people[:, :, -1]


def _waits(lived: Lived) -> list[str]:
    """Waiting and failed introductions by strategy, in the last years."""
    lines = []
    for strategy in lived.facts.strategies:
        waiting, months, failed = (
            _mean_of_last(lived.values(strategy, measure, period="year")) for measure in (WAITING, WAIT, FAILED)
        )
        lines.append(
            f"- {title(strategy)}, last {LAST} years: {_plain(waiting)} people wait for a carer, "
            f"{_plain(months)} months each if all who wait begin; {_plain(100 * failed)} of 100 introductions come to "
            "nothing."
        )
    return [*lines, "- Waits by percentile are not told: the model keeps how many wait, not since when each did."]


def _mean_of_last(values: Floats) -> Floats:
    """Mean of the last years that tell anything [draw, luck]."""
    known = values[:, :, -LAST:]
    there = ~np.isnan(known)
    empty = np.full(known.shape[:2], np.nan)
    found = np.divide(np.nansum(known, axis=2), there.sum(axis=2), out=empty, where=there.any(axis=2))
    return np.asarray(found)


def _plain(values: Floats) -> str:
    mean, low, high = band(values)
    between = "" if low is None or high is None else f" ({_not_below_0(low):.3g} to {high:.3g})"
    return "an undefined number of" if mean is None else f"{mean:.3g}{between}"


def _lines(scale: float, wanted: float, strategies: Any, found: list[tuple[Floats, Floats]]) -> list[str]:
    target = wanted * scale
    lines = [
        f"- {title(name)}: {in_words(approvals)} approvals, {in_words(people)} people placed in the last year "
        f"(place as lived, {scale:g} of its size)."
        for name, (approvals, people) in zip(strategies, found, strict=True)
    ]
    points = sorted([(0.0, 0.0), *((float(p.mean()), float(a.mean())) for a, p in found)])
    people, approvals = (np.array(column) for column in zip(*points, strict=True))
    asked = f"{wanted:g} more people in the whole place ({target:g} as lived)"
    if people[-1] < target or (np.diff(people) <= 0).any():
        return [*lines, f"- No strategy here places {asked}, or people do not rise with approvals: no number is given."]
    needed = float(np.interp(target, people, approvals))
    return [*lines, f"- For {asked}: about {needed / scale:.0f} approvals more over the years ({needed:.1f} as lived), "
            f"{needed / target:.1f} for each person. Straight between the strategies lived."]  # fmt: skip
