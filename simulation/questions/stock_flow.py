"""Question 2: how many Shared Lives carers must be approved to place more people?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from simulation.questions.reading import Answer, Floats, Lived, Row, band, band_words, in_words, mark

APPROVED, APPLYING, APPROVALS = "sharers.approved", "sharers.applying", "sharers.approvals"
PEOPLE, WAITING, WAIT, FAILED = (
    "support.model.shared_lives",
    "sharers.waiting",
    "sharers.wait_months",
    "sharers.introductions_failed",
)
BY_YEAR = {
    APPROVED: ("Approved households", "households"),
    APPLYING: ("Households applying", "households"),
    PEOPLE: ("People in Shared Lives", "people"),
    "sharers.people_per_household": ("People for each household", "people a household"),
    WAITING: ("People waiting for a carer", "people"),
    FAILED: ("Introductions that fail", "share, 0 to 1"),
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
            found = [
                mark(panel, unit, lived.name(strategy), k + 1, "", values[:, :, k]) for k in range(values.shape[2])
            ]
            rows += [_within(row, measure) for row in found]
    against = f" more than {lived.name(facts.comparator)}"
    more = [_more(lived, strategy) for strategy in facts.others]
    for strategy, (approvals, people) in zip(facts.others, more, strict=True):
        name = lived.name(strategy)
        rows.append(mark("Approvals more, over all years", f"households{against}", name, 0, name, approvals))
        rows.append(mark("People placed more, in the last year", f"people{against}", name, 0, name, people))
    lines = _lines(facts.scale, wanted_people, [lived.name(name) for name in facts.others], more)
    return Answer(rows, [*lines, *_waits(lived)], band_words(facts, lived.plan), "Year")


def _within(row: Row, measure: str) -> Row:
    """A row whose band stays where values can be: not below nothing, and of a share not above all."""
    high = row["high"]
    cut = min(high, 1.0) if high is not None and measure == FAILED else high
    return {**row, "low": _not_below_0(row["low"]), "high": cut}


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
            f"- {lived.name(strategy)}, last {LAST} years: {_plain(waiting)} people wait for a carer, "
            f"{_waited(months)}; {_came_to_nothing(failed)}."
        )
    return [*lines, "- Waits by percentile are not told: the model keeps how many wait, not since when each did."]


def _waited(months: Floats) -> str:
    if band(months)[0] is None:
        return "months of waiting not defined: nobody began"
    return f"{_plain(months)} months each if all who wait begin"


def _came_to_nothing(failed: Floats) -> str:
    if band(failed)[0] is None:
        return "introductions that come to nothing not defined: no introductions"
    return f"{_plain(100 * failed, 100.0)} of 100 introductions come to nothing"


def _mean_of_last(values: Floats) -> Floats:
    """Mean of the last years that tell anything [draw, luck]."""
    known = values[:, :, -LAST:]
    there = ~np.isnan(known)
    empty = np.full(known.shape[:2], np.nan)
    found = np.divide(np.nansum(known, axis=2), there.sum(axis=2), out=empty, where=there.any(axis=2))
    return np.asarray(found)


def _plain(values: Floats, most: float = np.inf) -> str:
    """Mean with its band, cut at 0 and at ``most``."""
    mean, low, high = band(values)
    between = "" if low is None or high is None else f" ({_not_below_0(low):.3g} to {min(high, most):.3g})"
    return "not defined" if mean is None else f"{mean:.3g}{between}"


def _lines(scale: float, wanted: float, strategies: Any, found: list[tuple[Floats, Floats]]) -> list[str]:
    target = wanted * scale
    lines = [
        f"- {name}: {in_words(approvals)} approvals, {in_words(people)} people placed in the last year "
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
