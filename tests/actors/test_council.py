"""What each choice of a strategy does, and that its null does nothing."""

from __future__ import annotations

import numpy as np
import pytest

from actors.living import changed, live
from simulation.state.codes import COUNCIL
from simulation.state.journal import OTHER_SERVICES

NULLS = {
    "decision": {"rule": "hold"},
    "panel": {"strength": 0.0, "need_weight": 1.0},
    "fee_target": 1.0,
    "eligibility_bands": 0,
    "inertia": {"culture": 0.0},
    "controls": {"assessment_cut": 0.0, "fee_freeze": 0.0},
    "prevention": {"cut_share": 0.0, "cut_years": 6, "lag_months": 0.0},
}


AVOID = {"preference": {"residential_home": 0.0, "nursing_home": 0.0}}


@pytest.fixture(scope="module")
def usual(small, small_past):
    return live(small, small_past)


def service(model, name):
    """Council pence by month of a service beside support models and programmes."""
    row = len(model.model_ids) + len(model.programme_ids) + OTHER_SERVICES.index(name)
    return model.town.journal.ledger[:, COUNCIL, row].sum(axis=1)


@pytest.mark.parametrize("part", NULLS)
def test_null_changes_nothing(part, usual, small, small_past):
    other = live(small, small_past, {part: NULLS[part]})
    told = dict(usual.council.series)
    if part == "panel":  # who would be heard is told, and nobody is
        told |= {name: values for name, values in other.council.series.items() if name.startswith("influence")}
    assert same_lives(usual, other)
    assert other.council.series == told


def test_all_is_whole_where_there_is_no_block_no_panel_and_no_closing(usual):
    assert service(usual, "closing_capacity").sum() == 0
    assert service(usual, "change_costs").sum() == 0


def test_a_threshold_sends_more_elsewhere(usual, small, small_past):
    tight = live(small, small_past, {"eligibility_bands": 1})
    first = usual.burn_in
    told = [model.town.journal.counts[first:, model.counts["signposted"]].sum() for model in (usual, tight)]
    assert told[1] > 1.02 * told[0]
    assert tight.town.levers.eligible_need[0] == usual.town.levers.eligible_need[0] + 1


def test_a_threshold_rises_only_while_there_is_control(small, small_past):
    place = small._replace(real_path=(0.7,) * 6)
    model = live(place, small_past, {"controls": {"threshold_at": 0.5, "start_cut": 0.0, "pot_cut": 0.0}}, years=1)
    assert model.council.series["control"][0] > 0.5
    lenient = live(place, small_past, {"controls": {"start_cut": 0.0, "pot_cut": 0.0}}, years=1)
    assert model.town.journal.starts[:, :, 0].sum() < lenient.town.journal.starts[:, :, 0].sum()


def test_a_uniform_cut_cuts_all_alike_and_gives_back(small, small_past):
    rule = {"decision": {"rule": "uniform_cut", "most_per_year": 0.1, "fee_share": 0.5}}
    path = (0.8, 0.8, 2.0, 2.0, 2.0, 2.0)
    kept = live(small._replace(real_path=path), small_past, rule).council.series["kept"]
    assert kept[0] == pytest.approx(0.9)
    assert kept[1] < kept[0]
    assert kept[1] < kept[2] <= kept[3] <= kept[5] == 1.0


def test_fees_pay_workers_and_a_freeze_takes_it_back(small, small_past):
    raised = live(small, small_past, {"fee_target": 1.1}, years=1)
    before, now = small_past.catalogue.models, raised.town.catalogue.models
    home_care = raised.model_ids.index("home_care")
    assert now.price_pence[home_care] == pytest.approx(before.price_pence[home_care] * 1.1, abs=1)
    price = [models.price_pence[home_care] * models.self_fund_permille[home_care] for models in (before, now)]
    assert price[1] == pytest.approx(price[0], rel=2e-3)  # self-funders pay as before
    ratio = raised.town.place.providers.pay_ratio / small_past.place.providers.pay_ratio
    assert set(np.round(ratio, 9)) == {1.0, 1.05}
    frozen = live(small._replace(real_path=(0.7,) * 6), small_past, {"controls": {"fee_freeze": 0.1}}, years=3)
    fees = frozen.council.series["fees"]
    assert fees[0] == 1.0 > fees[1] >= fees[2] >= 0.85


def test_the_past_keeps_its_prices(small, small_past):
    before = small_past.catalogue.models.price_pence.copy()
    live(small, small_past, {"fee_target": 1.2}, years=1)
    assert np.array_equal(small_past.catalogue.models.price_pence, before)


