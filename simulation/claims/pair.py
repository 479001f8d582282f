"""A paired run: one past, then both sides from month 0, the same people with the same luck, replicate by replicate.

The switch is thrown at month 0. A scenario with other parameters would have another past, and so other people; here
the past is usual practice's, and each side takes over its own rates, catalogue and strategy where it ends.
"""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from simulation.claims.reading import ClaimFile
from simulation.claims.schema import SIDES
from simulation.measures.results import Results, from_tables
from simulation.measures.tables import run_table
from simulation.model import CareEcosystem, record
from simulation.past import Past, Setting, branch, setting_of
from simulation.scenario import Scenario

Tell = Callable[[str], None]
"""Told how far a run is."""


def say_nothing(_line: str) -> None:
    """For callers who need not be told."""


def live_pair(file: ClaimFile, past: Past, threads: int = 1, tell: Tell = say_nothing) -> Results:
    """Both sides of a claim in each replicate; their strategies are called as in ``SIDES``.

    ``past`` is that of ``file.scenarios["both"]``.
    """
    settings = {side: setting_of(file.scenarios[side], {}) for side in SIDES}
    tables = []
    replicates = file.claim.run.replicates
    for replicate in range(1, replicates + 1):
        tell(f"Replicate {replicate} of {replicates}.")
        tables += [live_side(settings[side], side, past, replicate, threads) for side in SIDES]
    return from_tables(tables)


def live_side(setting: Setting, side: str, past: Past, replicate: int, threads: int = 1) -> pa.Table:
    """Every measure of one side in one replicate; ``past`` is left as it is."""
    branched = branch(past, setting)
    model = CareEcosystem(setting, strategy=side, replicate=replicate, past=branched, threads=threads)
    return run_table(record(model.run()), side, replicate)


def past_key(scenario: Scenario) -> str:
    """The same for scenarios that have one past: their strategies differ after it, if at all."""
    return scenario.model_copy(update={"strategy_definitions": {}}).digest()
