"""Rates built from the table: complete, chances, and consistent with the life table and with prevalence."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from simulation.evidence.ages import BAND_AGES
from simulation.evidence.gamma import mean_one_quantiles
from simulation.evidence.mortality import AGES, death_by_need, yearly_deaths
from simulation.evidence.need import need_at
from simulation.evidence.parameters import Parameters
from simulation.evidence.rates import build_rates, condition_given_need, condition_prevalence, need_prevalence
from simulation.state.catalogue import MOST_MODELS
from simulation.state.codes import CONDITION_NAMES, N_NEEDS, N_PERSON_TIES, NOBODY
from simulation.state.rates import MAX_AGE, N_BANDS, Rates

MODELS = ("unpaid_care", "home_care", "reablement", "emergency_placement", "hospital")
CHANCES = ("death", "leave", "rise", "fall", "onset", "remission", "rupture", "meet", "ask", "hospital_ask", "attend",
           "admit", "decondition", "discharge_needs_support", "crisis", "crisis_place", "review", "break_base",
           "break_strain", "sharer_apply", "sharer_approve", "sharer_retire", "sharer_resign", "tryout_decline",
           "sharing_break", "sharing_move_on", "short_stay_kept", "stroke", "step_down_share", "interim_share",
           "breakdown_ask", "crisis_breakdown")  # fmt: skip


@pytest.fixture
def rates(parameters: Parameters) -> Rates:
    return build_rates(parameters, MODELS)


def test_every_field_is_finite(rates: Rates) -> None:
    for name, value in rates._asdict().items():
        assert np.all(np.isfinite(value)), name


@pytest.mark.parametrize("name", CHANCES)
def test_chances_lie_between_0_and_1(rates: Rates, name: str) -> None:
    value = np.asarray(getattr(rates, name))
    assert value.min() >= 0.0
    assert value.max() <= 1.0


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("death", (2, MAX_AGE + 1, N_NEEDS)),
        ("rise", (N_BANDS, N_NEEDS)),
        ("onset", (len(CONDITION_NAMES), N_BANDS)),
        ("tie_gain", (N_PERSON_TIES, 3)),
        ("care_minutes", (N_PERSON_TIES, 3)),
        ("rupture_frailty", (256,)),
        ("ask", (2, N_NEEDS)),
        ("admit", (N_BANDS, N_NEEDS)),
        ("sharer_places", (3,)),
        ("stay_spread", (1024,)),
        ("short_stay_kept", (MOST_MODELS,)),
    ],
)
def test_shapes(rates: Rates, name: str, shape: tuple[int, ...]) -> None:
    assert getattr(rates, name).shape == shape


def test_models_are_pointed_at_by_row(rates: Rates, parameters: Parameters) -> None:
    assert (rates.unpaid_model, rates.reablement_model, rates.emergency_model, rates.hospital_model) == (0, 2, 3, 4)
    without = build_rates(parameters, [m for m in MODELS if m != "reablement"])
    assert without.reablement_model == NOBODY
    with pytest.raises(ValueError, match="hospital"):
        build_rates(parameters, MODELS[:-1])


def test_deaths_by_need_keep_the_life_table(parameters: Parameters) -> None:
    hazard = -np.log1p(-death_by_need(parameters))
    mean = (hazard * need_at(parameters, AGES)).sum(axis=2) * 12
    np.testing.assert_allclose(-np.expm1(-mean), yearly_deaths(parameters), rtol=1e-9)


def test_life_expectancy_is_near_the_published(parameters: Parameters) -> None:
    years = np.cumprod(1 - yearly_deaths(parameters), axis=1).sum(axis=1) + 0.5
    assert years == pytest.approx([79.0, 82.8], abs=1.0)


def test_death_rises_with_need(rates: Rates) -> None:
    assert np.all(np.diff(rates.death, axis=2) > 0)


def test_need_prevalence_meets_the_survey(parameters: Parameters) -> None:
    need = need_prevalence(parameters)
    np.testing.assert_allclose(need.sum(axis=1), 1.0)
    assert 1 - need[13, 0] == pytest.approx(0.21, abs=0.02)  # Health Survey for England, 65-69
    assert need[13, 2:].sum() == pytest.approx(0.15, abs=0.02)


def test_conditions_given_need_keep_their_prevalence(parameters: Parameters) -> None:
    mean = np.einsum("cbn,bn->cb", condition_given_need(parameters), need_prevalence(parameters))
    np.testing.assert_allclose(mean, condition_prevalence(parameters), rtol=1e-9)


def test_conditions_are_commoner_with_more_need(parameters: Parameters) -> None:
    given = condition_given_need(parameters)
    dementia = CONDITION_NAMES.index("dementia")
    assert np.all(np.diff(given[dementia], axis=1) > 0)
    assert given[dementia, 17, -1] > 0.5


def test_lifelong_conditions_never_begin(rates: Rates) -> None:
    assert rates.onset[:2].max() == 0.0
    assert rates.onset[2:].min() >= 0.0
    assert np.flatnonzero(rates.remission).tolist() == [CONDITION_NAMES.index("mental_illness")]


def _aged(parameters: Parameters, rates: Rates, band: int, months: int) -> np.ndarray:
    """Share of survivors at each need, of a generation that starts as the tables say and lives by the rates."""
    rng = np.random.default_rng(1)
    need = rng.choice(N_NEEDS, 40_000, p=need_prevalence(parameters)[band])
    given = condition_given_need(parameters)[:, band, :]
    has = rng.random((len(given), len(need))) < given[:, need]
    for month in range(months):
        age = BAND_AGES[band] + month / 12
        b, n = int(age // 5), len(need)
        up = rates.rise[b, need] * np.prod(np.where(has, rates.rise_condition[:, None], 1.0), axis=0)
        down = rates.fall[b, need] * np.prod(np.where(has, rates.fall_condition[:, None], 1.0), axis=0)
        worse = (rng.random(n) < up) | (rng.random(n) < rates.admit[b, need] * rates.decondition[need])
        better = (rng.random(n) < down) & ~worse
        alive = rng.random(n) >= rates.death[:, int(age)].mean(axis=0)[need]
        need = np.clip(need + worse - better, 0, N_NEEDS - 1)
        has |= rng.random(has.shape) < rates.onset[:, b][:, None]
        has &= rng.random(has.shape) >= rates.remission[:, None]
        need, has = need[alive], has[:, alive]
    return np.bincount(need, minlength=N_NEEDS) / len(need)


@pytest.mark.parametrize("band", [6, 10, 13, 15, 17])
def test_prevalence_of_need_is_kept_as_a_generation_ages(parameters: Parameters, rates: Rates, band: int) -> None:
    aged = _aged(parameters, rates, band, 60)
    expected = need_prevalence(parameters)[band + 1]
    assert aged[0] == pytest.approx(expected[0], abs=0.02)
    assert aged[3:].sum() == pytest.approx(expected[3:].sum(), rel=0.15)


def test_yearly_chances_become_monthly(rates: Rates, parameters: Parameters) -> None:
    assert 1 - (1 - rates.sharer_retire) ** 12 == pytest.approx(parameters.value("sharer.retire_per_year"))


def test_an_override_reaches_the_rates(parameters: Parameters) -> None:
    changed = build_rates(parameters.override({"crisis.gap": 0.0}), MODELS)
    assert changed.crisis_gap == 0.0


def test_emergency_admissions_of_england_are_met(parameters: Parameters, rates: Rates) -> None:
    """6.02 million a year (2017-18) on a population of about 57 million."""
    shares = np.array([parameters.value(f"population.age_sex.{sex}.{band}") for band in _POPULATION for sex in _SEXES])
    per_band = shares.reshape(len(_POPULATION), 2).sum(axis=1)
    mean = (rates.admit * need_prevalence(parameters)).sum(axis=1)[: len(_POPULATION)] * 12
    assert float((mean * per_band).sum() / per_band.sum()) * 57e6 == pytest.approx(6.02e6, rel=0.08)


_SEXES = ("male", "female")
_POPULATION = [f"{a}_{a + 4}" for a in range(0, 90, 5)] + ["90_over"]


@pytest.mark.parametrize("variance", [0.3, 0.8, 1.0, 2.5])
def test_gamma_quantiles_have_mean_one_and_the_variance(variance: float) -> None:
    values = mean_one_quantiles(variance, 4096)
    assert values.mean() == pytest.approx(1.0)
    assert values.var() == pytest.approx(variance, rel=0.03)
    assert np.all(np.diff(values) < 0)


def test_gamma_with_variance_one_is_exponential() -> None:
    values = mean_one_quantiles(1.0, 256)
    expected = np.array([-math.log((k + 0.5) / 256) for k in range(256)])
    np.testing.assert_allclose(values, expected / expected.mean(), rtol=1e-9)


def test_no_spread_means_every_pair_alike() -> None:
    assert mean_one_quantiles(0.0, 5).tolist() == [1.0] * 5


def test_the_table_is_frozen(parameters: Parameters) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        parameters["crisis.gap"].value = 2.0  # type: ignore[misc]
