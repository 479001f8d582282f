"""Draws of a row: within its range, of its distribution, families together."""

from dataclasses import replace

import numpy as np
import pytest

from simulation.evidence.parameters import load_parameters
from simulation.evidence.quantiles import families, family, quantiles, varies

ROWS = load_parameters()
SHARES = (np.arange(20_000) + 0.5) / 20_000
SOME = next(row for row in ROWS.values() if row.distribution == "triangular" and row.low < row.value < row.high)


def row(distribution, value, low, high):
    return replace(SOME, distribution=distribution, value=value, low=low, high=high)


def test_every_row_of_the_table_is_drawn_within_its_range_and_never_falls():
    ends = np.array([1e-16, 0.001, 0.2, 0.5, 0.8, 0.999, 1 - 1e-16])
    for one in ROWS.values():
        drawn = quantiles(one, ends)
        assert np.isfinite(drawn).all(), one.id
        assert (drawn >= one.low).all(), one.id
        assert (drawn <= one.high).all(), one.id
        assert (np.diff(drawn) >= 0).all(), one.id


@pytest.mark.parametrize(
    ("one", "mean"),
    [
        (row("uniform", 2, 1, 5), 3),
        (row("triangular", 2, 1, 6), 3),
        (row("triangular", 1, 1, 4), 2),
        (row("beta", 0.3, 0, 1), (0 + 4 * 0.3 + 1) / 6),
        (row("normal", 0, -2, 2), 0),
    ],
)
def test_means_are_those_of_the_distribution(one, mean):
    assert quantiles(one, SHARES).mean() == pytest.approx(mean, abs=2e-3)


def test_the_median_of_a_lognormal_in_the_middle_of_its_range_is_the_value():
    assert quantiles(row("lognormal", 2, 1, 4), np.array([0.5]))[0] == pytest.approx(2)


def test_a_lognormal_whose_range_reaches_0_stays_above_it():
    assert quantiles(row("lognormal", 1, 0, 3), SHARES).min() > 0


def test_a_gamma_keeps_its_value_about_its_mean():
    drawn = quantiles(row("gamma", 2, 0.5, 4.5), SHARES)
    assert drawn.mean() == pytest.approx(2, rel=0.05)
    assert drawn.min() >= 0.5


@pytest.mark.parametrize("one", [row("fixed", 2, 1, 3), row("triangular", 2, 2, 2)])
def test_what_does_not_vary_is_its_value(one):
    assert not varies(one)
    assert (quantiles(one, SHARES[:5]) == 2).all()


@pytest.mark.parametrize(
    ("one", "name"),
    [
        ("need.prevalence.low.25", "need.prevalence.low"),
        ("need.rise_ratio.fifth_3", "need.rise_ratio"),
        ("front_door.ask_per_month.age_65_over.high", "front_door.ask_per_month.high"),
        ("population.fertility.25_29", "population.fertility"),
        ("strain.high", "strain.high"),
        ("hospital.admit_ratio.low", "hospital.admit_ratio.low"),
    ],
)
def test_ages_and_fifths_are_drawn_together_and_nothing_else(one, name):
    assert one in ROWS
    assert family(one) == name


def test_every_id_is_in_one_family():
    found = families(ROWS, list(ROWS))
    members = [name for ids in found.values() for name in ids]
    assert sorted(members) == sorted(ROWS)
