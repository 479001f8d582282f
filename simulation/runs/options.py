"""What a caller may ask of a run, and how that becomes part of the scenario."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from simulation.runs.errors import OptionsError


@dataclass(frozen=True)
class RunOptions:
    """Choices of one run. Those that change a number become scenario settings (``settings``); the others change none.

    Attributes:
        out: folder of the results; by default named by scenario and digest.
        strategies: ids to live instead of the scenario's.
        replicates, seed, years: instead of the scenario's.
        sets: ``key.path=value`` laid over the scenario.
        workers: processes; None for as many as cores and memory allow.
        threads: threads inside each model.
        check: test every month that all that must balance balances.
        fresh: start in an empty folder; with ``force``, remove an earlier run first.
        max_minutes: stop in good order after so long.
        figures: draw them at the end.
    """

    out: Path | None = None
    strategies: Sequence[str] = ()
    replicates: int | None = None
    seed: int | None = None
    years: int | None = None
    sets: Sequence[str] = ()
    workers: int | None = None
    threads: int = 1
    check: bool = False
    fresh: bool = False
    force: bool = False
    max_minutes: float | None = None
    figures: bool = True

    def __post_init__(self) -> None:
        if self.workers is not None and self.workers < 1:
            raise OptionsError(f"workers: at least 1, or auto (got {self.workers})")
        if self.threads < 1:
            raise OptionsError(f"threads: at least 1 (got {self.threads})")
        if self.max_minutes is not None and self.max_minutes <= 0:
            raise OptionsError(f"max-time: more than 0 minutes (got {self.max_minutes})")
        if self.force and not self.fresh:
            raise OptionsError("force: only together with fresh")

    def settings(self) -> list[str]:
        """The options that change a number, as settings of the scenario: a flag goes over ``sets``."""
        flags = {"run.seed": self.seed, "run.replicates": self.replicates, "time.years": self.years}
        chosen = [f"{key}={value}" for key, value in flags.items() if value is not None]
        if self.strategies:
            chosen.append(f"strategies={json.dumps(list(self.strategies))}")
        return [*self.sets, *chosen]
