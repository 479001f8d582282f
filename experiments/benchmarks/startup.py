"""From typing to the first month: whole processes, cold (nothing compiled) and warm.

Processor seconds of the process and its children, and seconds on the wall.
"""

from __future__ import annotations

import os
import tempfile

from processes import timed
from rows import SCENARIO, Row, table

ROUNDS = 3
FIRST_MONTH = f"from simulation import CareEcosystem as C; C({str(SCENARIO)!r}, place__scale=0.004).step()"
WARM = {
    "--help": ["-m", "simulation", "--help"],
    "validate": ["-m", "simulation", "validate", str(SCENARIO)],
    "import numba and mesa": ["-c", "import numba, mesa"],
    "first month of 1,500 people, burn-in lived, warm": ["-c", FIRST_MONTH],
}


def measure(cold: bool = True) -> list[Row]:
    """Best of some rounds of each command; compiling everything, once, in a fresh cache."""
    rows = []
    with tempfile.TemporaryDirectory() as cache:
        if cold:
            taken = timed(["-m", "simulation", "doctor", "--warm"], {"XDG_CACHE_HOME": cache})
            note = f"{taken.processor:.0f} s of processor, {os.cpu_count()} cores"
            rows.append(Row("all kernels compiled, cold", taken.wall, "s", note))
    for name, command in WARM.items():
        timed(command)
        best = min(timed(command) for _ in range(ROUNDS))
        rows.append(Row(name, best.processor, "s of processor", f"{best.wall:.2f} s on the wall"))
    return rows


if __name__ == "__main__":
    print(table(measure()))
