from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from measures.fakes import MODELS, fake_record
from simulation.measures.registry import describe, measures
from simulation.measures.results import from_tables
from simulation.measures.series import CAUSE_REASONS, GONE_FROM_SIGHT, GROUPS, SeriesOf
from simulation.measures.sums import sums_of
from simulation.measures.tables import COLUMNS, run_table
from simulation.state.codes import N_ENDS, PAYER_NAMES, UNPAID
from simulation.state.journal import COUNT_INDEX

PAYERS = [f"spend.payer.{name}" for name in PAYER_NAMES]


@pytest.fixture(scope="module")
def record():
    return fake_record(3, months=30, burn_in=12, prevention=0.5)


@pytest.fixture(scope="module")
def table(record):
    return run_table(record, "crisis_driven", 4)


@pytest.fixture(scope="module")
def results(table):
    return from_tables([table])


def values(results, measure, period, group="all"):
    return results.values[0, 0, results.where(measure=measure, period=period, group=group)]


def test_a_run_table_is_tidy_and_small(table):
    assert tuple(table.column_names) == COLUMNS
    assert table.schema.field("month").type == pa.int16()
    assert table.schema.field("value").type == pa.float64()
    key = table.select(["period", "month", "group", "measure"]).group_by(["period", "month", "group", "measure"])
    assert key.aggregate([([], "count_all")]).num_rows == table.num_rows
    assert run_table(fake_record(months=120, burn_in=36), "x", 1).num_rows < 100_000


def test_every_measure_of_the_registry_is_in_the_table_with_its_unit(table, record):
    wanted = {measure.id: measure.unit for measure in measures(record.model_ids, record.services)}
    found = {row["measure"]: row["unit"] for row in table.group_by(["measure", "unit"]).aggregate([]).to_pylist()}
    assert found == wanted


def test_every_measure_can_be_described_by_its_id_alone(record):
    for measure in measures(record.model_ids, record.services):
        assert describe(measure.id) == measure
    with pytest.raises(KeyError):
        describe("no.such.measure")


def test_payers_sum_to_the_total_to_the_penny(results):
    for period in ("month", "year", "run"):
        paid = sum(np.round(100 * values(results, measure, period)) for measure in PAYERS)
        np.testing.assert_array_equal(paid, np.round(100 * values(results, "spend.total", period)))


def test_classes_and_services_sum_to_the_total_to_the_penny(results):
    total = round(100 * values(results, "spend.total", "run")[0])
    for prefix in ("spend.class.", "spend.service."):
        names = {name for name in results.measure if name.startswith(prefix)}
        assert sum(round(100 * values(results, name, "run")[0]) for name in names) == total


def test_unpaid_care_is_in_no_cash_total(record, results):
    after = record.journal.ledger[record.burn_in :]
    unpaid = [k for k, name in enumerate(record.service_classes) if name == "unpaid"]
    assert record.service_classes[0] == "unpaid"
    assert UNPAID == 4
    assert round(100 * values(results, "spend.total", "run")[0]) == after.sum() - after[:, :, unpaid].sum()
    valued = ("unpaid_care.value", "unpaid_care.earnings_lost")
    assert sum(round(100 * values(results, name, "run")[0]) for name in valued) == after[:, :, unpaid].sum()
    assert not {"spend.service.unpaid_care", "spend.service.carer_earnings"} & set(results.measure)


def test_months_add_to_years_and_years_to_the_run(results):
    months = values(results, "crises.number", "month")
    assert len(months) == 30
    assert values(results, "crises.number", "year").tolist() == [
        months[:12].sum(),
        months[12:24].sum(),
        months[24:].sum(),
    ]
    assert values(results, "crises.number", "run").tolist() == [months.sum()]


def test_stocks_are_means_and_rates_are_ratios_of_sums(record, results):
    counts = record.journal.counts[record.burn_in :].sum(axis=2)
    people, crises = counts[:12, COUNT_INDEX["people"]], counts[:12, COUNT_INDEX["crises"]]
    assert values(results, "people.adults", "year")[0] == people.mean()
    assert values(results, "crises", "year")[0] == pytest.approx(1000 * crises.sum() / (people.sum() / 12))


def test_groups_add_to_all(results):
    whole = values(results, "crises.number", "year")
    for names in (GROUPS[1:3], GROUPS[3:]):
        assert sum(values(results, "crises.number", "year", name) for name in names).tolist() == whole.tolist()


