"""What ships is complete, refers to numbers that exist, and keeps its promises."""

import typing

import pytest

from simulation.catalogue import types
from simulation.catalogue.columns import BASIS_NAMES, SOURCE_NAMES
from simulation.catalogue.load import CatalogueRows, load_catalogue, load_shelf
from simulation.state import codes
from simulation.state.catalogue import CHANNELS

MODELS = [
    "unpaid_care",
    "home_care",
    "home_care_small_team",
    "personal_assistant",
    "reablement",
    "day_support",
    "supported_living",
    "residential_home",
    "nursing_home",
    "shared_lives",
    "shared_lives_short_breaks",
    "shared_lives_day",
    "emergency_placement",
    "step_down_bed",
    "assessment_bed",
    "hospital",
]
PROGRAMMES = ["carer_support", "connector", "falls_exercise"]
SHELF_MODELS = [
    "home_care_outcome",
    "direct_payment_listed",
    "micro_enterprise",
    "extra_care_housing",
    "residential_home_hub",
    "nursing_home_wheld",
    "shared_lives_step_down",
    "mental_health_bed",
    "assessment_treatment_bed",
]
SHELF_PROGRAMMES = [
    "telecare",
    "adaptations",
    "respite",
    "community_group",
    "supported_employment",
    "homeshare",
    "equipment",
]
STRATEGIES = [
    "crisis_driven",
    "prevention_investment",
    "salami_cuts",
    "shared_lives_growth",
    "community_led",
    "total_transformation",
    "stabilise_then_codesign",
    "carers_first",
    "relational_workforce",
    "no_change",
]
NOT_QUANTITIES = {"id", "title", "description", "evidence"}


@pytest.fixture
def both(rows: CatalogueRows) -> CatalogueRows:
    """The rows of every place and those on the shelf."""
    shelf = load_shelf()
    return rows._replace(
        support_models={**rows.support_models, **shelf.support_models},
        programmes={**rows.programmes, **shelf.programmes},
    )


def quantities(value, path=()):
    """Every string or number of a dumped row, with its path, except names."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in NOT_QUANTITIES:
                yield from quantities(inner, (*path, key))
    else:
        yield path, value


def references(row):
    """Every parameter id that a row refers to."""
    return {value for _, value in quantities(row.model_dump()) if isinstance(value, str) and "." in value}


def test_rows_come_in_the_documented_order():
    rows, shelf = load_catalogue(), load_shelf()
    assert list(rows.support_models) == MODELS
    assert list(rows.programmes) == PROGRAMMES
    assert list(rows.strategies) == STRATEGIES
    assert list(shelf.support_models) == SHELF_MODELS
    assert list(shelf.programmes) == SHELF_PROGRAMMES


def test_nobody_has_a_row_of_the_shelf_unless_a_scenario_says_who():
    rows, shelf = load_catalogue(), load_shelf()
    assert not any(row.choice or row.paid_from_prevention_pot for row in shelf.support_models.values())
    assert not any(row.pot_shares.keys() & shelf.programmes.keys() for row in rows.strategies.values())
    assert not rows.support_models.keys() & shelf.support_models.keys()
    assert not rows.programmes.keys() & shelf.programmes.keys()


def test_what_trials_found_to_do_nothing_does_nothing(parameters):
    programmes = load_shelf().programmes
    for name in ("telecare", "respite"):
        sizes = [size for size in programmes[name].effects.values() if size != 0]
        assert [parameters.value(size) for size in sizes] == [0.0]


def test_every_reference_is_a_parameter(both, parameters):
    named = set().union(*(references(row) for kind in both for row in kind.values()))
    assert sorted(named - set(parameters)) == []


def test_every_parameter_of_the_catalogue_lies_in_its_range(both, parameters):
    for key in set().union(*(references(row) for kind in both for row in kind.values())):
        assert parameters[key].low <= parameters[key].value <= parameters[key].high, key


def test_support_models_and_programmes_hold_no_number_but_none_and_no_change(both):
    for row in (*both.support_models.values(), *both.programmes.values()):
        numbers = {value for _, value in quantities(row.model_dump()) if isinstance(value, float)}
        assert numbers <= {0.0, 1.0}, row.id


def test_parameters_read_from_memory_say_so(both, parameters):
    for key in set().union(*(references(row) for kind in both[:2] for row in kind.values())):
        assert "memory" not in parameters[key].note or parameters[key].note.startswith("unverified:"), key


def test_effects_that_are_judged_have_no_effect_inside_their_range(both, parameters):
    for row in both.support_models.values():
        for quantity in (*row.domains.values(), row.skill_gain_per_month, row.skill_loss_per_month):
            if isinstance(quantity, str):
                assert parameters[quantity].low <= 0 <= parameters[quantity].high, quantity
        if isinstance(row.meeting_factor, str):
            assert parameters[row.meeting_factor].low <= 1 <= parameters[row.meeting_factor].high, row.id
    for programme in both.programmes.values():
        for quantity in programme.effects.values():
            assert quantity == 0 or parameters[quantity].low <= 0, quantity


def test_domains_and_channels_are_complete(both):
    for row in both.support_models.values():
        assert tuple(row.domains) == codes.DOMAIN_NAMES
    for programme in both.programmes.values():
        assert tuple(programme.effects) == CHANNELS


def test_choice_weights_are_shares_for_every_group_and_need(rows, parameters):
    for group in codes.GROUP_NAMES:
        for need in codes.NEED_NAMES[codes.NEED_MODERATE :]:
            ids = [row.choice.get(group, {}).get(need) for row in rows.support_models.values()]
            assert sum(parameters.value(key) for key in ids if key) == pytest.approx(1.0)


def test_no_change_decides_as_crisis_driven(rows):
    words = {"id", "title", "description"}
    same, other = rows.strategies["crisis_driven"], rows.strategies["no_change"]
    assert same.model_dump(exclude=words) == other.model_dump(exclude=words)


def test_shares_of_the_pot_add_up(rows):
    assert all(sum(row.pot_shares.values()) == pytest.approx(1.0) for row in rows.strategies.values())


@pytest.mark.parametrize(
    ("literal", "names"),
    [
        (types.Setting, codes.SETTING_NAMES),
        (types.Source, SOURCE_NAMES),
        (types.PriceBasis, BASIS_NAMES),
        (types.Need, codes.NEED_NAMES),
        (types.ChoiceNeed, codes.NEED_NAMES[codes.NEED_MODERATE :]),
        (types.Group, codes.GROUP_NAMES),
        (types.Domain, codes.DOMAIN_NAMES),
        (types.Channel, CHANNELS),
    ],
)
def test_words_are_the_names_of_the_codes(literal, names):
    assert typing.get_args(literal) == tuple(names)


def test_words_that_are_some_of_the_names_of_the_codes():
    assert set(typing.get_args(types.SpendClass)) < set(codes.CLASS_NAMES)
    assert set(typing.get_args(types.TieKind)) < set(codes.TIE_NAMES)
