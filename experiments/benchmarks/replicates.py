"""Paired replicates of a place of 20,000 people over ten years, two strategies, a worker a core.

Usage: python experiments/benchmarks/replicates.py [REPLICATES]
"""

from __future__ import annotations

import sys
import tempfile

from processes import timed
from rows import SCENARIO, Row, table

REPLICATES = 100
SCALE = 20_000 / 379_000


def measure(replicates: int = REPLICATES) -> list[Row]:
    """Wall and processor time of ``simulate run``, from the command to the summary, past and figures included."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["run", str(SCENARIO), "-o", f"{folder}/out", "--replicates", str(replicates), "--years", "10", "-q"]
        taken = timed(["-m", "simulation", *words, "--set", f"place.scale={SCALE:.5f}"])
    name = f"{replicates} pairs of 20,000 people, 10 years"
    return [
        Row(name, taken.wall, "s", f"{taken.processor:.0f} s of processor"),
        Row("one pair", taken.processor / replicates, "s of processor"),
    ]


if __name__ == "__main__":
    print(table(measure(*(int(text) for text in sys.argv[1:]))))
