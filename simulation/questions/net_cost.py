"""Question 1: when does it break even, how deep is the dip, and how much of it is cash?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from simulation.measures.break_even import outcome
from simulation.measures.periods import YEAR
from simulation.measures.wording import MILLION, pounds
from simulation.questions.reading import Answer, Floats, Lived, band_words, in_words, mark

COUNCIL = "spend.payer.council"
_SERVICE = "spend.council.service."


def answer(folder: Path, options: dict[str, Any]) -> Answer:
    """Cumulative net cost of the council by month, cashable and notional apart; trough; break-even; what moved.

    ``notional``: services whose savings are time and capacity, not invoices that stop. ``moved``: support models whose
    people are told.
    """
    notional = {f"{_SERVICE}{name}" for name in options.get("notional", ())}
    moved = [f"support.model.{name}" for name in options.get("moved", ())]
    wanted = {COUNCIL, *notional, *moved}
    lived = Lived(folder, lambda name: name in wanted, ("month",))
    base, rows, lines = lived.facts.comparator, [], []
    against = f"more or less than {lived.name(base)}"
    for strategy in lived.facts.others:
        every = _net(lived, strategy, base, [COUNCIL])
        soft = _net(lived, strategy, base, sorted(notional & set(lived.results.measure)))
        paths = {"All": every, "Cashable": every - soft, "Notional": soft}
        for name, path in paths.items():
            added = np.cumsum(path, axis=2)[0]
            series = name if len(lived.facts.others) == 1 else f"{lived.name(strategy)}: {name.lower()}"
            rows += [
                mark(
                    "Net cost of the council, added up",
                    f"£ million {against}",
                    series,
                    (k + 1) / YEAR,
                    "",
                    added[None, :, k] / MILLION,
                )
                for k in range(added.shape[1])
            ]
        added_up = (np.cumsum(path, axis=2)[0] for path in (every, every - soft))
        lines += _told(lived.name(strategy), lived.name(base), *added_up)
        for measure in moved:
            people = lived.less(*(lived.values(s, measure, period="month") for s in (strategy, base)))
            name = measure.removeprefix("support.model.").replace("_", " ")
            rows += [
                mark("People supported, more or fewer", f"people {against}", name, (k + 1) / YEAR, "", people[:, :, k])
                for k in range(YEAR - 1, people.shape[2], YEAR)
            ]
            last = people[:, :, -YEAR:].mean(axis=2)
            lines.append(f"- {name}: {in_words(last)} people in the last year, of the place as lived.")
    return Answer(rows, lines, band_words(lived.facts, lived.plan), "Year")


def _net(lived: Lived, strategy: str, base: str, measures: list[str]) -> Floats:
    """Pounds by month [1, replicate, month]."""
    shape = lived.values(base, COUNCIL, period="month").shape
    net = np.zeros(shape)
    for measure in measures:
        net += lived.less(*(lived.values(s, measure, period="month") for s in (strategy, base)))
    return net


def _told(name: str, base: str, every: Floats, cash: Floats) -> list[str]:
    """Dip, break-even and end of a strategy's path over the comparator, both by their names for readers."""
    mean = every.mean(axis=0)
    trough = int(mean.argmax())
    dips = every.max(axis=1)
    years = [outcome(path) for path in every]
    counted = ", ".join(f"{name.replace('_', ' ')} {years.count(name)}" for name in dict.fromkeys(sorted(years)))
    in_cash = ", ".join(f"{name.replace('_', ' ')} {n}" for name, n in _counted([outcome(path) for path in cash]))
    return [
        f"- {name}: the dip is deepest in month {trough + 1}, {pounds(max(0.0, mean[trough]))} on average "
        f"(by replicate {pounds(dips.min())} to {pounds(dips.max())}).",
        f"- Paid back for good, undiscounted, of {len(years)} replicates: {counted}. In cash alone: {in_cash}.",
        f"- At the end: {pounds(mean[-1])} {'less' if mean[-1] < 0 else 'more'} than {base}, of "
        f"which {pounds(cash.mean(axis=0)[-1])} {'less' if cash.mean(axis=0)[-1] < 0 else 'more'} is cashable.",
    ]


def _counted(names: list[str]) -> list[tuple[str, int]]:
    return [(name, names.count(name)) for name in dict.fromkeys(sorted(names))]
