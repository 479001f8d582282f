"""A whole sweep: draws of the evidence and settings from axes, lived row by row, then what they say together."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.runs import atomic, design, inputs, storage
from simulation.runs.design import Design
from simulation.runs.engine import Case
from simulation.runs.errors import DamagedError, OptionsError
from simulation.runs.executor import Failure, Report
from simulation.runs.job import Job
from simulation.runs.options import RunOptions
from simulation.runs.over import NOTHING, OverFile
from simulation.runs.predict import Prediction, predict_rows, worker_mb
from simulation.runs.progress import ROWS, Progress, Quiet, Talk
from simulation.runs.replicates import RESOLVED
from simulation.runs.sampling import Drawing, drawing
from simulation.runs.stopping import Stop
from simulation.runs.storage import SideFile, State
from simulation.runs.swept import MODEL_SWEEP, SweepEngine, SweepWork, SweptCase, runs_missing
from simulation.runs.versions import identity

REPLICATES: Final = 2
"""Replicates of each draw if nobody says: the fewest that tell luck from the evidence."""
OVER: Final = Path(design.FOLDER, "over.yaml")


@dataclass(frozen=True)
class Plan:
    """A sweep before it is begun: scenario, design, what is drawn, and the table of the evidence."""

    case: SweptCase
    drawing: Drawing
    parameters: pa.Table


@dataclass
class SweepJob(Job):
    """One sweep of one scenario; ``case`` is a ``SweptCase``."""

    plan: Plan | None = None
    sweeper: SweepEngine = MODEL_SWEEP

    @property
    def swept(self) -> SweptCase:
        """The scenario with its design."""
        return cast(SweptCase, self.case)

    @property
    def resume(self) -> str:
        """The command that goes on where this sweep stopped, from its folder alone."""
        over = self.folder / OVER
        return shlex.join(
            ["simulate", "sweep", str(self.folder / RESOLVED), "--over", str(over), "-o", str(self.folder)]
        )

    def predict(self) -> Prediction:
        """What is still to do, and what it will take; nothing is written."""
        todo = self._rows_missing()
        done = [n for n in self._numbers() if storage.state(self.folder, n, self._made_by()) is State.DONE]
        sides = [side for number in done if (side := storage.read_side(self.folder, number))]
        workers = self._workers(len(todo), worker_mb(self.case))
        return predict_rows(self.case, len(todo), self.swept.design.replicates, workers, sides)

    def _made_by(self) -> str:
        from simulation.runs.digests import of_json

        return of_json(identity(self.case))

    def _rows_missing(self) -> list[int]:
        plan, made_by = self.swept.design, self._made_by()
        return [row for row in range(1, plan.rows + 1) if runs_missing(self.folder, plan, row, made_by)]

    def _use_all_that_is_there(self) -> None:
        """A folder that holds more draws of the same sweep than asked for is never made to hold fewer."""
        held, plan = storage.highest(self.folder), self.swept.design
        if held > plan.runs:
            draws = -(-held // (plan.replicates * len(plan.points)))
            self.talk.say(f"The folder holds {draws} draws of this sweep, more than asked: all count.")
            values = drawn_values(self.sweeper, self.swept.base, self._drawing(), draws)
            self.case = replace(self.swept, design=replace(plan, draws=draws, values=values))

    def _drawing(self) -> Drawing:
        assert self.plan is not None
        return self.plan.drawing

    def _put_inputs(self) -> None:
        """Keep the scenario, resolved and as written, and the design; the resolved scenario must say the same."""
        atomic.write_text(self.folder / RESOLVED, self.case.resolved_yaml())
        if self.engine.load(self.folder / RESOLVED, ()).digest() != self.swept.base.digest():
            raise DamagedError(
                f"{self.folder / RESOLVED} says something else than the scenario: a fault in the package"
            )
        inputs.copy_sources(self.case, self.folder)
        design.write(self.folder, self.swept.design, self.plan.parameters if self.plan else None)
        atomic.write_text(self.folder / OVER, over_yaml(self.swept.design, self._drawing()))

    def _live_missing(self, stop: Stop, made_by: str) -> Report:
        plan, todo = self.swept.design, self._rows_missing()
        runs = len(self.case.strategies) * plan.replicates
        progress = Progress(self.talk, plan.rows - len(todo), plan.rows, runs, of=ROWS)
        if not todo:
            self.talk.say(f"All {plan.rows} rows are done; tables and figures are made anew.")
            return Report()
        if len(todo) < plan.rows:
            self.talk.say(f"{plan.rows - len(todo)} of {plan.rows} rows are done; going on with the rest.")
        self.engine.get_ready(self.talk.say)
        work = SweepWork(self.sweeper, self.folder, made_by, self.options.threads, self.options.check)
        return self._live(work, todo, stop, progress)

    def _note_failures(self, failed: dict[int, Failure], made_by: str) -> None:
        """A row that failed has failed in each run it lacks."""
        for row, failure in failed.items():
            for run in runs_missing(self.folder, self.swept.design, row, made_by):
                storage.run_path(self.folder, run).unlink(missing_ok=True)
                side = SideFile(
                    run, State.FAILED.value, made_by, self.case.run.seed, reason=f"row {row}: {failure.reason}"
                )
                storage.save_side(
                    self.folder, replace(side, repeat_with=f"{self.resume} --workers 1", trace=failure.trace)
                )

    def _conclude(self) -> None:
        from simulation.measures.uncertainty import write_uncertainty

        self.talk.say("Adding up what the draws say.")
        write_uncertainty(self.folder, self.swept)
        if self.options.figures:
            from simulation.figures.sweep import draw_sweep

            self.talk.say("Drawing the figure.")
            draw_sweep(self.folder)


def plan_sweep(
    case: Case,
    over: OverFile = NOTHING,
    draws: int | None = None,
    replicates: int | None = None,
    sweeper: SweepEngine = MODEL_SWEEP,
    talk: Talk | None = None,
    anything: bool = False,
) -> Plan:
    """The design of a sweep of a scenario; ``draws`` and ``replicates`` go over the file's.

    With ``anything``, a sweep without draws and axes is let through: the strategies at the evidence's values.

    Raises:
        OptionsError: the scenario has several places, or there is nothing to vary.
    """
    if case.every_place:
        raise OptionsError("a sweep is of one place; this scenario has several")
    wanted = draws if draws is not None else over.over.draws or 0
    if not wanted and over.points == NOTHING.points and not anything:
        raise OptionsError("nothing to vary: give --draws N, or a file of axes with --over")
    points = tuple(design.point_sets(point) for point in over.points)
    parameters = sweeper.parameters(case)
    drawn = Drawing({}, {})
    if wanted:
        given = {*getattr(case, "parameters", ()), *_parameters_of(points)}
        sweeper.live.get_ready((talk or Quiet()).say)
        drawn = drawing(parameters, sweeper.reads(case), given, over.over.parameters)
        if not drawn.families:
            raise OptionsError(
                "none of the parameters asked for is read in this scenario, varies, and is not set by it"
            )
    values = drawn_values(sweeper, case, drawn, wanted)
    each = replicates or over.over.replicates or REPLICATES
    found = Design(points, wanted, each, tuple(drawn.ids), values)
    return Plan(SweptCase(case, found), drawn, drawn.table(parameters))


def drawn_values(sweeper: SweepEngine, case: Case, drawn: Drawing, draws: int) -> NDArray[np.float64]:
    """Values [draw, id]; every draw makes a place."""

    def fit(values: dict[str, float]) -> bool:
        return sweeper.fits(sweeper.with_values(case, values))

    return drawn.values(sweeper.parameters(case), draws, case.run.seed, fit)


def sweep_job(plan: Plan, options: RunOptions, **more: Any) -> SweepJob:
    """A job of a plan; ``more`` are fields of ``Job``."""
    return SweepJob(cast(Case, plan.case), options, plan=plan, **more)


def _parameters_of(points: Sequence[design.PointSets]) -> set[str]:
    """Ids that an axis sets."""
    texts = [text for point in points for text in (*point.always, *point.at_start)]
    keys = [text.partition("=")[0] for text in texts]
    return {key.removeprefix("parameters.") for key in keys if key.startswith("parameters.")}


def over_yaml(plan: Design, drawn: Drawing) -> str:
    """The design as a file for ``--over``: with the resolved scenario, all that is needed to go on."""
    content: dict[str, Any] = {"schema": 1, "replicates": plan.replicates}
    if plan.draws:
        content |= {"draws": plan.draws, "parameters": drawn.ids}
    axes = [
        {
            "name": axis,
            "when": next(iter(choices.values())).when,
            "options": {name: _settings(choice.sets) for name, choice in choices.items()},
        }
        for axis, choices in design.axes_of(plan.points).items()
    ]
    return json.dumps(content | ({"axes": axes} if axes else {}), indent=1) + "\n"


def _settings(sets: Sequence[str]) -> dict[str, Any]:
    parts = [text.partition("=") for text in sets]
    return {key: json.loads(value) for key, _, value in parts}
