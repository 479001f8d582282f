"""The way in from Python: ``run`` a scenario, look at its ``Results``, ``compare`` two of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from simulation.runs import engine, manifest, storage
from simulation.runs.engine import Case
from simulation.runs.errors import DamagedError, OptionsError, RunError
from simulation.runs.job import Job
from simulation.runs.manifest import Manifest
from simulation.runs.options import RunOptions
from simulation.runs.progress import Lines, Quiet


@dataclass(frozen=True)
class Results:
    """A results folder, opened for reading; every read verifies page checksums."""

    folder: Path

    @property
    def manifest(self) -> Manifest:
        """What made the results, and the digest of each file."""
        return manifest.read(self.folder)

    def table(self) -> pa.Table:
        """Every measure of every strategy and replicate, tidy; ``.to_pandas()`` gives a data frame."""
        paths = sorted((self.folder / storage.RUNS).glob("rep-*.parquet"))
        if not paths:
            raise DamagedError(f"{self.folder} holds no finished replicate")
        return pa.concat_tables([storage.read_table(path) for path in paths]).unify_dictionaries()

    def differences(self) -> pa.Table:
        """Paired differences from the comparator: mean, Monte Carlo error, interval and n."""
        from pyarrow import csv

        path = self.folder / "comparison" / "differences.csv"
        if not path.is_file():
            raise DamagedError(f"{path} is missing: the run did not end; run it again to go on")
        return csv.read_csv(path)

    def summary(self) -> str:
        """The plain summary, a dozen lines."""
        return "\n".join(engine.MODEL.summarise(self.folder))

    @property
    def figures(self) -> list[Path]:
        """The figures as PDF."""
        return sorted((self.folder / "figures").glob("*.pdf"))


def run(
    scenario: Case | str | Path, *, sets: Sequence[str] | Mapping[str, object] = (), quiet: bool = False, **options: Any
) -> Results:
    """Run a scenario, or go on with one that was stopped, and return its results.

    Args:
        scenario: a file, or a scenario already loaded.
        sets: settings laid over it, ``{"place.scale": 0.1}`` or ``["place.scale=0.1"]``.
        quiet: say nothing on standard error.
        options: fields of ``RunOptions`` (out, replicates, seed, years, strategies, workers, threads, check, ...).

    Raises:
        ScenarioError: the scenario has faults; the message lists them all.
        RunError: the folder is in use, the disk is full, or some replicates failed.
        KeyboardInterrupt: Ctrl-C; what was finished is saved.
    """
    from simulation.scenario.idle import tell_idle

    chosen = _options(sets, options)
    talk = Quiet() if quiet else Lines(sys.stderr)
    typed, case = f"simulation.run({str(scenario)!r})", _case(scenario, chosen)
    tell_idle(case, talk.say)
    return finish(Job(case, chosen, typed, engine.MODEL, talk))


def finish(job: Job) -> Results:
    """Run a job and turn an end that is not a good one into an exception."""
    outcome = job.run()
    if outcome.stopped:
        raise KeyboardInterrupt(f"{outcome.stopped}; to go on: {job.resume}")
    if outcome.failed:
        reasons = "; ".join(f"replicate {side.replicate}: {side.reason}" for side in outcome.failed)
        raise RunError(f"{len(outcome.failed)} replicates failed ({reasons}); the others are in {outcome.folder}")
    return Results(outcome.folder)


def compare(a: Results | str | Path, b: Results | str | Path) -> pa.Table:
    """Paired differences between two results folders, b minus a, replicate by replicate.

    Raises:
        ResultsError: a folder cannot be read, or the two differ in what makes luck comparable (seed, length, price
            year, version); the message lists what.
    """
    from simulation.measures import across

    return across.compare(_opened(a).folder, _opened(b).folder)


def _options(sets: Sequence[str] | Mapping[str, object], options: Mapping[str, Any]) -> RunOptions:
    listed = [f"{key}={json.dumps(value)}" for key, value in sets.items()] if isinstance(sets, Mapping) else list(sets)
    known = list(RunOptions.__dataclass_fields__)
    unknown = sorted(set(options) - set(known))
    if unknown:
        raise OptionsError(f"unknown: {', '.join(unknown)}. Known: {', '.join(known)}")
    out = options.get("out")
    return RunOptions(**{**options, "sets": listed, "out": Path(out) if out is not None else None})


def _case(scenario: Case | str | Path, options: RunOptions) -> Case:
    if isinstance(scenario, str | Path):
        return engine.MODEL.load(Path(scenario), options.settings())
    if options.settings():
        raise OptionsError(f"{options.settings()}: give these when the scenario is loaded: load(path, sets)")
    return scenario


def _opened(results: Results | str | Path) -> Results:
    return results if isinstance(results, Results) else Results(Path(results))