def test_cells_are_fifths_by_age(record, results):
    cells = record.journal.counts[record.burn_in :, COUNT_INDEX["crises"]].sum(axis=0)
    assert values(results, "crises.number", "run", "fifth_1")[0] == cells[0] + cells[1]
    assert values(results, "crises.number", "run", "age_65_over")[0] == cells[1::2].sum()


def test_money_by_age_is_not_made_up(results):
    assert len(results.where(measure="spend.total", group="age_65_over")) == 0
    assert len(results.where(measure="spend.total", group="fifth_5", period="year")) == 3


def test_the_year_before_is_the_last_of_the_burn_in(record, results):
    before = record.journal.counts[:12, COUNT_INDEX["crises"]].sum()
    assert values(results, "crises.number", "before").tolist() == [before]
    none = from_tables([run_table(fake_record(months=12, burn_in=0), "x", 1)])
    assert "before" not in none.period


def test_continuity_and_faces_are_means_over_windows_and_visited_people(record, results):
    counts = record.journal.counts[record.burn_in :].sum(axis=(0, 2))
    index = counts[COUNT_INDEX["continuity"]] / counts[COUNT_INDEX["continuity_windows"]] / 1000
    assert values(results, "stability.continuity", "run")[0] == pytest.approx(index)
    assert values(results, "stability.faces", "run")[0] == counts[COUNT_INDEX["faces"]] / counts[COUNT_INDEX["visited"]]


def test_a_rate_of_nobody_is_null_and_not_zero():
    record = fake_record(months=12, burn_in=0)
    record.journal.counts[:, COUNT_INDEX["visited"], :] = 0
    table = run_table(record, "x", 1)
    assert pc.all(pc.is_null(table.filter(pc.equal(table["measure"], "stability.faces"))["value"])).as_py()


def test_every_reason_for_an_end_has_one_cause():
    reasons = [reason for some in CAUSE_REASONS.values() for reason in some]
    assert sorted([*reasons, *GONE_FROM_SIGHT]) == list(range(N_ENDS))


def test_every_series_that_a_measure_names_exists(record):
    series = SeriesOf(sums_of(record))
    for measure in measures(record.model_ids, record.services):
        for expression in (measure.top, measure.bottom):
            for name in expression.split()[::2]:
                assert name in series.names, f"{measure.id} asks for {name}"


def test_only_a_programme_that_brings_somebody_has_measures_of_matches(record):
    def of_matches(bringing):
        every = measures(record.model_ids, record.services, bringing)
        return [measure for measure in every if measure.id.startswith("matches.")]

    assert of_matches(()) == []
    found, series = of_matches(("connector",)), SeriesOf(sums_of(record))
    assert {measure.id.rpartition(".")[2] for measure in found} == {"connector"}
    assert {name for m in found for part in (m.top, m.bottom) for name in part.split()[::2]} <= set(series.names)
    told = run_table(record._replace(bringing=("connector",)), "x", 1)["measure"].unique().to_pylist()
    assert {measure.id for measure in found} <= set(told)


def test_a_hazard_counts_the_months_at_risk(record, results):
    journal, first = record.journal, record.burn_in
    ends = journal.ties_ended[first:, 3]
    at_risk = journal.ties_open[first:, 3].sum() + ends.sum()
    unplanned = ends[:, list(CAUSE_REASONS["unplanned"])].sum()
    assert values(results, "ties.unplanned.friend", "run")[0] == pytest.approx(1200 * unplanned / at_risk)


def test_every_model_has_its_people(results):
    assert all(len(results.where(measure=f"support.model.{name}", period="month")) == 30 for name in MODELS[1:])


def test_more_staff_than_wanted_is_no_negative_vacancy():
    record = fake_record(months=12, burn_in=0)
    record.journal.staff[:, 4, 0] = 2 * record.journal.staff[:, 4, 1]
    results = from_tables([run_table(record, "x", 1)])
    assert values(results, f"workforce.vacancies.{MODELS[4]}", "run")[0] == 0
    assert 0 < values(results, "workforce.vacancies", "run")[0] < 1


def test_shared_lives_is_all_that_carers_give_whatever_it_is_called():
    record = fake_record(1)
    own = tuple(k in (1, 3) for k in range(len(record.model_ids)))
    series = SeriesOf(sums_of(record._replace(by_sharers=own)))
    for kind, table in (("stock", record.journal.stock), ("starts", record.journal.starts)):
        told = series[f"{kind}.sharing.council"][:, 0]
        assert np.array_equal(told, table[-len(told) :, [1, 3], 0].sum(axis=(1, 2)))
