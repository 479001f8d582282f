"""A provider of support seen as a Mesa agent: it sizes itself, looks at what it earns, and may leave the market.

Its numbers live in the place's arrays; ``kernels.market`` carries out what it decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.actors.base import Institution
from simulation.kernels.chance import ENTRY, EXIT, uniforms
from simulation.state.codes import CARE_HOME, CLOSES, FROM_HOURS, INADEQUATE, OPENS, OWNERSHIP_NAMES, RATING_NAMES

if TYPE_CHECKING:
    from simulation.model import CareEcosystem

QUARTER = 3
"""Months between two looks ahead."""
MILLE = 1000


class Provider(Institution):
    """A service: decides how many posts it tries to keep staffed, and whether to go on."""

    def __init__(self, model: CareEcosystem, row: int) -> None:
        super().__init__(model)
        self.row = row
        self.model_row = int(model.town.place.providers.model[row])
        self._sells_hours = model.town.catalogue.models.source[self.model_row] == FROM_HOURS

    @property
    def support_model(self) -> str:
        """Id of the support model it offers."""
        return self.model.model_ids[self.model_row]

    @property
    def people_supported(self) -> int:
        """People it supports now."""
        return int(self.model.town.place.providers.filled[self.row])

    @property
    def ownership(self) -> str:
        """Whether it is run for profit, by a voluntary body or by the council."""
        return OWNERSHIP_NAMES[self.model.town.place.providers.ownership[self.row]]

    @property
    def rating(self) -> str:
        """What the inspector last said of it."""
        return RATING_NAMES[self.model.town.place.providers.rating[self.row]]

    @property
    def is_open(self) -> bool:
        """Whether it is in the market."""
        return bool(self.model.town.place.providers.is_open[self.row])

    def plan_posts(self, waiting: int, rivals: int) -> None:
        """A provider that sells hours sizes itself to what it has promised and its share of the ``waiting``.

        ``waiting`` is the number of people who wait for its support model and may choose it, ``rivals`` of providers
        that they may choose.
        """
        if not self._sells_hours or not self.is_open:
            return
        town, row = self.model.town, self.row
        providers, models = town.place.providers, town.catalogue.models
        promised, people = int(providers.planned_minutes[row]), int(providers.filled[row])
        usual = max(int(models.minutes_week[self.model_row]), town.rates.plan_min_minutes)
        each = promised / people if people else usual
        spare = 1.0 + self.model.parameters.value("provider.spare_posts_share")
        wanted = int((promised + each * waiting / rivals) * spare / town.rates.minutes_post) + 1
        providers.posts_wanted[row] = min(wanted, int(providers.post_last[row] - providers.post_first[row]))

    def look_ahead(self, chance: float, waiting: int) -> None:
        """Decide to close (of ``chance``), or that somebody new opens an empty row where people wait; done next month.

        The last provider of its kind in the place goes on: the council would step in.
        """
        if chance > 0.0:
            if self._draw(EXIT) < chance and self._open_of_its_kind() > 1:
                self.model.town.place.providers.plan[self.row] = CLOSES
        elif waiting > 0 and not self.is_open and self._draw(ENTRY) < self.model.town.rates.entry:
            self.model.town.place.providers.plan[self.row] = OPENS

    def _open_of_its_kind(self) -> int:
        """Providers of its support model that are open and have not decided to close."""
        models, providers = self.model.town.catalogue.models, self.model.town.place.providers
        kind = slice(int(models.provider_first[self.model_row]), int(models.provider_last[self.model_row]))
        return int(((providers.is_open[kind] == 1) & (providers.plan[kind] != CLOSES)).sum())

    def _draw(self, decision: int) -> float:
        return float(uniforms(self.model.town.seed, decision, self.row, self.model.month)[0])


def margins(model: CareEcosystem) -> NDArray[np.float64]:
    """Share of income left after costs, float64 [provider]; -1 where there is no income.

    Income is a unit's price (under a contract, what the council pays) times the share that a provider can fill of its
    places (against the usual) or of the hours it has sold. Pay rises where vacancies
    are covered; the rest of the cost does not shrink with what is filled.
    """
    town, value = model.town, model.parameters.value
    providers, rates, models = town.place.providers, town.rates, town.catalogue.models
    kind, wanted = providers.model, providers.posts_wanted
    vacant = np.maximum(wanted - town.scratch.staffed, 0) / np.maximum(wanted, 1)
    pay = providers.pay_ratio * rates.pay_level * (1.0 + rates.vacancy_premium * vacant)
    care_home = models.where[kind] == CARE_HOME
    usual = np.where(care_home, value("population.occupancy.care_home"), value("population.occupancy.other"))
    in_places = providers.filled / np.maximum(providers.places, 1) / usual
    room = town.scratch.staffed * int(rates.minutes_post)
    in_hours = np.minimum(room / np.maximum(providers.planned_minutes, 1), 1.0)
    in_hours = np.where(providers.planned_minutes > 0, in_hours, 1.0)
    filled = np.where(models.source[kind] == FROM_HOURS, in_hours, in_places)
    income = models.price_pence[kind] * filled * (town.scratch.paid / MILLE)
    cost = providers.cost_pence * (rates.pay_share * pay * filled + 1.0 - rates.pay_share)
    return np.where(income > 0, 1.0 - cost / np.where(income > 0, income, 1.0), -1.0)


def chances_to_close(model: CareEcosystem) -> NDArray[np.float64]:
    """Chance to leave the market in the coming quarter, float64 [provider]; counts lean quarters. 0 for empty rows."""
    providers, rates = model.town.place.providers, model.town.rates
    lean = margins(model) < rates.lean_margin
    providers.lean[:] = np.where(lean & (providers.is_open == 1), providers.lean + 1, 0)
    chance = QUARTER * rates.exit[providers.model] * rates.exit_ownership[providers.ownership]
    chance = chance * np.where(providers.lean >= rates.lean_quarters, rates.exit_lean, 1.0)
    chance = chance * np.where(providers.rating == INADEQUATE, rates.exit_inadequate, 1.0)
    return np.where(providers.is_open == 1, chance, 0.0)
