"""Where the month goes: processor time of each line of the month, of a place of one council's size.

Usage: python experiments/benchmarks/month_profile.py [ADULTS] [MONTHS]
"""

from __future__ import annotations

import sys
import time

from rows import Row, table

from simulation import CareEcosystem
from simulation.month import MONTH

ADULTS = 299_000
MONTHS = 6


def measure(adults: int = ADULTS, months: int = MONTHS) -> list[Row]:
    """Share of the month and nanoseconds a person, by line, of the best month of each line."""
    model = CareEcosystem(place__adults=adults, time__burn_in_months=6, time__years=1)
    best: dict[str, float] = {}
    for _ in range(months):
        for name, seconds in _one_month(model).items():
            best[name] = min(best.get(name, seconds), seconds)
    people = int(model.town.journal.persons[model.month + model.burn_in - 1, 0])
    total = sum(best.values())
    rows = [
        Row("people", people, "people"),
        Row("month", total * 1e9 / people, "ns a person", "best of each line"),
    ]
    for name, seconds in best.items():
        rows.append(Row(name, seconds * 1e9 / people, "ns a person", f"{100 * seconds / total:.0f} % of the month"))
    return rows


def _one_month(model: CareEcosystem) -> dict[str, float]:
    """Processor seconds by line; the council's line is what is left of the step."""
    spent, t = {}, model.month + model.burn_in
    begun = time.process_time()
    model.council.before_month()
    council = time.process_time() - begun
    for line in MONTH:
        if line.walk is not None:
            begun = time.process_time()
            line.walk(model.town, model.month, t)
            spent[line.name] = time.process_time() - begun
    begun = time.process_time()
    model.council.after_month()
    spent["council"] = council + time.process_time() - begun
    model.month += 1
    return spent


if __name__ == "__main__":
    print(table(measure(*(int(text) for text in sys.argv[1:]))))
