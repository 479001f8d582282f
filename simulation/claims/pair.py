"""A paired run: one past, then both sides from month 0, the same people with the same luck, replicate by replicate.

The switch is thrown at month 0. A scenario with other parameters would have another past, and so other people; here
the past is usual practice's, and each side takes over its own rates, catalogue and strategy where it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce

import pyarrow as pa

from simulation.actors.peers import live_together
from simulation.claims.reading import ClaimFile
from simulation.claims.schema import SIDES
from simulation.measures.results import Results, from_tables
from simulation.measures.sums import added, sums_of
from simulation.measures.tables import table_of
from simulation.model import CareEcosystem, live_past, record
from simulation.past import Past, Setting, branch, setting_of
from simulation.scenario import Scenario

Pasts = Mapping[str, Past]
Settings = Mapping[str, Setting]
"""By place; the only one has no name."""
Tell = Callable[[str], None]
"""Told how far a run is."""
Finish = Callable[[int, Results], None]
"""Told which of the claims has been lived, and its results."""


def say_nothing(_line: str) -> None:
    """For callers who need not be told."""


def live_pair(file: ClaimFile, pasts: Pasts, threads: int = 1, tell: Tell = say_nothing) -> Results:
    """Both sides of a claim in each replicate; their strategies are called as in ``SIDES``.

    ``pasts`` are those of ``file.scenarios["both"]`` (``live_pasts``).
    """
    settings, tables, replicates = settings_of_sides(file), [], file.claim.run.replicates
    for replicate in range(1, replicates + 1):
        tell(f"Replicate {replicate} of {replicates}.")
        tables += live_sides(settings, pasts, replicate, threads, file.claim.at)
    return from_tables(tables)


def settings_of_sides(file: ClaimFile) -> dict[str, Settings]:
    """What both sides of a claim make ready to live."""
    return {side: settings_of(file.scenarios[side]) for side in SIDES}


def live_sides(
    settings: Mapping[str, Settings], pasts: Pasts, replicate: int, threads: int = 1, at: str | None = None
) -> list[pa.Table]:
    """Every measure of either side in one replicate."""
    return [live_side(settings[side], side, pasts, replicate, threads, at) for side in SIDES]


def live_side(
    settings: Settings, side: str, pasts: Pasts, replicate: int, threads: int = 1, at: str | None = None
) -> pa.Table:
    """Every measure of one side in one replicate, of all places as one or of that ``at``; ``pasts`` are left as they
    are. Several places are lived side by side."""
    models = {
        name: CareEcosystem(
            setting, strategy=side, replicate=replicate, past=branch(pasts[name], setting), threads=threads
        )
        for name, setting in settings.items()
    }
    live_together(models)
    judged = [model for name, model in models.items() if at in (None, name)]
    return table_of(reduce(added, [sums_of(record(model)) for model in judged]), side, replicate)


def settings_of(scenario: Scenario) -> dict[str, Setting]:
    """What a scenario makes ready to live, by place."""
    return {name: setting_of(one, {}) for name, one in _places(scenario).items()}


def live_pasts(scenario: Scenario, threads: int = 1) -> dict[str, Past]:
    """The past of each place of a scenario."""
    return {name: live_past(one, threads) for name, one in _places(scenario).items()}


def _places(scenario: Scenario) -> dict[str, Scenario]:
    """Each place as a scenario of its own; the only one has no name."""
    return {place.id: scenario.of_place(place.id) for place in scenario.every_place} or {"": scenario}


def past_key(scenario: Scenario) -> str:
    """The same for scenarios that have one past: their strategies differ after it, if at all.

    Not if a strategy takes a programme from the shelf: the place then has more rows from its first month.
    """
    digest, rows = scenario.model_copy(update={"strategy_definitions": {}}).digest(), scenario.catalogue_rows()
    return " ".join((digest, *rows.support_models, *rows.programmes))
