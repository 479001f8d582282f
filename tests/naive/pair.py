"""Kernels and twin side by side: the same place, month by month, compared after every step of the month."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import numpy as np

import simulation.model
from naive.compare import check_all
from naive.council import Council
from naive.ecosystem import NaiveEcosystem
from naive.small import Case, levers_of_month, place_of_case, set_levers, setting_of_case
from simulation.kernels.chance import replicate_seed
from simulation.model import CareEcosystem, live_past
from simulation.month import MONTH, Step, Town
from simulation.past import Setting
from simulation.state.catalogue import Catalogue
from simulation.state.codes import CLOSES, OPENS
from simulation.state.journal import empty_journal, empty_tie_log
from simulation.state.place import Place, copy_place


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
    """Live a case in both; raises UnequalError at the first difference."""
    setting, kernels = setting_of_case(case), kernels_of_case(case)
    twin = twin_of(kernels)
    for t in range(case.months):
        month = t - case.burn_in
        levers = levers_of_month(setting, case.seed, t)
        set_levers(kernels.levers, levers)
        same_levers(twin.levers, levers)
        decide(case, t, kernels, twin)
        twin.begin_month()
        for line in MONTH:
            if line.walk is not None:
                live_both(f"{case}: month {month}, after {line.name}", line, kernels, twin, month, t)
        twin.end_month()
    return twin


def decide(case: Case, t: int, kernels: Town, twin: NaiveEcosystem) -> None:
    """In eventful places some providers close and others open, whatever an institution would have decided."""
    stream = np.random.default_rng([case.seed, 2000 + t])
    for provider in twin.providers:
        if stream.random() < 0.1 * case.heat:
            plan = CLOSES if provider.is_open else OPENS
            provider.plan = kernels.place.providers.plan[provider.row] = plan


class Shadow:
    """Lives along with the model itself: stands in for the table of the month, so ``step`` and the council are real."""

    def __init__(self, setting: Setting, strategy: str) -> None:
        self.setting, self.strategy = setting, setting.rows.strategies[strategy]
        self.twin: NaiveEcosystem | None = None

    def month(self) -> tuple[Step, ...]:
        """The table of the month, each line followed by the twin's and the comparison."""
        return tuple(line if line.walk is None else line._replace(walk=self._both(line)) for line in MONTH)

    def _both(self, line: Step) -> Callable[[Town, int, int], None]:
        def walk(kernels: Town, month: int, t: int) -> None:
            if line.name == MONTH[0].name:
                self._begin_month(kernels, month, t)
            live_both(f"month {month}, after {line.name}", line, kernels, self.twin, month, t)

        return walk

    def begin(self, place: Place, catalogue: Catalogue, seed: np.uint64) -> None:
        """The twin of a place, with a council of the comparator."""
        setting = self.setting
        if self.twin is None:
            self.twin = NaiveEcosystem(copy_place(place), catalogue, setting.rates, seed, setting.burn_in)
            comparator = setting.rows.strategies[setting.comparator]
            deprived = None if setting.deprivation is None else setting.deprivation[0]
            funding = deprived, setting.real_path
            self.twin.council = Council(
                self.twin, setting.parameters, comparator, setting.rows, setting.adults, funding
            )

    def _begin_month(self, kernels: Town, month: int, t: int) -> None:
        self.begin(kernels.place, kernels.catalogue, kernels.seed)
        if t > 0:
            self.twin.end_month()
        if month == 0:
            self.twin.seed = kernels.seed
            self.twin.council.take_up(self.strategy)
        self.twin.begin_month()
        check_all(f"month {month}, as it begins", kernels, t, self.twin)


def live_model(case: Case, strategy: str, setting: Setting | None = None) -> tuple[CareEcosystem, NaiveEcosystem]:
    """The burn-in and the comparison by the model itself, with its council, and by the twin with its own.

    ``setting`` is that of the case, with other strategies or with parameters that only councils read.
    """
    setting = setting_of_case(case) if setting is None else setting
    shadow = Shadow(setting, strategy)
    with (
        patch.object(simulation.model, "MONTH", shadow.month()),
        patch.object(simulation.model, "prepare", lambda _: place_of_case(case)),
    ):
        past = live_past(setting)
        shadow.begin(past.place, past.catalogue, replicate_seed(case.seed, 0))  # where there was no burn-in
        model = CareEcosystem(setting, strategy=strategy, replicate=case.seed % 5, past=past, check=True).run()
    shadow.twin.end_month()
    return model, shadow.twin


def live_both(when: str, line: Any, kernels: Town, twin: NaiveEcosystem, month: int, t: int) -> None:
    """One step in both, and the comparison."""
    with np.errstate(all="raise"):
        line.walk(kernels, month, t)
    twin.live_step(line.name)
    check_all(when, kernels, t, twin)