def test_shifting_areas_moves_spending_and_costs(small, small_past):
    aim = {"own_home": 0.5, "accommodation": 0.35, "day_and_work": 0.05, "leaving_hospital": 0.04}
    rule = {"rule": "shift_areas", "areas": {**aim, "whole_community": 0.06}, "per_year": 0.05, "most_step": 0.3}
    model = live(small, small_past, {"decision": {**rule, "decommission_share": 0.5}})
    opening, reached = model.council.rule._opening, model.council.rule._shares()
    assert reached["accommodation"] < opening["accommodation"]
    assert reached["own_home"] > opening["own_home"]
    assert service(model, "change_costs").sum() > 0


def test_stabilising_first_waits_and_pays(small, small_past):
    rule = {"decision": {"rule": "stabilise_first", "years": 2, "cash_share": 0.05, "codesign_share": 0.01}}
    model = live(small, small_past, {**rule, "team_factor": 0.5})
    budgets = np.array(model.council.series["budget"]) + model.council.series["recovering"]
    assert budgets[0] / budgets[2] == pytest.approx(1.05 / 1.015**2, rel=1e-6)
    paid = service(model, "change_costs")[model.burn_in :].reshape(-1, 12).sum(axis=1)
    assert np.flatnonzero(paid).tolist() == [2]
    assert [model.council._progress(month) for month in (0, 23, 24)] == [0.0, 0.0, 1.0]


def test_inertia_makes_change_slower(small, small_past):
    quick, slow = (
        live(small, small_past, {"team_factor": 0.5, "inertia": given}, years=1) for given in ({}, {"practice": 4.0})
    )
    assert quick.town.levers.team_factor[0] == 0.5
    assert slow.town.levers.team_factor[0] == pytest.approx(0.875)


def test_empty_places_are_paid_until_they_are_closed(small, small_past):
    place = changed(small, council__block_share=0.5, council__closing_months=24.0)
    model = live(place, small_past, AVOID)
    cost = service(model, "closing_capacity")[model.burn_in :]
    assert cost[0] >= 0
    assert cost[12:].sum() > 0
    quick = live(changed(place, council__closing_months=3.0), small_past, AVOID)
    assert service(quick, "closing_capacity").sum() < cost.sum()


def test_a_pot_that_is_restored_takes_time_to_work(small, small_past):
    ring = {"rule": "ring_fenced", "cut_share": 0.5, "cut_years": 1}
    spent = []
    for lag in (0.0, 12.0):
        model = live(
            small, small_past, {"prevention": {**ring, "lag_months": lag}, "controls": {"pot_cut": 0}}, years=3
        )
        spent.append([model.council._pot_spend(model.burn_in + 12 * k, model.burn_in + 12 * k + 12) for k in range(3)])
    assert spent[1][1] < 0.85 * spent[0][1]  # the year after the cut
    assert spent[1][0] == pytest.approx(spent[0][0], rel=0.05)


def test_who_is_heard_moves_money_and_not_its_sum(small, small_past):
    by = {weight: live(small, small_past, {"panel": {"strength": 1.0, "need_weight": weight}}) for weight in (0.0, 1.0)}
    deprived = {weight: model.council.influence.shares[0] for weight, model in by.items()}
    assert deprived[1.0] > deprived[0.0]
    for model in by.values():
        influence = model.council.influence
        moved = sum(share * factor for share, factor in zip(influence._money, influence.factors, strict=True))
        assert moved == pytest.approx(1.0)
        assert model.town.levers.plan_factor.tolist() == influence.factors


def test_a_panel_costs(small, small_past):
    model = live(small, small_past, {"panel": {"cost_gbp_per_year": 50_000.0}}, years=1)
    assert service(model, "change_costs").sum() == pytest.approx(50_000 * 100 * 4000 / 100_000, abs=12)


LEARN = {"rule": "learn", "horizon_years": 5.0, "risk_aversion": 1.0, "prior_sd": 0.3, "case_sd": 1.0}


def test_beliefs_are_learnt_faster_with_a_trial_and_acted_on_only_when_sure(small, small_past):
    wish = {"preference": {"shared_lives": 2.0, "residential_home": 0.5, "home_care": 2.0}}
    plain = live(small, small_past, {**wish, "decision": LEARN})
    trial = live(small, small_past, {**wish, "decision": {**LEARN, "trial_people": 400, "trial_share": 0.001}})
    k = plain.model_ids.index("residential_home")
    assert trial.council.rule.sd[k] < plain.council.rule.sd[k] < 0.3
    assert plain.council.rule.mean[k] < 0  # dearer than the mean, so it is avoided once that is sure
    assert plain.council.rule.adopted[k] == 1.0
    timid = live(small, small_past, {**wish, "decision": {**LEARN, "risk_aversion": 1e6}})
    assert timid.council.series["adopted"] == [0.0] * 6
    assert same_lives(timid, live(small, small_past))


def same_lives(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one.town.journal, other.town.journal, strict=True))
