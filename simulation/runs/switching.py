"""Switching values: at which value of a parameter a strategy neither costs nor saves, found by living it again.

Each value tried is a run of its own, in a folder of its own, with the same luck; so a search that was stopped goes on.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from simulation.measures.statistics import means
from simulation.runs import folder
from simulation.runs.engine import MODEL, Case, Engine
from simulation.runs.errors import OptionsError, RunError
from simulation.runs.job import Job
from simulation.runs.options import RunOptions
from simulation.runs.progress import Quiet, Talk

MOST_TRIES: Final = 12
WITHIN: Final = 2
"""Monte Carlo errors within which a net present value counts as none."""
FOUND: Final = "switching value"
NONE: Final = "no switching value inside the plausible range"
UNDECIDED: Final = "not decided: luck hides the sign at an end of the range; more replicates would tell"
NOT_REACHED: Final = f"not reached in {MOST_TRIES} tries"


@dataclass(frozen=True)
class Tried:
    """A value lived: net present cost in pounds, its Monte Carlo error, and the replicates."""

    value: float
    cost: float
    mcse: float
    replicates: int

    @property
    def nothing(self) -> bool:
        """Whether the strategy neither costs nor saves, as far as luck lets one tell."""
        return abs(self.cost) < WITHIN * self.mcse or self.cost == 0


@dataclass(frozen=True)
class Switch:
    """What a search ended with: a verdict, the values tried in order, and the value found."""

    verdict: str
    tried: tuple[Tried, ...]
    value: float | None = None


def search(low: float, high: float, live: Callable[[float], Tried]) -> Switch:
    """Look for the value between ``low`` and ``high`` at which ``live`` gives a net cost within two errors of 0.

    The ends are lived first. Ends of one sign mean that there is none; an end within two errors of 0 settles nothing
    about the range, unless both are. Between ends of two signs: the chord, and the middle every other time.
    """
    ends = [live(low), live(high)]
    if all(end.nothing for end in ends):
        return Switch(UNDECIDED, tuple(ends))
    signs = {math.copysign(1, end.cost) for end in ends if not end.nothing}
    if any(end.nothing for end in ends) or len(signs) == 1:
        found = next((end for end in ends if end.nothing), None)
        return Switch(FOUND if found else NONE, tuple(ends), found.value if found else None)
    tried = list(ends)
    below, above = sorted(ends, key=lambda end: end.cost)
    for k in range(MOST_TRIES):
        share = -below.cost / (above.cost - below.cost) if k % 2 == 0 else 1 / 2
        now = live(below.value + share * (above.value - below.value))
        tried.append(now)
        if now.nothing:
            return Switch(FOUND, tuple(tried), now.value)
        below, above = (now, above) if now.cost < 0 else (below, now)
    return Switch(NOT_REACHED, tuple(tried))


@dataclass(frozen=True)
class Question:
    """What is asked: a parameter, a strategy, a purse and a discount schedule."""

    parameter: str
    strategy: str
    purse: str
    schedule: str


def switching_value(
    path: Path, sets: list[str], asked: Question, options: RunOptions, engine: Engine = MODEL, talk: Talk | None = None
) -> Switch:
    """Search the parameter's range in the evidence table, in the pounds of the scenario's price year.

    Raises:
        OptionsError: the strategy is not compared, or the parameter has no range.
    """
    news, case = talk or Quiet(), engine.load(path, sets)
    others = [name for name in case.strategies if name != case.comparator]
    if asked.strategy not in others:
        raise OptionsError(
            f"{asked.strategy} is not compared with {case.comparator} here; there are {', '.join(others)}"
        )
    row, factor = _range(case, asked.parameter)
    if row.low >= row.high:
        raise OptionsError(f"{asked.parameter} has no range: {row.low:g} to {row.high:g}")

    def live(value: float) -> Tried:
        news.say(f"{asked.parameter} = {value:.6g}")
        setting = f"parameters.{asked.parameter}={value!r}"
        one = engine.load(path, [*sets, setting])
        own = replace(options, out=Path(options.out or Path()) / f"at-{value:.9g}", figures=False)
        outcome = Job(one, own, f"simulate switch (at {value:g})", engine, news).run()
        if outcome.stopped or outcome.failed:
            raise RunError(f"the run at {value:g} did not end: {outcome.stopped or outcome.failed[0].reason}")
        return _tried(outcome.folder, value, asked)

    return search(row.low * factor, row.high * factor, live)


def default_folder(case: Case, parameter: str) -> Path:
    """Where the values tried are lived, and the answer written, if nothing else is said."""
    name = folder.default_folder(case).name
    return folder.RESULTS / f"{case.name}-switch-{parameter}{name.removeprefix(case.name)}"


def _range(case: Case, parameter: str) -> tuple[Any, float]:
    from simulation.evidence.parameters import load_parameters

    table = load_parameters(case.price_year)
    row = table[parameter]
    return row, row.factor(case.price_year)


def _tried(lived: Path, value: float, asked: Question) -> Tried:
    from simulation.measures.appraisal_data import read_amounts
    from simulation.measures.appraisal_effects import costs

    amounts = read_amounts(lived)
    cost = costs(amounts, asked.strategy, asked.purse, asked.schedule, amounts.facts.price_year).ravel()
    found = means(cost[:, None])
    error = float(found.mcse[0]) if np.isfinite(found.mcse[0]) else 0.0
    return Tried(value, float(found.mean[0]), error, len(cost))
