"""A scenario changes a row, adds one, or is told what to mend."""

import pytest

from simulation.catalogue.errors import CatalogueError
from simulation.catalogue.load import load_catalogue, merge
from simulation.catalogue.schema import override_schema
from simulation.catalogue.types import Strategy, SupportModel


def problems_of(**given) -> dict[str, str]:
    with pytest.raises(CatalogueError) as caught:
        merge(load_catalogue(), **given)
    return {".".join(problem.path): problem.message for problem in caught.value.problems}


def test_loading_twice_gives_separate_catalogues(rows):
    rows.support_models.clear()
    assert load_catalogue().support_models


def test_one_field_changes_and_the_rest_stays(rows):
    changed = merge(rows, support_models={"home_care": {"price_gbp": 25.0}}).support_models["home_care"]
    words = {"price_gbp"}
    assert changed.price_gbp == 25.0
    assert changed.model_dump(exclude=words) == rows.support_models["home_care"].model_dump(exclude=words)


def test_mappings_change_key_by_key(rows):
    change = {"domains": {"safety": 0.2}, "choice": {"older": {"high": 0.5}}}
    row = merge(rows, support_models={"home_care": change}).support_models["home_care"]
    assert row.domains["safety"] == 0.2
    assert row.domains["practical_support"] == "home_care.domains.practical_support"
    assert row.choice["older"] == {**rows.support_models["home_care"].choice["older"], "high": 0.5}
    strategy = merge(rows, strategies={"crisis_driven": {"prevention": {"floor_share": 0.0}}}).strategies[
        "crisis_driven"
    ]
    assert strategy.prevention == rows.strategies["crisis_driven"].prevention.model_copy(update={"floor_share": 0.0})


def test_pot_shares_are_replaced_whole(rows):
    row = merge(rows, strategies={"crisis_driven": {"pot_shares": {"reablement": 1.0}}}).strategies["crisis_driven"]
    assert row.pot_shares == {"reablement": 1.0}


def test_a_new_row_comes_last_with_documented_defaults(rows, homeshare):
    merged = merge(rows, support_models={"homeshare": homeshare})
    assert list(merged.support_models) == [*rows.support_models, "homeshare"]
    assert merged.support_models["homeshare"].client_share == 0


def test_a_new_row_may_be_based_on_another(rows):
    merged = merge(
        rows, strategies={"slow": {"based_on": "prevention_investment", "title": "Slow", "early_offer": 0.1}}
    )
    base = rows.strategies["prevention_investment"]
    assert merged.strategies["slow"] == base.model_copy(update={"id": "slow", "title": "Slow", "early_offer": 0.1})


def test_no_changes_give_the_same_rows(rows):
    assert merge(rows) == rows


def test_an_unknown_field_is_an_error_with_a_suggestion():
    assert problems_of(support_models={"home_care": {"price_gpb": 25.0}}) == {
        "support_models.home_care.price_gpb": "unknown field (did you mean price_gbp?)"
    }
    found = problems_of(strategies={"crisis_driven": {"prevention": {"flor_share": 0.0}}})
    assert found == {"strategies.crisis_driven.prevention.flor_share": "unknown field (did you mean floor_share?)"}


def test_every_problem_is_told_at_once():
    found = problems_of(
        support_models={"home_care": {"where": "moon"}, "new": {"title": "New"}},
        strategies={"x": {"based_on": "crisis_drivn"}},
    )
    assert found["support_models.home_care.where"].startswith("Input should be")
    assert (
        found["support_models.new.price_gbp"] == "this field is required in a new row (or write based_on: another row)"
    )
    assert found["strategies.x.based_on"] == "there is no 'crisis_drivn' (did you mean crisis_driven?)"


@pytest.mark.parametrize("value", [True, None, float("nan"), [1.0]])
def test_a_quantity_is_a_number_or_a_parameter(value):
    assert list(problems_of(support_models={"home_care": {"price_gbp": value}})) == [
        "support_models.home_care.price_gbp"
    ]


@pytest.mark.parametrize(
    ("given", "path", "words"),
    [
        ({"pot_shares": {"reablement": 0.9}}, "strategies.crisis_driven", "must add up to 1"),
        (
            {"pot_shares": {"reablment": 1.0}},
            "strategies.crisis_driven.pot_shares.reablment",
            "did you mean reablement",
        ),
        ({"pot_shares": {"home_care": 1.0}}, "strategies.crisis_driven.pot_shares.home_care", "cannot name"),
        ({"preference": {"sharedlives": 2.0}}, "strategies.crisis_driven.preference.sharedlives", "shared_lives"),
        ({"lists": {"homecare": 0.5}}, "strategies.crisis_driven.lists.homecare", "home_care"),
    ],
)
def test_a_strategy_names_only_what_exists(given, path, words):
    assert words in problems_of(strategies={"crisis_driven": given})[path]


def test_needs_are_in_order_and_ids_agree():
    assert (
        "above max_need" in problems_of(support_models={"home_care": {"max_need": "none"}})["support_models.home_care"]
    )
    assert "support_models.home_care.id" in problems_of(support_models={"home_care": {"id": "other"}})
    assert problems_of(support_models={"home_care": []}) == {
        "support_models.home_care": "a row is a set of fields, each with its value"
    }


def test_the_schema_of_an_override_requires_nothing_and_allows_no_other_field():
    for row_type in (SupportModel, Strategy):
        schema = override_schema(row_type)
        assert "required" not in schema
        assert schema["additionalProperties"] is False
        assert set(schema["properties"]) == {*row_type.model_fields, "based_on"}
