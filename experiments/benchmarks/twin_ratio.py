"""How many times faster the kernels are than the readable twin on the same place, alternating month by month.

Usage: python experiments/benchmarks/twin_ratio.py [ADULTS] [MONTHS]
Prints processor seconds of both and their ratio; the place is the average council with ADULTS adults.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

from naive.ecosystem import NaiveEcosystem
from rows import Row, table

from simulation.model import CareEcosystem, live_past
from simulation.month import MONTH
from simulation.past import setting_of
from simulation.state.place import copy_place

ADULTS = 10_000
MONTHS = 6


def measure(adults: int = ADULTS, months: int = MONTHS) -> list[Row]:
    """Live the months in both, taking turns."""
    setting = setting_of(None, {"place__adults": adults, "time__years": 1, "time__burn_in_months": 12})
    town = CareEcosystem(setting, past=live_past(setting)).town
    twin = NaiveEcosystem(copy_place(town.place), town.catalogue, town.rates, town.seed, town.burn_in)
    twin.month = 0
    spent = {"kernels": 0.0, "twin": 0.0}
    lines = [line for line in MONTH if line.walk is not None]
    for month in range(months):
        begun = time.process_time()
        for line in lines:
            line.walk(town, month, month + town.burn_in)
        spent["kernels"] += time.process_time() - begun
        begun = time.process_time()
        twin.begin_month()
        for line in lines:
            twin.live_step(line.name)
        twin.end_month()
        spent["twin"] += time.process_time() - begun
    persons = int(town.journal.persons[town.burn_in : town.burn_in + months, 0].sum())
    rows = [Row(name, persons / seconds, "person-months a second of processor") for name, seconds in spent.items()]
    return [*rows, Row("ratio", spent["twin"] / spent["kernels"], "times", f"{adults:,} adults, {months} months")]


if __name__ == "__main__":
    print(table(measure(*(int(text) for text in sys.argv[1:]))))
