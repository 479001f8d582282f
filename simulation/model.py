"""A care ecosystem as a Mesa model: institutions are agents that decide, people are rows that kernels advance.

``model.agents`` holds the institutions. Everyone who lives in the place is in ``model.people``, a frame with the
verbs of an ``AgentSet``; ``model.people[id]`` is one person.
"""

from __future__ import annotations

import gc
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.actors.council import Council
from simulation.actors.institutions import Hospital, Neighbourhood, SharedLivesScheme
from simulation.actors.provider import QUARTER, Provider, chances_to_close
from simulation.kernels.chance import COMMON_PAST, replicate_seed
from simulation.light_mesa import mesa
from simulation.month import MONTH, Town
from simulation.past import Past, Setting, new_journal, prepare, setting_of
from simulation.people import PeopleFrame
from simulation.population.check import problems
from simulation.state.codes import AWAITING_START, CLASS_NAMES
from simulation.state.journal import COUNT_INDEX, OTHER_SERVICES, TieLog, empty_tie_log
from simulation.state.place import TIES_LOGGED, copy_place
from simulation.state.record import Record, all_spells, by_sharers_of, open_ties, settings_of

if TYPE_CHECKING:
    from simulation.scenario.schema import Scenario

__all__ = ["MONTH", "BrokenBalance", "CareEcosystem", "Past", "live_past", "record"]
OTHER_CLASSES = ("assessment", "prevention", "crisis", "crisis", "unpaid", "maintenance", "maintenance")
"""Spend classes of ``OTHER_SERVICES``."""
TOWNS: weakref.WeakSet[Town] = weakref.WeakSet()
"""Towns in memory; of models that are lived or finished."""


class BrokenBalance(RuntimeError):
    """Persons, hours, pounds, places or ties do not balance: a fault of the model, not of the scenario."""


class CareEcosystem(mesa.Model):  # type: ignore[misc]
    """One place under one strategy, with one replicate's luck; ``step`` is a month, ``run`` goes to the end."""

    running: bool

    def __init__(
        self,
        case: Scenario | Setting | str | Path | None = None,
        *,
        strategy: str = "crisis_driven",
        replicate: int = 0,
        past: Past | None = None,
        threads: int = 1,
        check: bool = False,
        rng: Any = None,
        **overrides: Any,
    ) -> None:
        """Branch from ``past`` (lived here if not given).

        ``case`` is a scenario, its path, or nothing for the average council; ``overrides`` are settings by dotted path
        with ``__`` for the dots (``place__scale=0.01``). Chance comes from the scenario's seed and ``replicate``;
        Mesa's ``rng`` is accepted and not used. ``check`` verifies the balances each month.
        """
        super().__init__(rng=rng if rng is not None else 0)
        self.setting: Setting = setting_of(case, overrides)
        self.parameters, self.rates = self.setting.parameters, self.setting.rates
        self.model_ids, self.programme_ids = self.setting.model_ids, self.setting.programme_ids
        self.counts = COUNT_INDEX
        self.strategy_id, self.replicate, self.check = strategy, replicate, check
        self.burn_in = self.setting.burn_in
        if past is None and replicate != COMMON_PAST:
            past = live_past(self.setting, threads)
        self._settle_down(past, threads)
        self.datacollector = mesa.DataCollector(model_reporters=MODEL_REPORTERS)

    def _settle_down(self, past: Past | None, threads: int) -> None:
        """Copy the common past, or build the place whose past this is, and appoint the institutions.

        Mesa makes every model part of a reference cycle, and Python's collector does not see how much memory its
        arrays hold; so finished models are collected before the next place is copied.
        """
        if TOWNS:
            gc.collect()
        setting, rows = self.setting, self.setting.rows
        if past is None:
            place, catalogue = prepare(setting)
            journal, tie_log, self.month = new_journal(setting), empty_tie_log(0), -self.burn_in
        else:
            place, catalogue, self.month = copy_place(past.place), past.catalogue, 0
            journal, tie_log = past.journal_to_continue(setting), TieLog._make(column.copy() for column in past.tie_log)
        levers = past.levers_copy() if past is not None else setting.empty_levers()
        seed = replicate_seed(setting.seed, self.replicate)
        self.town = Town(place, catalogue, self.rates, levers, journal, tie_log, seed, self.burn_in, threads)
        TOWNS.add(self.town)
        self.council = Council(self, rows.strategies[self.strategy_id])
        self.hospital, self.shared_lives = Hospital(self), SharedLivesScheme(self)
        self.providers = [Provider(self, row) for row in range(len(place.providers.model))]
        self.neighbourhoods = [Neighbourhood(self, row) for row in range(len(place.hoods.fifth))]
        if past is None:
            self.council.open_burn_in(setting.adults)
        else:
            self.council.remember(past.memory)
        self.people = PeopleFrame(self)

    @property
    def end(self) -> int:
        """The month after the last."""
        return 0 if self.replicate == COMMON_PAST else self.setting.months

    @property
    def place(self) -> Any:
        """The state of the place."""
        return self.town.place

    def step(self) -> None:
        """Live one month."""
        if not self.running:
            return
        t = self.month + self.burn_in
        self.council.before_month()
        for line in MONTH:
            if line.walk is not None:
                line.walk(self.town, self.month, t)
        self.council.after_month()
        if self.month % QUARTER == 0:
            self._plan_ahead()
        if self.check:
            self._check(t)
        self.month += 1
        self.running = self.month < self.end
        self.datacollector.collect(self)

    def run(self) -> CareEcosystem:
        """Live to the end of the scenario."""
        while self.running:
            self.step()
        self.town.close()
        return self

    def _plan_ahead(self) -> None:
        """Every quarter, providers look at who waits for what they offer, and at what they earn."""
        people = self.town.place.people
        wanted = people.wanted[people.stage == AWAITING_START]
        waiting = np.bincount(wanted, minlength=len(self.model_ids))
        able = (self.town.place.providers.is_open == 1) & (self.town.scratch.off_list == 0)
        rivals = np.bincount(self.town.place.providers.model[able], minlength=len(self.model_ids))
        for provider in self.providers:
            coming = int(waiting[provider.model_row]) if able[provider.row] else 0
            provider.plan_posts(coming, int(rivals[provider.model_row]))
        for provider, chance in zip(self.providers, chances_to_close(self).tolist(), strict=True):
            provider.look_ahead(chance, int(waiting[provider.model_row]))

    def _check(self, t: int) -> None:
        broken = problems(self.town.place, self.town.catalogue)
        if t > 0:
            persons = self.town.journal.persons
            here = persons[t - 1, 0] + persons[t, 1] - persons[t, 2] - persons[t, 3]
            if here != persons[t, 0]:
                broken.append(f"persons: {here} expected from last month's, {persons[t, 0]} here")
        carried = self.town.journal.ties_open[t]
        opened = np.bincount(open_ties(self.town.place, self.town.catalogue).kind, minlength=len(carried))
        if (opened != carried).any():
            broken.append(f"ties: {carried.tolist()} expected by kind, {opened.tolist()} open")
        counts = self.town.journal.counts[t]
        kinds = ("asked", "unpaid", "paid", "unmet")
        hours = {name: int(counts[self.counts[f"{name}_minutes"]].sum()) for name in kinds}
        if hours["asked"] != hours["unpaid"] + hours["paid"] + hours["unmet"]:
            broken.append(f"hours: {hours}")
        if broken:
            what = "; ".join(broken[:10])
            raise BrokenBalance(f"month {self.month}, seed {self.setting.seed}, replicate {self.replicate}: {what}")


