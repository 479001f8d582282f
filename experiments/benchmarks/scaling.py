"""Cost of a person-month and bytes a person, by the size of the place and the number of threads.

Each size is timed against the yardstick in the same minute; two threads are timed by the clock on the wall, which
means something only on a machine that does nothing else.
"""

from __future__ import annotations

import sys
import time

from rows import Row, table
from yardstick import alternating

from simulation import CareEcosystem
from simulation.model import live_past
from simulation.past import setting_of
from simulation.runs import memory

PEOPLE = (10_000, 100_000, 1_000_000)
LARGE = 10_000_000
ROUNDS = 4
BURN_IN = 2
LEAST_FOR_MEMORY = 100_000
"""Fewer people fit into memory that the process holds already."""
MB = 1_000_000


def measure(people: tuple[int, ...] = PEOPLE) -> list[Row]:
    """Rows of every size, one and two threads."""
    return [row for size in people for row in _of_size(size)]


def _of_size(people: int) -> list[Row]:
    settings = {"place__adults": 299_000, "place__scale": people / 379_000}
    setting = setting_of(None, {**settings, "time__burn_in_months": BURN_IN, "time__years": 1})
    memory.forget_peak()
    before, begun = memory.peak_mb(), time.process_time()
    past = live_past(setting)
    rows = [Row(f"{people:,} people, past", (time.process_time() - begun) / people * 1e6, "microseconds a person")]
    for threads in (1, 2):
        model = CareEcosystem(setting, past=past, threads=threads)
        model.step()
        [pace] = alternating([model.step], ROUNDS, time.perf_counter)
        model.town.close()
        lived = int(model.town.journal.persons[model.burn_in, 0])
        name = f"{people:,} people, {threads} thread{'s' * (threads > 1)}"
        rows.append(Row(name, pace.task / lived * 1e9, "ns a person-month", f"{lived / pace.yards:,.0f} in one yard"))
    if people >= LEAST_FOR_MEMORY:
        each = (memory.peak_mb() - before) * MB / people
        rows.append(Row(f"{people:,} people, memory", each, "bytes a person", "peak"))
    return rows


if __name__ == "__main__":
    print(table(measure(tuple(int(text) for text in sys.argv[1:]) or PEOPLE)))
