"""Question 2: how many Shared Lives carers must be approved to place more people?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from simulation.measures.wording import title
from simulation.questions.reading import Answer, Floats, Lived, band_words, in_words, mark

APPROVED, APPLYING, LEAVING = "sharers.approved", "sharers.applying", "sharers.leaving"
EACH, PEOPLE = "sharers.people_per_household", "support.model.shared_lives"


def answer(folder: Path, options: dict[str, Any]) -> Answer:
    """Stocks by year, approvals over the run, and approvals for ``people`` more placed, by interpolation.

    Approvals are what the stock grew by and what left: households at the end of the last year over those of the first,
    by yearly means, and leavers by rate times stock.
    """
    wanted_people = float(options.get("people", 60))
    lived = Lived(folder, lambda name: name in {APPROVED, APPLYING, LEAVING, EACH, PEOPLE}, ("year",))
    facts, rows = lived.facts, []
    for strategy in facts.strategies:
        for measure, panel in ((APPROVED, "Approved households"), (APPLYING, "Households applying"),
                               (PEOPLE, "People in Shared Lives"), (EACH, "People for each household")):  # fmt: skip
            values = lived.values(strategy, measure, period="year")
            rows += [mark(panel, "", title(strategy), k + 1, "", values[:, :, k]) for k in range(values.shape[2])]
    found = [_more(lived, strategy) for strategy in facts.others]
    for strategy, (approvals, people) in zip(facts.others, found, strict=True):
        rows.append(
            mark("Approvals more, over all years", "households", title(strategy), 0, title(strategy), approvals)
        )
        rows.append(mark("People placed more, in the last year", "people", title(strategy), 0, title(strategy), people))
    return Answer(rows, _lines(facts.scale, wanted_people, facts.others, found), band_words(facts, lived.plan), "Year")


def _more(lived: Lived, strategy: str) -> tuple[Floats, Floats]:
    """Approvals over the run and people placed in the last year, more than the comparator [draw, luck]."""
    base = lived.facts.comparator
    approvals = [_approvals(lived, name) for name in (strategy, base)]
    people = lived.less(*(lived.values(name, PEOPLE, period="year") for name in (strategy, base)))
    return lived.less(*approvals), people[:, :, -1]


def _approvals(lived: Lived, strategy: str) -> Floats:
    stock = lived.values(strategy, APPROVED, period="year")
    left = np.nan_to_num(lived.values(strategy, LEAVING, period="year")) / 100 * stock
    return np.asarray(stock[:, :, -1] - stock[:, :, 0] + left.sum(axis=2))


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
