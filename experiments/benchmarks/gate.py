"""The gate against slowness: person-months the full model lives in the time of one pass of the yardstick.

Usage: python experiments/benchmarks/gate.py [--renew]
Prints the ratio of this machine, this minute, beside the one kept in ``gate.json``; ``--renew`` keeps the new one.
The gate (tests/benchmarks/test_gate.py) closes below ``LEAST`` of what is kept: a model that takes twice as long stays
below it, noise of a best of several rounds stays above.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from yardstick import alternating

from simulation import CareEcosystem

KEPT = Path(__file__).with_name("gate.json")
ADULTS = 15_000
ROUNDS = 40
LEAST = 0.625
"""Between a half, which must not pass, and one: each side can be off by a quarter or more."""


class Town:
    """A place of about 19,000 people that lives on, month after month."""

    def __init__(self) -> None:
        self.model = CareEcosystem(place__adults=ADULTS, time__burn_in_months=6, time__years=20)

    def live(self) -> None:
        """One month."""
        self.model.step()

    def people(self) -> int:
        """How many lived the last month."""
        return int(self.model.town.journal.persons[self.model.month - 1 + self.model.burn_in, 0])


def ratios(town: Town, rounds: Sequence[Callable[[], object]]) -> list[float]:
    """Person-months in one pass of the yardstick, for each way to live a month."""
    paces = alternating(rounds, ROUNDS)
    return [town.people() / pace.yards for pace in paces]


def kept() -> float:
    """The ratio to expect."""
    value: float = json.loads(KEPT.read_text(encoding="utf-8"))["person_months_a_yard"]
    return value


def fast_enough(found: float, expected: float) -> bool:
    """Whether the gate is open."""
    return found >= LEAST * expected


def main() -> None:
    """Print the ratio, and keep it if asked to."""
    town = Town()
    [found] = ratios(town, [town.live])
    print(f"{found:,.0f} person-months in the time of one pass of the yardstick")
    if KEPT.is_file():
        print(f"{kept():,.0f} are kept; the gate closes below {LEAST * kept():,.0f}")
    if "--renew" in sys.argv[1:]:
        note = {"person_months_a_yard": round(found, -2), "measured": f"{datetime.now(UTC):%Y-%m-%d}"}
        note["renew"] = "python experiments/benchmarks/gate.py --renew"
        KEPT.write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
