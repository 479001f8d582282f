"""Each shipped claim, lived in a tiny place: its null changes nothing, its switch changes what it names."""

from __future__ import annotations

import csv
import re

import numpy as np
import pytest

from claims.tiny import COVERED, OF_THEIR_OWN, RARE, shipped, side_lived, tiny_past, tiny_scenario, tiny_setting
from simulation.claims.pair import live_side, past_key
from simulation.claims.reading import MORE_SOURCES, read_claim
from simulation.claims.schema import BOTH, WITH, WITHOUT
from simulation.claims.shelf import SHELF, all_claims, claim_paths
from simulation.claims.trial import try_claims
from simulation.claims.verdict import VERDICTS

MECHANISMS = {
    *("support_models", "shared_lives", "hospital", "workforce_and_quality", "unpaid_care", "ties"),
    *("money", "commissioning"),
}
MOST_LIVES = 4
"""Lives of one past in which a switch may show what it changes."""


def register() -> dict[str, dict[str, str]]:
    with (SHELF / "register.csv").open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row for row in csv.DictReader(lines)}


def told(name, column, replicate=1):
    """A column of the rows of either side, which are the same rows in the same order."""
    sides = [side_lived(name, side, replicate) for side in (WITHOUT, WITH)]
    both = [side[column].combine_chunks().to_numpy(zero_copy_only=False) for side in sides]
    return both[0], both[1]


def differs(name, replicate=1):
    """For each row, whether the two sides have another value."""
    for column in ("period", "month", "group", "measure"):
        assert np.array_equal(*told(name, column, replicate))
    without, with_ = told(name, "value", replicate)
    return ~((without == with_) | (np.isnan(without) & np.isnan(with_)))


def test_every_claim_file_is_sound():
    assert [read_claim(path).claim.id for path in claim_paths()] == [path.stem for path in claim_paths()]


def test_every_register_row_in_reach_has_a_claim():
    wanted = {name for name, row in register().items() if row["wave"] == "1" and row["mechanism"] in MECHANISMS}
    wanted.add("R118")
    assert len(wanted) == 48
    assert wanted <= {claim.register for claim in all_claims()} <= set(register())


def test_sources_beside_the_claims_are_all_cited_and_none_is_listed_twice():
    with (SHELF / MORE_SOURCES).open(encoding="utf-8", newline="") as lines:
        listed = [row["id"] for row in csv.DictReader(lines)]
    text = "\n".join(path.read_text(encoding="utf-8") for path in claim_paths())
    assert len(set(listed)) == len(listed)
    assert set(listed) <= set(re.findall(r"\b[A-D]-[A-Z]{0,2}\d{2,3}\b", text))


def test_what_is_not_covered_says_precisely_why():
    assert all(len(claim.why) > 80 for claim in all_claims() if not claim.covered)


def test_pasts_are_the_same():
    for names in (RARE, set(COVERED) - RARE - OF_THEIR_OWN):
        assert len({past_key(tiny_scenario(name, BOTH)) for name in names}) == 1


@pytest.mark.parametrize("name", COVERED)
def test_null_changes_nothing(name):
    first = side_lived(name, WITHOUT)
    side_lived(name, WITH)  # which must leave the past as it was
    again = live_side(tiny_setting(name, WITHOUT), WITHOUT, tiny_past(name), 1)
    assert first.equals(again)


@pytest.mark.parametrize("name", COVERED)
def test_switch_changes_what_it_names(name):
    """In one of a few lives of the same past: what few meet needs luck to happen in so small a place."""
    named = {asked.measure for asked in shipped(name).claim.measures if asked.expect != "none"}
    assert any(
        named & set(told(name, "measure", replicate)[0][differs(name, replicate)])
        for replicate in range(1, MOST_LIVES + 1)
    )


@pytest.mark.parametrize("name", COVERED)
def test_nothing_before_the_switch_differs(name):
    before = told(name, "period")[0] == "before"
    assert before.any()
    assert not (before & differs(name)).any()


@pytest.mark.slow
@pytest.mark.parametrize("name", COVERED)
def test_every_claim_runs_to_a_verdict(name, tmp_path):
    sets = ["place.adults=10000", "place.scale=1", "time.burn_in_months=12", "run.replicates=3"]
    [(tried, folder)] = try_claims([name], tmp_path, sets)
    assert tried.verdict in VERDICTS
    assert tried.changed
    assert np.isfinite([row.without.mean() for row in tried.rows]).any()
    assert (folder / "figures" / "claim.svg").stat().st_size > 0
