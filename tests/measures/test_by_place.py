"""Places one by one, and the error of the whole from all of them."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from measures.fakes import fake_record
from measures.folders import LUCK, scenario
from simulation.figures import places
from simulation.figures.data import FigureData
from simulation.figures.drawing import draw_all
from simulation.figures.style import SIZES
from simulation.measures import parts
from simulation.measures.comparison import write_comparison
from simulation.measures.files import read_csv, write_bytes, write_parquet
from simulation.measures.results import DamagedResultsError
from simulation.measures.summary import summary_lines
from simulation.measures.sums import sums_of

POINTS_PER_INCH = 72
ADULTS = {"ash": 4000, "birch": 9000, "cedar": 1000}


def several():
    given = tuple(SimpleNamespace(id=name, name=name.title()) for name in ADULTS)
    deprivation = SimpleNamespace(shares=(0.3, 0.2, 0.2, 0.2, 0.1))

    def of_place(name):
        scale = 1.0 if name == "cedar" else 0.5
        return SimpleNamespace(place=SimpleNamespace(adults=ADULTS[name], scale=scale, deprivation=deprivation))

    place = SimpleNamespace(adults=299000, scale=0.5, deprivation=None)
    return scenario(every_place=given, of_place=of_place, place=place)


def write_places(folder, replicates):
    for replicate in range(1, replicates + 1):
        files = []
        for k, (name, adults) in enumerate(ADULTS.items()):
            seed = 100 * k + replicate
            sums = {one: sums_of(fake_record(seed, prevention=p, adults=adults)) for one, p in LUCK.items()}
            files.append(parts.encode(sums))
            write_bytes(parts.archive_path(folder, name, replicate), files[-1])
        tables = [parts.join(files, strategy, replicate) for strategy in LUCK]
        write_parquet(folder / "runs" / f"rep-{replicate:06d}.parquet", pa.concat_tables(tables))
    write_comparison(folder, several())
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_places(tmp_path_factory.mktemp("several"), 3)


def rows(table, **words):
    for name, word in words.items():
        table = table.filter(pc.equal(table[name], word))
    return table.to_pylist()


def test_an_archive_gives_back_the_sums(folder):
    sums = sums_of(fake_record(1))
    again = parts.decode(parts.encode({"x": sums}), "x")
    assert (again.model_ids, again.services, again.burn_in) == (sums.model_ids, sums.services, sums.burn_in)
    for one, other in zip((*sums.journal, *sums.ties, *sums.lasting), (*again.journal, *again.ties, *again.lasting),
                          strict=True):  # fmt: skip
        assert np.array_equal(one, other)


def test_spending_of_the_places_adds_up_to_the_whole(folder):
    table = read_csv(folder / "tables" / "by_place.csv")
    apart = rows(table, measure="spend.total", period="run", strategy="crisis_driven")
    assert len(apart) == 3 * len(ADULTS)
    whole = rows(read_csv(folder / "comparison" / "differences.csv"), measure="spend.total", period="run", group="all")
    assert sum(row["value"] for row in apart) / 3 == pytest.approx(whole[0]["comparator_mean"])
    by = rows(read_csv(folder / "comparison" / "by_place.csv"), measure="spend.total")
    assert sum(row["mean"] for row in by) == pytest.approx(whole[0]["mean"])
    assert [row["adults_lived"] for row in by] == [2000, 4500, 1000]


def test_pooled_differences_are_those_of_the_whole_with_more_degrees_of_freedom(folder):
    pooled = read_csv(folder / "comparison" / "pooled.csv")
    whole = read_csv(folder / "comparison" / "differences.csv")
    for measure in ("spend.total", "crises", "spend.council.per_adult"):
        (one,) = rows(pooled, measure=measure)
        (other,) = rows(whole, measure=measure, period="run", group="all")
        assert one["mean"] == pytest.approx(other["mean"], rel=1e-6)
        assert 2 < one["freedom"] <= 6
        assert one["low"] < one["mean"] < one["high"]


def test_the_variance_of_a_sum_is_the_sum_of_the_variances(folder):
    by = rows(read_csv(folder / "comparison" / "by_place.csv"), measure="spend.total")
    (pooled,) = rows(read_csv(folder / "comparison" / "pooled.csv"), measure="spend.total")
    assert pooled["mcse"] == pytest.approx(np.sqrt(sum(row["mcse"] ** 2 for row in by)))


def test_one_replicate_makes_up_no_interval(tmp_path):
    write_places(tmp_path, 1)
    for row in read_csv(tmp_path / "comparison" / "pooled.csv").to_pylist():
        assert (row["low"], row["mcse"]) == (None, None)
        assert row["warn"]


def test_the_summary_and_the_figure_tell_of_places(folder):
    said = "\n".join(summary_lines(folder))
    assert "7,500 adults in 3 places" in said
    assert "too small: Cedar (1,000 adults)" in said
    (pooled,) = rows(read_csv(folder / "comparison" / "pooled.csv"), measure="crises")
    assert f"{pooled['low']:.3g}".lstrip("-+") in said
    draw_all(folder, only="places")
    (alt,) = (folder / "figures").glob("*places.alt.txt")
    assert "of 3 places" in alt.read_text(encoding="utf-8")


def test_no_dot_of_a_place_is_cut_at_an_axis(folder):
    drawn = places.draw(FigureData(folder), SIZES["double"])
    drawn.figure.draw_without_rendering()
    for axes in drawn.figure.axes:
        for dots in axes.collections:
            radius = np.sqrt(dots.get_sizes().max()) / 2 * drawn.figure.dpi / POINTS_PER_INCH
            at = axes.transData.transform(dots.get_offsets())
            assert (at - radius >= axes.bbox.min).all()
            assert (at + radius <= axes.bbox.max).all()


def test_a_damaged_archive_is_named(tmp_path):
    write_places(tmp_path, 1)
    parts.archive_path(tmp_path, "birch", 1).write_bytes(b"half")
    with pytest.raises(DamagedResultsError, match=r"places/birch/rep-000001\.npz\.zst"):
        write_comparison(tmp_path, several())
