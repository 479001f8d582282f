"""One row of a sweep: a draw of the evidence at a point, with its own past, lived under every strategy."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from simulation.runs import design, digests, memory, storage
from simulation.runs.design import Design, Row
from simulation.runs.engine import MODEL, Case, Engine, OnePlace, Past, PlaceSettings, TimeSettings
from simulation.runs.errors import RunError
from simulation.runs.replicates import RESOLVED, Tell, replicate_table
from simulation.runs.versions import identity

if TYPE_CHECKING:
    from simulation.evidence.parameters import Parameters
    from simulation.scenario import Scenario

KEPT_PERIODS: Final = ("before", "year", "run")
"""Months are left out of the files of a sweep, which has many."""
TINY_ADULTS: Final = 1_000


@dataclass(frozen=True)
class Luck:
    """Seed, and how many runs there are."""

    seed: int
    replicates: int


@dataclass(frozen=True)
class SweptCase:
    """A scenario with a design, in the place of a scenario: its replicates are the runs of the design."""

    base: Case
    design: Design

    @property
    def name(self) -> str:
        """The scenario's, and that it is a sweep."""
        return f"{self.base.name}-sweep"

    @property
    def run(self) -> Luck:
        """The seed, and as many replicates as there are runs."""
        return Luck(self.base.run.seed, self.design.runs)

    @property
    def time(self) -> TimeSettings:
        """The scenario's."""
        return self.base.time

    @property
    def place(self) -> PlaceSettings:
        """The scenario's."""
        return self.base.place

    @property
    def every_place(self) -> tuple[OnePlace, ...]:
        """None: a sweep is of one place."""
        return ()

    def of_place(self, place_id: str) -> Case:
        """There are none."""
        raise KeyError(place_id)

    @property
    def price_year(self) -> int:
        """The scenario's."""
        return self.base.price_year

    @property
    def strategies(self) -> tuple[str, ...]:
        """The scenario's."""
        return tuple(self.base.strategies)

    @property
    def strategy_titles(self) -> dict[str, str]:
        """The scenario's."""
        return self.base.strategy_titles

    @property
    def comparator(self) -> str:
        """The scenario's."""
        return self.base.comparator

    @property
    def title(self) -> str:
        """The scenario's."""
        return str(getattr(self.base, "title", ""))

    @property
    def description(self) -> str:
        """The scenario's."""
        return str(getattr(self.base, "description", ""))

    @property
    def sources(self) -> tuple[Path, ...]:
        """The scenario's files."""
        return tuple(getattr(self.base, "sources", ()))

    def digest(self) -> str:
        """SHA-256 of the scenario and of the design, but for the number of draws."""
        return digests.of_json({"scenario": self.base.digest(), "design": self.design.facts()})

    def resolved_yaml(self) -> str:
        """The scenario's."""
        return self.base.resolved_yaml()


@dataclass(frozen=True)
class SweepEngine:
    """What a sweep needs beside ``Engine``: the evidence of a case, the ids it reads, a case with other values, and a
    past continued under another case."""

    live: Engine
    parameters: Callable[[Case], Parameters]
    reads: Callable[[Case], frozenset[str]]
    with_values: Callable[[Case, Mapping[str, float]], Case]
    branch: Callable[[Past, Case], Past]
    fits: Callable[[Case], bool]


@dataclass(frozen=True)
class SweepWork:
    """All a worker process needs to live rows of the design that lies in ``folder``."""

    engine: SweepEngine
    folder: Path
    identity_sha256: str
    threads: int
    check: bool

    def called(self, number: int) -> str:
        """For messages."""
        return f"Row {number} of the design"

    def prepare(self) -> Callable[[int, Tell], None]:
        """Load scenario and design; the function returned lives one row by its number and saves each of its runs.

        Raises:
            RunError: this process has other sources than the one that began the sweep.
        """
        case = load_swept(self.engine.live, self.folder)
        if digests.of_json(identity(case)) != self.identity_sha256:
            raise RunError("the scenario or the files of the package changed while it ran; run it again")
        return lambda number, tell: self._live(case, case.design.row(number), tell)

    def _live(self, case: SweptCase, row: Row, tell: Tell) -> None:
        missing = runs_missing(self.folder, case.design, row.number, self.identity_sha256)
        if not missing:
            return
        own, past = begin_row(self.engine, self.folder, case.design, row, self.threads)
        for run in missing:
            memory.forget_peak()
            begun = time.monotonic()
            luck = run - case.design.runs_of(row.number)[0] + 1
            table = replicate_table(self.engine.live, own, luck, past, self.threads, self.check, tell)
            side = storage.SideFile(
                replicate=run,
                status=storage.State.DONE.value,
                identity_sha256=self.identity_sha256,
                seed=own.run.seed,
                seconds=round(time.monotonic() - begun, 3),
                peak_mb=round(memory.peak_mb(), 1),
            )
            storage.save_replicate(self.folder, kept(table, run), side)


