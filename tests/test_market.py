"""Providers as institutions: what they earn, when they leave the market, and what happens to people then."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from simulation.actors.provider import chances_to_close, margins
from simulation.model import CareEcosystem, live_past
from simulation.month import MONTH
from simulation.past import Past, Setting, setting_of
from simulation.population.check import problems
from simulation.state.codes import (
    AWAITING_START,
    CLOSES,
    END_PROVIDER_CLOSED,
    INADEQUATE,
    NEVER,
    OPENS,
    OUTSTANDING,
    UNRATED,
)
from simulation.state.journal import MARKET_NAMES
from simulation.state.place import ARRANGEMENTS

SMALL = {"place__scale": 0.04, "time__burn_in_months": 18, "time__years": 2}
CLOSED, OPENED, DISPLACED = (MARKET_NAMES.index(name) for name in ("closed", "opened", "displaced"))


def setting_with(**parameters: float) -> Setting:
    """A small average place; ``a__b`` stands for the parameter ``a.b``."""
    values = {f"parameters__{name}": value for name, value in parameters.items()}
    return setting_of(None, {**SMALL, **values})


@pytest.fixture(scope="module")
def setting() -> Setting:
    return setting_with()


@pytest.fixture(scope="module")
def past(setting: Setting) -> Past:
    return live_past(setting)


@pytest.fixture
def model(setting: Setting, past: Past) -> Iterator[CareEcosystem]:
    lived = CareEcosystem(setting, past=past, check=True)
    yield lived
    lived.town.close()


def busiest(model: CareEcosystem) -> int:
    """The home care agency that supports most people."""
    providers = model.town.place.providers
    kind = providers.model == model.model_ids.index("home_care")
    return int(np.argmax(np.where(kind, providers.filled, -1)))


def test_vacancies_and_low_prices_lower_the_margin(model: CareEcosystem) -> None:
    before, row = margins(model), busiest(model)
    model.town.scratch.staffed[row] //= 2
    fewer_workers = margins(model)
    assert fewer_workers[row] < before[row]
    assert (np.delete(fewer_workers, row) == np.delete(before, row)).all()
    prices, kind = model.town.catalogue.models.price_pence, model.model_ids.index("home_care")
    usual = prices[kind]
    prices[kind] //= 2
    cheaper = margins(model)[row]
    prices[kind] = usual  # the catalogue is the past's, which others take over
    assert cheaper < fewer_workers[row]


def test_better_pay_lowers_the_margin_and_who_leaves_less(model: CareEcosystem) -> None:
    before = margins(model)
    model.town.rates.pay_level = 1.1
    earning = before > -1
    assert (margins(model)[earning] < before[earning]).all()
    assert model.town.rates.leave_pay < 0


def test_a_bad_rating_and_lean_times_make_closing_more_likely(model: CareEcosystem) -> None:
    providers, row = model.town.place.providers, busiest(model)
    providers.rating[row], providers.lean[row] = OUTSTANDING, 0
    usual = chances_to_close(model)[row]
    providers.rating[row] = INADEQUATE
    rated = chances_to_close(model)[row]
    providers.lean[row] = 100
    model.town.rates.lean_margin = 1.0
    lean = chances_to_close(model)[row]
    assert 0 < usual < rated < lean


def test_the_last_of_its_kind_stays(model: CareEcosystem) -> None:
    kind = np.flatnonzero(model.town.place.providers.model == model.model_ids.index("home_care"))
    for row in kind:
        model.providers[row].look_ahead(1.0, 0)
    assert (model.town.place.providers.plan[kind] == CLOSES).sum() == len(kind) - 1


def walk(model: CareEcosystem, name: str) -> None:
    next(line for line in MONTH if line.name == name).walk(model.town, 0, model.burn_in)


def test_people_of_a_closing_provider_find_another_or_wait_ahead_of_others(model: CareEcosystem) -> None:
    place, row = model.town.place, busiest(model)
    used = int(place.counters[ARRANGEMENTS])
    theirs = np.flatnonzero((place.arrangements.provider[:used] == row) & (place.arrangements.ended[:used] == NEVER))
    who = place.arrangements.person[theirs].copy()
    place.providers.plan[row] = CLOSES
    model.council.before_month()
    walk(model, "matching")
    place = model.town.place
    assert len(who) > 5
    assert (place.arrangements.reason[theirs] == END_PROVIDER_CLOSED).all()
    moved = place.people.arrangement[who] >= 0
    waiting = place.people.stage[who] == AWAITING_START
    assert (moved | waiting | (place.people.need[who] == 0)).all()  # who needs nothing by now is not looked after
    assert moved.any()
    assert (place.arrangements.provider[place.people.arrangement[who[moved]]] != row).all()
    assert model.town.journal.market[model.burn_in, :, DISPLACED].sum() == len(who)
    assert place.providers.filled[row] == place.providers.is_open[row] == 0
    assert problems(place, model.town.catalogue) == []


def test_a_new_provider_takes_an_empty_row_where_people_wait(model: CareEcosystem) -> None:
    providers, row = model.town.place.providers, busiest(model)
    providers.plan[row] = CLOSES
    model.council.before_month()
    walk(model, "matching")
    model.town.rates.entry = 1.0
    model.providers[row].look_ahead(0.0, 0)
    assert providers.plan[row] != OPENS
    model.providers[row].look_ahead(0.0, 1)
    assert providers.plan[row] == OPENS
    walk(model, "matching")
    assert providers.is_open[row] == 1
    assert providers.rating[row] == UNRATED
    assert providers.opened[row] == 0


def test_no_provider_leaves_where_none_would() -> None:
    kinds = ("home_care", "home_care_small_team", "day_support", "supported_living", "residential_home", "nursing_home")
    none = {f"provider__exit_per_year__{kind}": 0 for kind in kinds}
    model = CareEcosystem(setting_with(**none), check=True).run()
    assert model.town.journal.market[:, :, [CLOSED, OPENED, DISPLACED]].sum() == 0
    assert (model.town.place.providers.is_open == 1).all()


def test_ratings_are_near_what_they_are_made_from() -> None:
    """Most of those rated are good, few inadequate; counted over many providers, of which some leave."""
    many = {
        **SMALL,
        "place__scale": 0.3,
        "time__burn_in_months": 36,
        "parameters__population__people_each__home_care": 21,
    }
    model = CareEcosystem(setting_of(None, many), check=True).run()
    share = dict(zip(MARKET_NAMES, model.town.journal.market.sum(axis=(0, 1)).tolist(), strict=True))
    assert 0 < 12 * share["closed"] / share["open"] < 0.06
    rated = sum(share[name] for name in ("inadequate", "requires_improvement", "good", "outstanding"))
    assert 0.75 < (share["good"] + share["outstanding"]) / rated < 0.95
    assert share["inadequate"] / rated < 0.06
