"""Contracts: without one nothing is compared and nothing moves; with one, award, pay and workers' time follow."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.actors.provider import margins
from simulation.model import CareEcosystem, live_past
from simulation.month import Town
from simulation.past import setting_of
from simulation.state.catalogue import NO_AWARD
from simulation.state.place import ARRANGEMENTS

from .test_null import LARGE, SMALL, Change, differing, lived, nothing, one_step, put
from .test_null_workforce import column

better_run = column("providers", "quality", 4.0)
CAUSE = {"providers.quality"}


def contract(price_weight: float = NO_AWARD, outcome_pay: float = 0.0, then: Change = nothing) -> Change:
    """One contract for every support model, and what else changes."""

    def change(town: Town) -> None:
        town.catalogue.models.price_weight[:] = price_weight
        town.catalogue.models.outcome_pay[:] = outcome_pay
        then(town)

    return change


def after_need(change: Change) -> set[str]:
    """What differs once providers are better run, after the step of need and skill."""
    return differing(*one_step("need and skill", change, better_run)) - CAUSE


def test_how_a_provider_is_run_does_nothing_for_skill_unless_pay_hangs_on_it() -> None:
    assert after_need(contract()) == set()
    assert after_need(contract(price_weight=0.0)) == set()
    assert after_need(contract(outcome_pay=0.8)) == {"people.skill"}


def test_pay_by_outcome_does_nothing_for_skill_where_workers_time_stays_as_it_is() -> None:
    assert after_need(contract(outcome_pay=0.8, then=put(contract_working=0.0))) == set()


def test_without_contracts_their_numbers_change_no_bit() -> None:
    numbers = put(contract_working=0.9, contract_gain=0.9, contract_full=9.0)
    assert differing(lived(SMALL, change=contract()), lived(SMALL, change=contract(then=numbers))) == set()
    town = lived(SMALL, change=contract())
    assert (town.scratch.paid == 1000).all()
    assert not town.scratch.merit.any()


def test_a_contract_moves_who_supports_whom_and_the_ledger() -> None:
    moved = differing(lived(LARGE, change=contract()), lived(LARGE, change=contract(price_weight=1.0)))
    assert {"arrangements.provider", "journal.ledger"} <= moved


AGENCIES = {
    "place__scale": 0.04,
    "time__burn_in_months": 12,
    "time__years": 2,
    "parameters__population__people_each__home_care": 21,
}


def home_care(**contract_of: Any) -> CareEcosystem:
    """A small place of many small agencies, lived under a contract from the first month of the burn-in."""
    given = {f"support_models__home_care__{name}": value for name, value in contract_of.items()}
    setting = setting_of(None, {**AGENCIES, **given})
    return CareEcosystem(setting, past=live_past(setting), check=True).run()


def asked(model: CareEcosystem) -> np.ndarray:
    """Pence an hour that the agency asks, for each start of home care that the council paid since it was awarded."""
    place, home_care = model.town.place, model.model_ids.index("home_care")
    share, providers = model.parameters.value("provider.pay_share"), place.providers
    asks = providers.cost_pence * (share * providers.pay_ratio + 1.0 - share)
    arr = place.arrangements[: int(place.counters[ARRANGEMENTS])]
    begun = (arr.model == home_care) & (arr.started > -model.burn_in) & (arr.self_funded == 0)
    return np.asarray(asks[arr.provider[begun]])


def test_an_award_by_price_goes_to_the_cheapest() -> None:
    lot, price = asked(home_care()), asked(home_care(award_price_weight=1.0))
    assert min(len(lot), len(price)) > 50
    assert price.mean() < 0.985 * lot.mean()
    cheapest = 1.01 * min(lot.min(), price.min())
    assert np.mean(price < cheapest) > 1.5 * np.mean(lot < cheapest)  # the others had no room left


def test_pay_by_outcome_moves_what_a_provider_earns() -> None:
    model = home_care(outcome_pay=0.5)
    kind = model.town.place.providers.model == model.model_ids.index("home_care")
    paid = model.town.scratch.paid[kind]
    assert paid.min() < 1000 < paid.max()
    assert (model.town.scratch.paid[~kind] == 1000).all()
    before = margins(model)[kind]
    model.town.scratch.paid[kind] += 100
    earning = before > -1
    assert (margins(model)[kind][earning] > before[earning]).all()


def test_a_row_that_is_not_sold_by_the_hour_has_no_contract() -> None:
    for field, value in (("award_price_weight", 1.0), ("outcome_pay", 0.2)):
        with pytest.raises(Exception, match="priced per_hour"):
            setting_of(None, {f"support_models__residential_home__{field}": value})