def begin_row(engine: SweepEngine, folder: Path, plan: Design, row: Row, threads: int) -> tuple[Case, Past]:
    """The scenario of a row, and its past: of its own draw, and of its point's settings but for those of month 0."""
    point, values = plan.points[row.point - 1], plan.parameter_values(row.draw)
    own = engine.with_values(engine.live.load(folder / RESOLVED, point.always), values)
    past = engine.live.live_past(own, threads)
    if point.at_start:
        own = engine.with_values(engine.live.load(folder / RESOLVED, [*point.always, *point.at_start]), values)
        past = engine.branch(past, own)
    return own, past


def run_again(engine: SweepEngine, folder: Path, run: int, threads: int = 1) -> pa.Table:
    """One stored run of a sweep lived afresh, past included."""
    plan = design.read(folder)
    row = plan.row((run - 1) // plan.replicates + 1)
    own, past = begin_row(engine, folder, plan, row, threads)
    luck = run - plan.runs_of(row.number)[0] + 1
    return kept(replicate_table(engine.live, own, luck, past, threads), run)


def load_swept(engine: Engine, folder: Path) -> SweptCase:
    """The scenario and the design that lie in a folder."""
    return SweptCase(engine.load(folder / RESOLVED, ()), design.read(folder))


def runs_missing(folder: Path, plan: Design, row: int, made_by: str) -> list[int]:
    """Runs of a row still to be lived."""
    return [run for run in plan.runs_of(row) if storage.state(folder, run, made_by) is not storage.State.DONE]


def kept(table: pa.Table, run: int) -> pa.Table:
    """What a sweep keeps of a run: years, the whole and the year before; ``replicate`` is the number of the run."""
    chosen = table.filter(pc.is_in(table["period"].cast(pa.string()), pa.array(KEPT_PERIODS)))
    place = chosen.column_names.index("replicate")
    return chosen.set_column(place, "replicate", pa.array(np.full(chosen.num_rows, run, np.int32)))


def parameters_of(case: Case) -> Parameters:
    """The evidence of a scenario."""
    return cast("Scenario", case).parameter_table()


def reads_of(case: Case) -> frozenset[str]:
    """Ids that building and living the scenario asks for, found by living a month of it in a tiny place."""
    from simulation.model import CareEcosystem, live_past
    from simulation.past import setting_of

    scenario: Any = case
    place = scenario.place.model_copy(update={"scale": TINY_ADULTS / scenario.place.adults})
    time_ = scenario.time.model_copy(update={"burn_in_months": 1, "years": 1})
    setting = setting_of(scenario.model_copy(update={"place": place, "time": time_}), {})
    past = live_past(setting)
    for strategy in scenario.strategies:
        CareEcosystem(setting, strategy=strategy, replicate=1, past=past).step()
    return frozenset(setting.parameters.read)


def with_values(case: Case, values: Mapping[str, float]) -> Case:
    """The scenario with some values of the evidence; those it sets itself stay."""
    if not values:
        return case
    scenario: Any = case
    changed: Case = scenario.model_copy(update={"parameters": {**values, **scenario.parameters}})
    return changed


def branch_past(past: Past, case: Case) -> Past:
    """The past continued under the catalogue and rates of ``case``."""
    from simulation.past import branch, setting_of

    return branch(past, setting_of(cast("Scenario", case), {}))


def fits(case: Case) -> bool:
    """Whether the evidence of a scenario makes a place."""
    from simulation.evidence.parameters import ParameterError
    from simulation.past import setting_of

    try:
        setting_of(cast("Scenario", case), {})
    except ParameterError:
        return False
    return True


MODEL_SWEEP: Final = SweepEngine(MODEL, parameters_of, reads_of, with_values, branch_past, fits)
"""The real thing."""
