"""The common past: a scenario made ready to live, and the state at month 0 from which strategies branch."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.catalogue.columns import build_catalogue
from simulation.catalogue.load import CatalogueRows
from simulation.evidence.parameters import Parameters
from simulation.evidence.rates import build_rates
from simulation.kernels.support import form_team
from simulation.population.build import Size, build_place
from simulation.population.makeup import make_up
from simulation.population.practice import local_practice
from simulation.population.providers import with_own_capacity
from simulation.scenario import load, load_text
from simulation.state.catalogue import MOST_MODELS, MOST_PROGRAMMES, Catalogue
from simulation.state.codes import FROM_HOSPITAL, N_FIFTHS, NEVER, NOBODY
from simulation.state.handles import Handle
from simulation.state.journal import Journal, TieLog, empty_journal
from simulation.state.packing import pack_catalogue, pack_place
from simulation.state.place import ARRANGEMENTS, Levers, Place
from simulation.state.rates import Rates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulation.scenario.schema import Scenario

AVERAGE = "schema: 1\nname: average-council\ncomparator: crisis_driven\nstrategies: [crisis_driven]\n"
"""The scenario of a model made without one."""


class Setting(NamedTuple):
    """A scenario with its evidence and catalogue resolved into what kernels read."""

    parameters: Parameters
    rows: CatalogueRows
    catalogue: Catalogue
    rates: Rates
    seed: int
    adults: int
    people_per_neighbourhood: int
    burn_in: int
    months: int
    comparator: str
    deprivation: tuple[float, ...] | None = None
    older_share: float | None = None
    real_path: tuple[float, ...] = ()  # funding by year, over the opening budget

    @property
    def model_ids(self) -> tuple[str, ...]:
        """Support models, in order of their code."""
        return tuple(self.rows.support_models)

    @property
    def programme_ids(self) -> tuple[str, ...]:
        """Programmes, in order of their code."""
        return tuple(self.rows.programmes)

    def empty_levers(self) -> Levers:
        """Levers that nobody has set yet."""
        return Levers(
            eligible_need=np.array([round(self.parameters.value("council.eligible_need"))], np.int64),
            assessments=np.zeros(1, np.int64),
            start_pence=np.zeros(1, np.int64),
            preference=np.ones(MOST_MODELS),
            pot_starts=np.zeros(MOST_MODELS, np.int64),
            programme_places=np.zeros(MOST_PROGRAMMES, np.int64),
            programme_eligible=np.zeros(MOST_PROGRAMMES, np.int64),
            early_offer=np.zeros(1),
            quick_first=np.zeros(1),
            sharer_enquiries=np.zeros(1, np.int64),
            team_factor=np.ones(1),
            duty_urgency=np.array([FROM_HOSPITAL], np.int64),
            plan_factor=np.ones(N_FIFTHS),
            reach=np.ones(N_FIFTHS),
            list_share=self._lists(),
        )

    def _lists(self) -> NDArray[np.float64]:
        """Share of the market that each support model's own list leaves, with room."""
        shares, own = np.ones(MOST_MODELS), self.catalogue.models.list_share
        shares[: len(own)] = own
        return shares


def setting_of(case: Scenario | Setting | str | Path | None, overrides: Mapping[str, Any]) -> Setting:
    """Resolve a scenario, its path, or the average council (no case), with settings changed by dotted path."""
    if isinstance(case, Setting):
        return case
    sets = [f"{path.replace('__', '.')}={json.dumps(value)}" for path, value in overrides.items()]
    if case is None:
        scenario = load_text(AVERAGE, sets=sets)
    elif isinstance(case, str | Path):
        scenario = load(case, sets)
    else:
        scenario = case
    return _resolve(scenario)


def _resolve(scenario: Scenario) -> Setting:
    rows, place = scenario.catalogue_rows(), scenario.place
    if scenario.every_place:
        raise ValueError("a model lives one place: scenario.of_place(id) gives one of several")
    deprivation = None if place.deprivation is None else place.deprivation.shares
    parameters = scenario.parameter_table()
    makeup = make_up(parameters, deprivation, place.older_share)
    parameters = local_practice(parameters, makeup, place.spend_ratio, place.request_ratio)
    parameters = with_own_capacity(parameters, rows.support_models.values())
    return Setting(
        parameters=parameters,
        rows=rows,
        catalogue=build_catalogue(rows, parameters),
        rates=build_rates(parameters, tuple(rows.support_models)),
        seed=scenario.run.seed,
        adults=round(place.adults * place.scale),
        people_per_neighbourhood=place.people_per_neighbourhood,
        burn_in=scenario.time.burn_in_months,
        months=scenario.time.years * 12,
        comparator=scenario.comparator,
        deprivation=deprivation,
        older_share=place.older_share,
        real_path=place.real_path or (),
    )


def new_journal(setting: Setting) -> Journal:
    """An empty journal of the burn-in and the comparison."""
    months = setting.burn_in + setting.months
    return empty_journal(months, len(setting.model_ids), len(setting.programme_ids))


def prepare(setting: Setting) -> tuple[Place, Catalogue]:
    """Build the place and form the teams that visit those supported at its start."""
    size = Size(
        setting.adults,
        setting.people_per_neighbourhood,
        setting.burn_in,
        setting.months,
        setting.deprivation,
        setting.older_share,
    )
    place, catalogue = build_place(
        size, setting.parameters, setting.rates, setting.catalogue, setting.seed, setting.model_ids
    )
    place, catalogue = pack_place(place), pack_catalogue(catalogue)
    arrangements, hands = place.arrangements, Handle(place)
    for row in range(int(place.counters[ARRANGEMENTS])):
        if arrangements.provider[row] != NOBODY and arrangements.ended[row] == NEVER:
            form_team(hands, row, arrangements.provider[row], 0, np.uint64(setting.seed))
    return place, catalogue


class Past(NamedTuple):
    """The place at month 0 with the record of its burn-in; the same for every strategy and replicate."""

    place: Place
    catalogue: Catalogue
    journal: Journal
    tie_log: TieLog
    levers: Any  # a packed Levers
    memory: dict[str, Any]

    def journal_to_continue(self, setting: Setting) -> Journal:
        """A journal as long as the scenario, with the burn-in written in."""
        journal = new_journal(setting)
        for old, new in zip(self.journal, journal, strict=True):
            new[: setting.burn_in] = old[: setting.burn_in]
        return journal

    def levers_copy(self) -> Any:
        """Levers of one's own."""
        return self.levers.copy()

    def save(self, path: str | Path) -> None:
        """Write to a file that ``load`` reads back."""
        with Path(path).open("wb") as file:
            pickle.dump(self, file, protocol=5)

    @staticmethod
    def load(path: str | Path) -> Past:
        """Read what ``save`` wrote (a file of one's own run: never open one from a stranger)."""
        with Path(path).open("rb") as file:
            past = pickle.load(file)
        if not isinstance(past, Past):
            raise TypeError(f"{path} does not hold a past")
        return past


def branch(past: Past, setting: Setting) -> Past:
    """The past with the catalogue of ``setting`` from now on; providers stay those of the place."""
    then = past.catalogue.models
    first, last = then.provider_first.copy(), then.provider_last.copy()
    models = setting.catalogue.models._replace(provider_first=first, provider_last=last)
    levers = past.levers_copy()
    levers.eligible_need[0] = setting.empty_levers().eligible_need[0]  # the one lever that nobody sets month by month
    return past._replace(catalogue=pack_catalogue(setting.catalogue._replace(models=models)), levers=levers)
