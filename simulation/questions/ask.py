"""Answer a question: lay its recipe over a scenario, live what it asks for, and write table, figure and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Final, cast

import pyarrow as pa

from simulation.figures.answer import draw_answer
from simulation.measures.appraisal_report import NO_QALY
from simulation.measures.files import write_bytes, write_csv
from simulation.questions.reading import Answer
from simulation.questions.recipe import RecipeFile
from simulation.runs.engine import MODEL, Case
from simulation.runs.errors import RunError
from simulation.runs.job import Job, Outcome
from simulation.runs.options import RunOptions
from simulation.runs.progress import Quiet, Talk
from simulation.runs.sweep import plan_sweep, sweep_job
from simulation.runs.sweep_case import load_points

RUNS: Final = "results"
"""Folder of the runs, below the answer's."""
BY_MONTH: Final = ("net_cost",)
"""Answers that read months, which a plain run keeps and a sweep does not."""


@dataclass(frozen=True)
class Asked:
    """An answered question: where it lies, and how its runs ended."""

    folder: Path
    outcome: Outcome


def ask(
    recipe: RecipeFile,
    scenario: Path,
    out: Path,
    options: RunOptions,
    draws: int | None = None,
    talk: Talk | None = None,
) -> Asked:
    """Answer a question under a scenario, into ``out``. What was lived before is not lived again.

    Raises:
        ScenarioError: recipe and scenario do not go together; faults name their files.
        RunError: a run failed or was stopped; the same command goes on.
    """
    news = talk or Quiet()
    case = cast(Case, load_points(scenario, options.settings(), recipe.over, recipe.laid))
    own = replace(options, out=out / RUNS, figures=False)
    outcome = _job(recipe, case, own, draws, news).run()
    if outcome.stopped or outcome.failed:
        reason = outcome.stopped or outcome.failed[0].reason
        raise RunError(f"not all runs of question {recipe.recipe.number} ended: {reason}; the same command goes on")
    write_answer(recipe, out)
    return Asked(out, outcome)


def _job(recipe: RecipeFile, case: Case, options: RunOptions, draws: int | None, talk: Talk) -> Job:
    command = f"simulate question {recipe.recipe.number}"
    if recipe.recipe.answer in BY_MONTH:
        return Job(case, options, command, MODEL, talk)
    replicates = options.replicates or recipe.over.over.replicates or case.run.replicates
    plan = plan_sweep(case, recipe.over, draws, replicates, talk=talk, anything=True)
    return sweep_job(plan, options, command=command, talk=talk)


def write_answer(recipe: RecipeFile, out: Path) -> None:
    """Write ``answer.csv``, ``answer.md`` and ``figures/`` from the runs below ``out``."""
    asked = recipe.recipe
    module = import_module(f"simulation.questions.{asked.answer}")
    make = cast(Callable[[Path, dict[str, Any]], Answer], module.answer)
    found = make(out / RUNS, asked.options)
    write_csv(out / "answer.csv", pa.Table.from_pylist([*found.rows, *found.beside]))
    note = " ".join(text for text in (asked.question, found.reads, f"Bands: {found.band}.", asked.beware) if text)
    draw_answer(
        out / "figures",
        f"question-{asked.number:02d}",
        f"{asked.number}. {asked.title}",
        note,
        found.rows,
        found.across,
        starts=found.starts,
    )
    write_bytes(out / "answer.md", ("\n".join(_markdown(recipe, found)) + "\n").encode())


def _markdown(recipe: RecipeFile, found: Answer) -> list[str]:
    asked = recipe.recipe
    return [
        f"# {asked.number}. {asked.title}",
        "",
        asked.question,
        "",
        *found.lines,
        "",
        f"*How sure.* Bands in answer.csv and in the figure: {found.band}.",
        "",
        f"*Beware.* {asked.beware} {NO_QALY}",
        "",
        "One invented place and no forecast; not independently assured (docs/limits.md).",
    ]
