"""Places are one by adding their sums: whole numbers, in any order."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc
import pytest

from measures.fakes import fake_record
from simulation.measures.sums import added, sums_of
from simulation.measures.tables import run_table, table_of
from simulation.runs.digests import of_values


def value(table, measure, period="run", group="all"):
    chosen = [
        pc.equal(table[name], word) for name, word in (("measure", measure), ("period", period), ("group", group))
    ]
    return table.filter(pc.and_(chosen[0], pc.and_(chosen[1], chosen[2])))["value"].to_pylist()[0]


@pytest.fixture(scope="module")
def three():
    return [sums_of(fake_record(k, adults=adults)) for k, adults in ((1, 5000), (2, 9000), (3, 2000))]


def test_a_place_alone_is_its_own_sum():
    record = fake_record(4, months=30, burn_in=20)
    assert of_values(table_of(sums_of(record), "x", 1)) == of_values(run_table(record, "x", 1))


def test_places_may_be_added_in_any_order(three):
    one, two, other = three
    forward, back = added(added(one, two), other), added(other, added(two, one))
    assert of_values(table_of(forward, "x", 1)) == of_values(table_of(back, "x", 1))


def test_money_adds_up_and_rates_are_ratios_of_sums(three):
    one, two, _ = three
    apart, whole = [table_of(sums, "x", 1) for sums in (one, two)], table_of(added(one, two), "x", 1)
    assert value(whole, "spend.total") == pytest.approx(sum(value(table, "spend.total") for table in apart))
    adults = np.array([value(table, "people.adults") for table in apart])
    crises = np.array([value(table, "crises") for table in apart])
    assert value(whole, "crises") == pytest.approx(adults @ crises / adults.sum())


def test_a_vacancy_here_is_not_filled_by_staff_there():
    short, ample = fake_record(1, months=12, burn_in=0), fake_record(2, months=12, burn_in=0)
    short.journal.staff[:, :, 0] = 0
    ample.journal.staff[:, :, 0] = 10 * ample.journal.staff[:, :, 1]
    both = added(sums_of(short), sums_of(ample))
    assert (both.vacant == short.journal.staff[:, :, 1]).all()


def test_stays_and_ties_are_pooled_one_by_one(three):
    one, two, _ = three
    both = added(one, two)
    assert both.lasting.stays.sum() == one.lasting.stays.sum() + two.lasting.stays.sum()
    lengths = [np.repeat(np.arange(sums.lasting.stays.shape[1]), sums.lasting.stays[0]) for sums in (one, two)]
    assert value(table_of(both, "x", 1), "support.care_home_stay", "before", "age_65_over") == np.median(
        np.concatenate(lengths)
    )
    assert (both.ties.at_risk == one.ties.at_risk + two.ties.at_risk).all()


def test_places_that_lived_other_months_are_not_added(three):
    with pytest.raises(ValueError, match="cannot be added up"):
        added(three[0], sums_of(fake_record(1, months=12)))
