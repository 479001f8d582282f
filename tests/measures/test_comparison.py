from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from measures.folders import scenario, write_runs
from simulation.measures.comparison import write_comparison
from simulation.measures.differences import NO_INTERVAL, SKEWED, compared_rows, differences
from simulation.measures.files import read_csv
from simulation.measures.pairing import pairing
from simulation.measures.results import DamagedResultsError, ResultsError, read_folder


def rows_of(table, **wanted):
    for name, word in wanted.items():
        table = table.filter(pc.equal(table[name], word))
    return table.to_pylist()


@pytest.fixture(scope="module")
def results(results_folder):
    return read_folder(results_folder)


def test_differences_are_paired_by_replicate(results_folder, results):
    table = read_csv(results_folder / "comparison" / "differences.csv")
    (row,) = rows_of(table, measure="crises", group="all", period="run")
    k = results.where(measure="crises", group="all", period="run")[0]
    paired = results.of("prevention_investment")[:, k] - results.of("crisis_driven")[:, k]
    assert row["mean"] == pytest.approx(paired.mean())
    assert row["mcse"] == pytest.approx(paired.std(ddof=1) / np.sqrt(6))
    assert row["n"] == 6
    assert row["low"] < row["mean"] < row["high"]
    assert row["low_bootstrap"] < row["mean"] < row["high_bootstrap"]
    assert row["strategy_mean"] - row["comparator_mean"] == pytest.approx(row["mean"])


def test_every_difference_has_its_columns_periods_and_groups(results_folder):
    table = read_csv(results_folder / "comparison" / "differences.csv")
    first = ["measure", "group", "period", "comparator", "strategy", "mean", "mcse", "low", "high", "n"]
    assert table.column_names[:10] == first
    periods = {row["period"] for row in rows_of(table, measure="unmet.hours")}
    assert periods == {"year_1", "year_2", "run"}
    assert len({row["group"] for row in rows_of(table, measure="unmet.hours", period="run")}) == 8
    assert {row["period"] for row in rows_of(table, measure="ties.survival.friend")} == {
        "age_12",
        "age_24",
        "age_60",
        "age_120",
    }


def test_a_strategy_that_changes_nothing_differs_by_exactly_zero_in_every_cell(tmp_path):
    folder = write_runs(tmp_path, 3, {"crisis_driven": 0.0, "no_change": 0.0})
    write_comparison(folder, scenario())
    for name in ("differences", "differences_by_month"):
        table = read_csv(folder / "comparison" / f"{name}.csv")
        defined = table.filter(pc.equal(table["n"], 3))
        assert defined.num_rows > 1000
        for column in ("mean", "mcse", "low", "high"):
            assert set(defined[column].to_pylist()) == {0}
    outcomes = read_csv(folder / "comparison" / "break_even.csv")
    assert {row["outcome"] for row in outcomes.to_pylist() if row["replicates"]} == {"no difference"}


def test_one_replicate_has_a_difference_and_no_interval(tmp_path):
    folder = write_runs(tmp_path, 1)
    write_comparison(folder, scenario())
    (row,) = rows_of(read_csv(folder / "comparison" / "differences.csv"), measure="crises", group="all", period="run")
    assert row["mean"] is not None
    assert [row[name] for name in ("mcse", "low", "high", "low_bootstrap", "high_bootstrap")] == [None] * 5
    assert row["warn"] == NO_INTERVAL


def test_skew_is_warned_of(results):
    skewed = results.values.copy()
    skewed[1, 0] += 1e9
    table = differences(replace(results, values=skewed), "crisis_driven", compared_rows(results))
    assert SKEWED in table["warn"].to_pylist()


def test_pairing_tells_how_many_independent_replicates_it_stands_for(results):
    table = pairing(results, "crisis_driven")
    (row,) = rows_of(table, measure="crises")
    k = results.where(measure="crises", group="all", period="run")[0]
    a, b = results.of("crisis_driven")[:, k], results.of("prevention_investment")[:, k]
    factor = (a.var(ddof=1) + b.var(ddof=1)) / (b - a).var(ddof=1)
    assert row["factor"] == pytest.approx(factor)
    assert row["independent_replicates"] == pytest.approx(6 * factor)


def test_pairing_of_identical_strategies_is_not_available(results):
    same = replace(results, values=np.stack([results.values[0]] * 2))
    assert set(pairing(same, "crisis_driven")["factor"].to_pylist()) == {None}


def test_tables_hold_means_errors_and_bands_by_subject(results_folder):
    table = pq.read_table(results_folder / "tables" / "crises.parquet", page_checksum_verification=True)
    (row,) = rows_of(table, measure="crises", period="run", group="all", strategy="crisis_driven")
    assert row["low"] < row["low_50"] < row["mean"] < row["high_50"] < row["high"]
    assert row["n"] == 6
    assert read_csv(results_folder / "tables" / "crises.csv").num_rows == table.num_rows


def test_reading_keeps_the_order_and_values_of_run_files(results_folder, results):
    raw = pq.read_table(results_folder / "runs" / "rep-000002.parquet")
    mine = raw.filter(pc.equal(raw["strategy"].cast("string"), "prevention_investment"))
    np.testing.assert_array_equal(
        results.of("prevention_investment")[1], mine["value"].to_numpy(zero_copy_only=False).astype(float)
    )
    assert results.measure.tolist() == mine["measure"].to_pylist()


def test_a_flipped_bit_is_found(tmp_path):
    folder = write_runs(tmp_path, 1)
    path = folder / "runs" / "rep-000001.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 16
    path.write_bytes(bytes(data))
    with pytest.raises(DamagedResultsError, match=r"rep-000001\.parquet"):
        read_folder(folder)


def test_runs_that_do_not_fit_together_are_refused(tmp_path):
    write_runs(tmp_path, 2)
    write_runs(tmp_path, 1, months=12)
    with pytest.raises(ResultsError, match="do not all have the same"):
        read_folder(tmp_path)
    with pytest.raises(ResultsError, match="no finished runs"):
        read_folder(tmp_path / "elsewhere")


def test_a_comparator_that_was_not_run_is_refused(tmp_path):
    write_runs(tmp_path, 1)
    with pytest.raises(ResultsError, match="was not run"):
        write_comparison(tmp_path, scenario(comparator="nobody"))


def test_writing_twice_gives_the_same_bytes(results_folder, tmp_path):
    for name in sorted(path.name for path in (results_folder / "runs").iterdir()):
        (tmp_path / "runs").mkdir(exist_ok=True)
        (tmp_path / "runs" / name).write_bytes((results_folder / "runs" / name).read_bytes())
    write_comparison(tmp_path, scenario())
    for path in sorted((results_folder / "comparison").iterdir()):
        assert (tmp_path / "comparison" / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_codebook_says_what_each_measure_is(results_folder, results):
    rows = {row["id"]: row for row in read_csv(results_folder / "tables" / "measures.csv").to_pylist()}
    assert set(rows) == set(results.measure)
    assert all(row["description"] and row["unit"] and row["aggregation"] for row in rows.values())
