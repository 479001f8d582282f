"""The circle is not written in: take away the cash limit, the duty or the lag, and what a cut leaves behind goes."""

from __future__ import annotations

import numpy as np
import pytest

from actors.living import changed, live

CUT = (0.9, 0.9)
PARTS = {
    "whole": ({}, {}),
    "no cash limit": ({"cash_limit": False}, {}),
    "no duty": ({"duty": False}, {}),
    "no lag": ({"overspend_recovery": 0.0}, {"council__pot_adjustment": 1.0}),
}


def left_behind(part, small, small_past):
    """Prevention pots by year with funding cut by a tenth for two years, over those without."""
    strategy, parameters = PARTS[part]
    place = changed(small, council__opening_overspend_share=0.0, **parameters)
    growth = 1.0 + place.parameters.value("council.real_growth_per_year")
    path = tuple((CUT[year] if year < len(CUT) else 1.0) * growth**year for year in range(6))
    held, cut = (live(one, small_past, strategy, check=False) for one in (place, place._replace(real_path=path)))
    return np.array(cut.council.series["pot"]) / held.council.series["pot"]


def test_a_cut_that_is_given_back_leaves_prevention_smaller_for_years(small, small_past):
    ratio = left_behind("whole", small, small_past)
    assert (ratio[2:] < 0.95).all()


@pytest.mark.parametrize("part", ["no cash limit", "no duty"])
def test_without_the_limit_or_the_duty_it_is_back_at_once(part, small, small_past):
    ratio = left_behind(part, small, small_past)
    assert ratio[:2] == pytest.approx(CUT)
    assert ratio[2:].tolist() == pytest.approx([1.0] * 4, abs=1e-12)


def test_without_the_lag_it_is_back_in_the_year_in_which_money_is(small, small_past):
    """Later years differ either way: without a lag the pot follows the luck of what duties cost in a small place."""
    whole, quick = (left_behind(part, small, small_past) for part in ("whole", "no lag"))
    assert quick[2] == pytest.approx(1.0)
    assert whole[2] < 0.95
    assert quick[2:].mean() > whole[2:].mean()
