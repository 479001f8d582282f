"""Warnings for settings of strategies that can do nothing."""

from __future__ import annotations

import pytest

from scenario.helpers import ROOT, SMALL
from simulation.scenario import load, load_text
from simulation.scenario.idle import idle_settings

HEAD = SMALL.replace("prevention_investment]", "mine]") + "strategy_definitions:\n  mine:\n"


def warned(*lines: str, base: str = "crisis_driven") -> list[str]:
    """What is warned of a strategy with these lines: the key, without its strategy, and what is said of it."""
    text = HEAD + "".join(f"    {line}\n" for line in (f"based_on: {base}", *lines))
    return [
        f"{fault.path.removeprefix('strategy_definitions.mine.')}: {fault.message}"
        for fault in idle_settings(load_text(text))
    ]


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios").glob("*.yaml")), ids=lambda path: path.stem)
def test_nothing_that_ships_is_warned_of(path) -> None:
    assert idle_settings(load(path)) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("decision: {rule: learn, horizon_years: 3, prior_sd: 0.2}", "decision: does nothing: learn decides"),
        ("decision: {rule: learn, trial_share: 0.1}", "decision: changes nothing but what trials cost"),
        ("decision: {rule: uniform_cut, fee_share: 0.5}", "decision: does nothing: most_per_year is 0"),
        ("decision: {rule: stabilise_first, years: 2}", "decision: does nothing: there is neither"),
        ("decision: {rule: shift_areas, areas: {own_home: 1}, decommission_share: 0.5}", "decision.decommission_share"),
        ("panel: {need_weight: 1}", "panel.need_weight: does nothing: a panel of strength 0"),
        ("inertia: {culture: 3}", "inertia: does nothing: nothing of this strategy is put in place"),
        ("prevention: {ramp_years: 3}", "prevention.ramp_years: does nothing: nothing of this strategy"),
        ("prevention: {target_share: 0.2}", "prevention.target_share: does nothing: a residual pot has no target"),
        ("prevention: {cut_share: 0.1}", "prevention.cut_share: does nothing: cut_years is 0"),
        (
            "prevention: {double_running_years: 2}",
            "prevention.double_running_years: does nothing",
        ),
        ("prevention: {cut_from_year: 2}", "prevention.cut_from_year: does nothing: nothing is cut"),
        ("preference: {reablement: 2}", "preference.reablement: does nothing: nobody chooses"),
        ("quick_first: 0.5", "quick_first: does nothing: no share of the pot pays for a quick fix"),
    ],
)
def test_what_lacks_the_part_that_it_acts_on_is_warned_of(line: str, said: str) -> None:
    (warning,) = warned(line)
    assert warning.startswith(said)


@pytest.mark.parametrize(
    "lines",
    [
        ("preference: {shared_lives: 2}", "decision: {rule: learn, horizon_years: 3, prior_sd: 0.2}"),
        ("decision: {rule: uniform_cut, most_per_year: 0.05}",),
        ("decision: {rule: stabilise_first, years: 2, cash_share: 0.01}",),
        ("team_factor: 0.5", "decision: {rule: stabilise_first, years: 2}"),
        ("panel: {strength: 0.5, need_weight: 1}",),
        ("team_factor: 0.5", "inertia: {culture: 3}"),
        ("prevention: {rule: ring_fenced, target_share: 0.2, ramp_years: 2}",),
        ("prevention: {cut_share: 0.1, cut_from_year: 1, cut_years: 1}",),
        ("quick_first: 0.5", "pot_shares: {reablement: 0.5, equipment: 0.5}"),
        ("prevention: {floor_share: 0}", "controls: {start_cut: 0}"),
        ("panel: {strength: 0, need_weight: 0}", "inertia: {culture: 0}", "preference: {shared_lives: 1}"),
    ],
)
def test_what_acts_and_what_says_none_is_not_warned_of(lines: tuple[str, ...]) -> None:
    assert warned(*lines) == []


def test_beliefs_that_cannot_change_are_warned_of_unless_places_are_pioneers() -> None:
    (warning,) = warned("preference: {shared_lives: 2}", "decision: {rule: learn, horizon_years: 3}")
    assert warning.startswith("decision: learns nothing: with prior_sd of 0 no support model")
    text = HEAD + "    based_on: prevention_investment\n    decision: {rule: learn, pioneers: [north]}\n"
    places = "places:\n- {id: north, adults: 5000}\n- {id: south, adults: 5000}\n"
    assert idle_settings(load_text(text + places)) == []


def test_without_peers_or_a_trial_what_is_said_of_them_does_nothing() -> None:
    learn = (
        "decision: {rule: learn, horizon_years: 1, prior_sd: 1, peer_sd: 1, peer_pull: 1, trial_models: [home_care]}"
    )
    assert [line.split(":")[0] for line in warned(learn, base="prevention_investment")] == [
        "decision.peer_sd",
        "decision.peer_pull",
        "decision.trial_models",
    ]


def test_without_a_cash_limit_controls_do_nothing() -> None:
    lines = ("cash_limit: false", "controls: {start_cut: 0.2}", "overspend_recovery: 0.5")
    assert [line.split(":")[0] for line in warned(*lines)] == ["controls.start_cut", "overspend_recovery"]


def test_what_sets_the_pot_decides_which_shares_act() -> None:
    assert [line.split(":")[0] for line in warned("prevention: {floor_share: 0.1}", base="prevention_investment")] == [
        "prevention.floor_share"
    ]
    areas = "decision: {rule: shift_areas, areas: {own_home: 1}, per_year: 0.1}"
    (warning,) = warned(areas, "prevention: {target_share: 0.2}")
    assert "shift_areas sets the pot" in warning


def test_a_warning_has_a_position_says_what_would_act_and_is_no_error() -> None:
    (warning,) = idle_settings(load_text(HEAD + "    based_on: crisis_driven\n    panel: {need_weight: 1}\n"))
    assert str(warning) == (
        "scenario:10:13: warning: strategy_definitions.mine.panel.need_weight: "
        "does nothing: a panel of strength 0 moves no money. Give panel.strength above 0."
    )
    text = HEAD + "    based_on: crisis_driven\n"
    (warning,) = idle_settings(load_text(text, ["strategy_definitions.mine.panel.need_weight=1"]))
    assert (warning.file, warning.line) == ("--set", 1)


def test_a_strategy_that_is_only_a_base_is_not_looked_at() -> None:
    base = "  other: {based_on: crisis_driven, panel: {need_weight: 1}}\n"
    text = HEAD.replace("  mine:\n", base + "  mine:\n")
    assert idle_settings(load_text(text + "    based_on: other\n    panel: {strength: 1}\n")) == []
