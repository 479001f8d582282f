"""Kernels and twin side by side: the same place, month by month, compared after every step of the month."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
from naive.compare import check_all
from naive.ecosystem import NaiveEcosystem
from naive.small import Case, levers_of_month, place_of_case, set_levers, setting_of_case

from simulation.kernels.chance import replicate_seed
from simulation.month import MONTH, Town
from simulation.state.journal import empty_journal, empty_tie_log
from simulation.state.place import copy_place


def kernels_of_case(case: Case, threads: int = 1) -> Town:
    """The kernels' town of a case."""
    setting = setting_of_case(case)
    place, catalogue = place_of_case(case)
    journal = empty_journal(case.months, len(setting.model_ids), len(setting.programme_ids))
    levers, log, seed = setting.empty_levers(), empty_tie_log(0), replicate_seed(case.seed, 0)
    return Town(place, catalogue, setting.rates, levers, journal, log, seed, case.burn_in, threads)


def twin_of(kernels: Town) -> NaiveEcosystem:
    """The twin of a town that is about to begin."""
    place = copy_place(kernels.place)
    return NaiveEcosystem(place, kernels.catalogue, kernels.rates, kernels.seed, kernels.burn_in)


def same_levers(levers: SimpleNamespace, month: dict[str, Any]) -> None:
    """Write a month's levers into the twin's."""
    for name, values in month.items():
        one = isinstance(getattr(levers, name), int | float)
        setattr(levers, name, values[0] if one else list(values))


def live(case: Case) -> NaiveEcosystem:
    """Live a case in both; raises Unequal at the first difference."""
    setting, kernels = setting_of_case(case), kernels_of_case(case)
    twin = twin_of(kernels)
    for t in range(case.months):
        month = t - case.burn_in
        levers = levers_of_month(setting, case.seed, t)
        set_levers(kernels.levers, levers)
        same_levers(twin.levers, levers)
        twin.begin_month()
        for line in MONTH:
            if line.walk is not None:
                live_both(f"{case}: month {month}, after {line.name}", line, kernels, twin, month, t)
        twin.end_month()
    return twin


def live_both(when: str, line: Any, kernels: Town, twin: NaiveEcosystem, month: int, t: int) -> None:
    """One step in both, and the comparison."""
    with np.errstate(all="raise"):
        line.walk(kernels, month, t)
    twin.live_step(line.name)
    check_all(when, kernels, t, twin)
