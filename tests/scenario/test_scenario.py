"""What loading gives: values, digests, the evidence and the catalogue as changed."""

from __future__ import annotations

import json
import pickle

import pytest

from scenario.helpers import ROOT, SMALL
from simulation.scenario import ScenarioError, load, load_text, unread_overrides

SHIPPED = sorted((ROOT / "scenarios").glob("*.yaml"))

CHANGED = (
    SMALL
    + """\
parameters:
  home_care.team_posts: {value: 5, source: our agency's rota, outside_range: true}
support_models:
  homeshare:
    based_on: home_care
    title: Homeshare
    price_gbp: 12
programmes:
  connector: {uptake: 0.5}
strategy_definitions:
  prevention_investment:
    prevention: {target_share: 0.2}
"""
)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_scenario_is_sound_and_named_after_its_file(path) -> None:
    scenario = load(path)
    assert scenario.name == path.stem
    assert load_text(scenario.resolved_yaml()).digest() == scenario.digest()
    assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=scenario.schema.json\n")


def test_the_main_job_compares_crisis_with_prevention_for_ten_years() -> None:
    scenario = load(ROOT / "scenarios" / "crisis_or_prevention.yaml")
    assert scenario.strategies == ("crisis_driven", "prevention_investment")
    assert (scenario.comparator, scenario.time.years, scenario.run.replicates) == ("crisis_driven", 10, 10)
    assert (scenario.place.adults, scenario.place.scale) == (299_000, 1.0)
    assert [path.name for path in scenario.sources] == ["crisis_or_prevention.yaml", "average_council.yaml"]


def test_the_comparator_is_always_lived() -> None:
    scenario = load_text(SMALL, ["strategies=[prevention_investment]"])
    assert scenario.strategies == ("prevention_investment", "crisis_driven")


def test_the_digest_is_of_what_changes_results_only() -> None:
    digest = load_text(SMALL).digest()
    assert len(digest) == 64
    same = ["title=other", "description=other", "name=other", "assumptions=[a]", "run.replicates=3", "place.scale=1"]
    assert {load_text(SMALL, [setting]).digest() for setting in same} == {digest}
    others = [
        "run.seed=2",
        "place.scale=0.5",
        "place.adults=5001",
        "place.people_per_neighbourhood=1000",
        "time.years=3",
        "time.burn_in_months=13",
        "time.start=2024-04",
        "price_year=2023",
        "comparator=prevention_investment",
        "strategies=[crisis_driven]",
        "parameters.home_care.team_posts=12",
        "support_models={home_care: {price_gbp: 22}}",
        "programmes={connector: {uptake: 0.3}}",
        "strategy_definitions={crisis_driven: {early_offer: 0.1}}",
    ]
    digests = {load_text(SMALL, [setting]).digest() for setting in others}
    assert len(digests) == len(others)
    assert digest not in digests


def test_a_number_is_the_same_with_and_without_a_point() -> None:
    changes = [f"programmes={{connector: {{cost_gbp_per_person: {price}}}}}" for price in ("400", "400.0", "4e2")]
    assert len({load_text(SMALL, [change]).digest() for change in changes}) == 1


def test_the_evidence_and_the_catalogue_come_changed() -> None:
    scenario = load_text(CHANGED)
    assert scenario.parameter_table().value("home_care.team_posts") == 5
    rows = scenario.catalogue_rows()
    assert list(rows.support_models)[-1] == "homeshare"
    assert rows.support_models["homeshare"].price_gbp == 12
    assert rows.support_models["homeshare"].where == "own_home"
    assert rows.programmes["connector"].uptake == 0.5
    assert rows.strategies["prevention_investment"].prevention.target_share == 0.2
    assert load_text(scenario.resolved_yaml()).digest() == scenario.digest()


def test_pounds_are_in_the_price_year() -> None:
    value = load_text(SMALL).parameter_table().value("home_care.price_gbp_per_hour")
    earlier = load_text(SMALL, ["price_year=2015"]).parameter_table().value("home_care.price_gbp_per_hour")
    assert earlier < value


def test_a_parameter_that_nothing_read_is_a_fault_at_its_key() -> None:
    scenario = load_text(SMALL + "parameters:\n  home_care.team_posts: 12\n  home_care.visit_minutes: 30\n")
    assert unread_overrides(scenario, {"home_care.team_posts", "home_care.visit_minutes"}) == []
    faults = unread_overrides(scenario, {"home_care.team_posts"})
    assert [str(fault) for fault in faults] == [
        "scenario:9:3: error: parameters.home_care.visit_minutes: nothing reads this parameter in this scenario."
    ]


def test_an_error_holds_its_faults_and_ends_with_their_number() -> None:
    with pytest.raises(ScenarioError) as raised:
        load_text("schema: 1\nname: x\n")
    error = raised.value
    assert [fault.path for fault in error.faults] == ["comparator", "strategies"]
    assert str(error).splitlines()[-1] == "2 errors; see `simulate schema`"
    assert error.exit_code == 2
    assert json.dumps([fault.as_dict() for fault in error.faults])


def test_very_many_faults_are_counted_not_shown() -> None:
    with pytest.raises(ScenarioError) as raised:
        load_text(SMALL + "".join(f"key{i}: 1\n" for i in range(100)))
    lines = str(raised.value).splitlines()
    assert len(lines) == 62
    assert lines[-2:] == ["... and 40 more", "100 errors; see `simulate schema`"]


def test_a_scenario_can_be_sent_to_another_process() -> None:
    scenario = load_text(CHANGED)
    again = pickle.loads(pickle.dumps(scenario))
    assert again.digest() == scenario.digest()
    assert again.tree == scenario.tree
