"""The table of English councils: all 153 once, shares that are shares, England's totals, a source for every column."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import simulation
from simulation.evidence.parameters import GRADES, load_parameters

EVIDENCE = Path(simulation.__file__).parent / "evidence"
FIFTHS = [f"fifth_{k}" for k in range(1, 6)]
REGIONS = 9
LEAST_ADULTS = 1000
"""The fewest adults that a place of the model can have."""


def read(name: str) -> list[dict[str, str]]:
    with (EVIDENCE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


COUNCILS = read("councils.csv")
SOURCES = {row["column"]: row for row in read("councils_sources.csv")}


def numbers(column: str) -> list[float]:
    return [float(row[column]) for row in COUNCILS]


def mean(column: str, weights: str) -> float:
    weight = numbers(weights)
    return sum(w * x for w, x in zip(weight, numbers(column), strict=True)) / sum(weight)


def off(column: str, value: float) -> float:
    """How far ``value`` is from England's, in tolerances (a tolerance of 0 asks for the figure itself)."""
    gap = abs(value - float(SOURCES[column]["england"]))
    return gap / float(SOURCES[column]["tolerance"]) if gap else 0.0


def test_the_153_councils_are_each_there_once() -> None:
    ids = [row["id"] for row in COUNCILS]
    kinds = {kind: sum(code.startswith(kind) for code in ids) for kind in ("E06", "E08", "E09", "E10")}
    assert kinds == {"E06": 63, "E08": 36, "E09": 33, "E10": 21}
    assert len(set(ids)) == len({row["name"] for row in COUNCILS}) == len(COUNCILS) == 153
    assert ids == sorted(ids)
    assert len({row["region"] for row in COUNCILS}) == REGIONS


def test_no_cell_but_a_note_is_empty_and_every_number_can_be() -> None:
    for row in COUNCILS:
        assert [column for column, cell in row.items() if not cell and column != "note"] == [], row["name"]
        assert LEAST_ADULTS <= int(row["adults"]) < int(row["people"]), row["name"]
        assert 0 < float(row["older_share"]) < 1, row["name"]
        assert float(row["spend_ratio"]) > 0 and float(row["request_ratio"]) > 0, row["name"]


def test_the_fifths_of_a_council_sum_to_one() -> None:
    for row in COUNCILS:
        shares = [float(row[fifth]) for fifth in FIFTHS]
        assert min(shares) >= 0, row["name"]
        assert sum(shares) == pytest.approx(1, abs=1e-9), row["name"]


@pytest.mark.parametrize("column", ["people", "adults"])
def test_people_sum_to_the_published_total_of_england(column: str) -> None:
    assert sum(numbers(column)) == float(SOURCES[column]["england"])


@pytest.mark.parametrize(
    ("column", "weights"),
    [
        ("older_share", "adults"),
        ("spend_ratio", "adults"),
        ("request_ratio", "adults"),
        *((f, "people") for f in FIFTHS),
    ],
)
def test_the_councils_together_are_england(column: str, weights: str) -> None:
    assert off(column, mean(column, weights)) <= 1


def test_every_column_has_a_source_and_a_grade() -> None:
    assert list(SOURCES) == list(COUNCILS[0])
    for column, row in SOURCES.items():
        if column == "note":
            continue
        assert row["source"] and row["year"] and row["made"] and row["read_in"], column
        assert row["grade"] in GRADES, column
        assert 0 <= int(row["published"]) <= len(COUNCILS), column


@pytest.mark.parametrize("column", ["spend_ratio", "request_ratio"])
def test_each_substitute_is_marked_in_its_row(column: str) -> None:
    marked = sum(f"{column} substituted" in row["note"] for row in COUNCILS)
    assert int(SOURCES[column]["published"]) + marked == len(COUNCILS)


def test_spend_is_measured_against_the_head_of_spend_that_the_model_uses() -> None:
    """The ratio multiplies a parameter: its note names that figure, so that one is not changed without the other."""
    per_adult = load_parameters()["council.gross_spend_gbp_per_adult"]
    assert f"= {per_adult.value:.0f} a head" in SOURCES["spend_ratio"]["made"]
    assert per_adult.period == SOURCES["spend_ratio"]["year"]