MODEL_REPORTERS = {
    "month": lambda m: m.month,
    "people": lambda m: int(m.town.journal.persons[m.month - 1 + m.burn_in, 0]),
    "crises": lambda m: int(m.town.journal.counts[m.month - 1 + m.burn_in, COUNT_INDEX["crises"]].sum()),
    "council_spend_gbp": lambda m: float(m.town.journal.ledger[m.month - 1 + m.burn_in, 0].sum()) / 100,
    "control": lambda m: m.council.control,
}


def live_past(case: Scenario | str | Path | Setting | None = None, threads: int = 1) -> Past:
    """Build the place of a scenario and live its burn-in, once for all strategies and replicates."""
    setting = setting_of(case, {})
    model = CareEcosystem(setting, strategy=setting.comparator, replicate=COMMON_PAST, threads=threads)
    while model.month < 0:
        model.step()
    town = model.town
    town.close()
    del model.town  # it goes at once, not with the model's cycle
    return Past(town.place, town.catalogue, town.journal, town.tie_log, town.levers, model.council.memory())


def record(model: CareEcosystem) -> Record:
    """What a finished model leaves behind for measures."""
    town, used = model.town, int(model.town.place.counters[TIES_LOGGED])
    kinds = [CLASS_NAMES[c] for c in town.catalogue.models.spend_class]
    classes = (*kinds, *("prevention" for _ in model.programme_ids), *OTHER_CLASSES)
    return Record(
        journal=town.journal,
        ties_ended=TieLog._make(column[:used].copy() for column in town.tie_log),
        ties_open=open_ties(town.place, town.catalogue),
        model_ids=model.model_ids,
        settings=settings_of(town.catalogue.models),
        by_sharers=by_sharers_of(town.catalogue.models),
        programme_ids=model.programme_ids,
        services=(*model.model_ids, *model.programme_ids, *OTHER_SERVICES),
        service_classes=classes,
        burn_in=model.burn_in,
        months=model.month,
        spells=all_spells(town.place),
        council={name: np.array(values) for name, values in model.council.series.items()},
        bringing=tuple(row.id for row in model.setting.rows.programmes.values() if row.brings is not None),
    )
