"""What the council had and decided, as measures."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.measures.sums import added, sums_of
from simulation.measures.tables import table_of
from simulation.model import CareEcosystem, live_past, record
from simulation.scenario import load_text

TEXT = """\
schema: 1
name: purse
comparator: cutting
strategies: [cutting]
place: {adults: 4000}
time: {years: 2, burn_in_months: 12}
strategy_definitions:
  cutting: {based_on: salami_cuts, panel: {strength: 1, need_weight: 0}}
"""


@pytest.fixture(scope="module")
def lived():
    case = load_text(TEXT)
    return CareEcosystem(case, strategy="cutting", past=live_past(case)).run()


def told(sums, measure, group="all", period="year"):
    rows = table_of(sums, "cutting", 1).to_pylist()
    chosen = [row for row in rows if (row["measure"], row["group"], row["period"]) == (measure, group, period)]
    return [row["value"] for row in sorted(chosen, key=lambda row: row["month"])]


@pytest.mark.parametrize(
    ("measure", "name", "scale"),
    [("budget", "budget", 100), ("pot", "pot", 100), ("reserve", "reserve", 100), ("control", "control", 1)],
)
def test_a_year_tells_what_the_council_knows(lived, measure, name, scale):
    figures = np.array(lived.council.series[name]) / scale
    assert told(sums_of(record(lived)), f"council.{measure}") == pytest.approx(figures, abs=0.006)


def test_nothing_is_told_of_the_burn_in(lived):
    assert told(sums_of(record(lived)), "council.budget", period="before") in ([], [None]) or np.isnan(
        told(sums_of(record(lived)), "council.budget", period="before")[0]
    )


def test_shares_of_influence_add_up_to_one(lived):
    sums = sums_of(record(lived))
    fifths = [told(sums, "council.influence", f"fifth_{k}") for k in range(1, 6)]
    assert np.sum(fifths, axis=0) == pytest.approx([1, 1], abs=1e-5)


def test_of_two_places_it_is_the_mean(lived):
    one = sums_of(record(lived))
    assert told(added(one, one), "council.budget") == pytest.approx(told(one, "council.budget"))
