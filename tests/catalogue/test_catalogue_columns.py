"""Rows become columns: integer pence, thousandths, monthly hazards, codes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.catalogue.columns import build_catalogue, build_models
from simulation.catalogue.errors import CatalogueError
from simulation.catalogue.load import load_catalogue, merge
from simulation.catalogue.quantities import later_hazard
from simulation.evidence.parameters import load_parameters
from simulation.state import codes
from simulation.state.catalogue import CHANNELS, RELIEF, Models, Programmes


def test_shipped_columns_have_the_documented_shapes_and_types(rows, parameters):
    models, programmes = build_catalogue(rows, parameters)
    kinds = {"uint8": np.uint8, "int64": np.int64, "float64": np.float64}
    for kind, columns, n in ((Models, models, 16), (Programmes, programmes, 3)):
        for field in kind._fields:
            column = getattr(columns, field)
            word = next(word for word in kinds if word in str(kind.__annotations__[field]))
            assert column.dtype == kinds[word], field
            assert len(column) == n, field
    assert models.domains.shape == (16, codes.N_DOMAINS)
    assert models.choice.shape == (16, codes.N_GROUPS, codes.N_NEEDS)
    assert programmes.efficacy.shape == (3, len(CHANNELS))
    assert not models.choice[:, :, : codes.NEED_MODERATE].any()


def test_a_shipped_row_column_by_column(rows, parameters):
    models = build_catalogue(rows, parameters).models
    at = list(rows.support_models).index("nursing_home")
    assert models.where[at] == codes.CARE_HOME
    assert models.source[at] == codes.FROM_PLACES
    assert models.basis[at] == codes.PER_WEEK
    assert models.nhs_weekly_pence[at] == 23588
    assert models.client_permille[at] == round(1000 * parameters.value("nursing_home.client_share"))
    assert models.turnover[at] == parameters.value("nursing_home.turnover_per_year") / 12
    assert models.choice[at, codes.GROUP_OLDER, codes.NEED_HIGH] == parameters.value("nursing_home.choice.older.high")
    assert models.full_help[at] == 1
    assert models.full_help[list(rows.support_models).index("home_care")] == 0
    reablement = list(rows.support_models).index("reablement")
    assert list(np.flatnonzero(models.paid_from_pot)) == [reablement]


def test_reablement_costs_its_published_price_over_the_months_it_lasts(rows, parameters):
    weeks = 365.25 / 7 / 12 * parameters.value("reablement.duration_months")
    published = 1900.51 * parameters["reablement.price_gbp_per_week"].factor(2024)
    assert parameters.value("reablement.price_gbp_per_week") * weeks == pytest.approx(published, rel=1e-6)


def test_posts_settle_at_the_published_vacancy(rows, parameters):
    models = build_catalogue(rows, parameters).models
    vacancy = dict(
        zip(rows.support_models, models.turnover / np.maximum(models.turnover + models.refill, 1e-9), strict=True)
    )
    assert vacancy["home_care"] == pytest.approx(0.115, abs=1e-3)
    assert vacancy["residential_home"] == pytest.approx(0.052, abs=1e-3)
    assert vacancy["personal_assistant"] == pytest.approx(0.11, abs=1e-3)


@pytest.mark.parametrize("ratio", [1.0, 1.8, 2.5])
def test_a_workforce_that_leaves_more_in_its_first_year_leaves_as_often_as_published(ratio):
    """Cohorts of so many newcomers a month, each thinned by its hazard, until the first is 80 years old."""
    leavers = 0.285 / 12
    hazard, staying, inpost, left = later_hazard(leavers, ratio), leavers, 0.0, 0.0
    for month in range(960):
        now = hazard * (ratio if month < 12 else 1.0)
        inpost, left, staying = inpost + staying, left + staying * now, staying * (1 - now)
    assert left / inpost == pytest.approx(leavers, rel=1e-3)
    assert later_hazard(leavers, 1.0) == leavers
    assert later_hazard(0.0, ratio) == 0.0


def test_new_rows_given_by_a_scenario_become_columns(rows, parameters, homeshare, gardening):
    merged = merge(rows, support_models={"homeshare": homeshare}, programmes={"gardening": gardening})
    models, programmes = build_catalogue(merged, parameters)
    assert models.price_pence[-1] == 3500
    assert not models.domains[-1].any()
    assert models.meeting[-1] == 1
    assert programmes.cost_pence[-1] == 12050
    assert list(programmes.efficacy[-1]) == [0.05, 0, 0, 0, 0, 0]


def test_an_overridden_parameter_reaches_its_column(rows, parameters):
    changed = parameters.override({"carer_support.effects.relief": 0.0, "home_care.price_gbp_per_hour": 25.0})
    models, programmes = build_catalogue(rows, changed)
    assert programmes.efficacy[0, RELIEF] == 0
    assert models.price_pence[list(rows.support_models).index("home_care")] == 2500


def test_an_unknown_parameter_is_named_with_its_place_and_a_suggestion(rows, parameters):
    merged = merge(rows, support_models={"home_care": {"price_gbp": "home_care.price_gbp_per_hours"}})
    with pytest.raises(
        CatalogueError, match=r"support_models.home_care.price_gbp: .*did you mean home_care.price_gbp_per_hour"
    ):
        build_catalogue(merged, parameters)


@pytest.mark.parametrize(
    "change",
    [
        {"price_gbp": -1.0},
        {"client_share": 1.2},
        {"team_posts": 25},
        {"domains": {"safety": 2.0}},
        {"choice": {"older": {"high": -0.1}}},
        {"refill_per_month": 1.5},
    ],
)
def test_a_value_that_makes_no_sense_is_refused(rows, parameters, change):
    merged = merge(rows, support_models={"home_care": change})
    with pytest.raises(CatalogueError, match=f"support_models.home_care.{next(iter(change))}"):
        build_catalogue(merged, parameters)


def test_company_beyond_usual_adds_less_with_each_minute_and_as_much_as_usual_adds_nothing(rows, parameters):
    home = rows.support_models["residential_home"]

    def with_company(*minutes):
        changed = [home.model_copy(update={"social_minutes_per_day": each}) for each in minutes]
        return build_models(changed, parameters)

    usual = with_company("social.usual_minutes_per_day", 0)
    own = [parameters.value(f"residential_home.domains.{name}") for name in codes.DOMAIN_NAMES]
    assert usual.domains.tolist() == [own, own]
    assert set(usual.meeting) == {parameters.value("residential_home.meeting_factor")}
    more = with_company(2, 10, 18, 26).domains[:, codes.DOMAIN_NAMES.index("relationships")]
    first, second, third = np.diff(more)
    assert first > second > third > 0


SUPPORTED_LIVING = load_catalogue().support_models["supported_living"]


def meeting(share, **changes):
    """Factor on meeting people in supported living, where so much of a visit beyond its tasks is company."""
    row = SUPPORTED_LIVING.model_copy(update=changes)
    return build_models([row], load_parameters().override({"social.visit_share": share})).meeting[0]


@given(st.integers(1, 240), st.integers(1, 240), st.integers(0, 60))
def test_the_same_hours_in_longer_visits_leave_no_less_company(one, other, task):
    short, long = (meeting(0.25, visit_minutes=visit, task_minutes_per_visit=task) for visit in sorted((one, other)))
    assert meeting(0) <= short <= long


def test_visits_of_no_more_than_their_tasks_are_no_company_and_by_default_none_is(parameters):
    nothing = parameters.value("supported_living.meeting_factor")
    assert meeting(parameters.value("social.visit_share")) == meeting(0) == nothing
    assert meeting(0.25, visit_minutes=15, task_minutes_per_visit=15) == nothing
    assert meeting(0.25, visit_minutes=60, task_minutes_per_visit=15) > nothing
    assert meeting(0.25, visit_minutes=60, where="care_home") == nothing


def test_a_programme_says_whom_it_brings_and_others_bring_nobody(rows, parameters):
    merged = merge(rows, programmes={"homeshare": {"brings": {"hours_per_week": 12, "help_share": 0.25}}})
    programmes = build_catalogue(merged, parameters).programmes
    assert programmes.brings.tolist() == [0, 0, 0, 1]
    assert programmes.room[:3].tolist() == [1.0, 1.0, 1.0]
    for name in ("lives_in", "agreed_minutes", "help_minutes", "close", "offer", "fee_pence", "offer_fee_pence"):
        assert not getattr(programmes, name)[:3].any(), name
    assert (programmes.lives_in[3], programmes.agreed_minutes[3], programmes.help_minutes[3]) == (1, 720, 180)
    assert programmes.brought_tie[3] == codes.FRIEND
    assert 0 < programmes.fee_pence[3] < programmes.offer_fee_pence[3]
    with pytest.raises(CatalogueError, match="outside 0 to 1"):
        build_catalogue(merge(rows, programmes={"homeshare": {"brings": {"help_share": 2}}}), parameters)
