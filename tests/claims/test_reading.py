"""A claim file is read strictly, and everything wrong with it is said at once, where it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claims.tiny import CLAIM, write_claim
from simulation.claims.reading import read_claim, skim_claim
from simulation.scenario import ScenarioError


def faults(folder, text):
    with pytest.raises(ScenarioError) as error:
        read_claim(write_claim(folder, text))
    assert error.value.exit_code == 2
    return [(fault.line, fault.column, fault.path, fault.message) for fault in error.value.faults]


def test_a_sound_claim_has_a_past_and_two_sides(tmp_path):
    file = read_claim(write_claim(tmp_path))
    assert list(file.scenarios) == ["both", "without", "with"]
    rows = file.scenarios["with"].catalogue_rows()
    assert rows.strategies["with"].team_factor == 0.3
    assert rows.strategies["without"] == rows.strategies["crisis_driven"].model_copy(update={"id": "without"})


def test_settings_are_laid_over_it(tmp_path):
    file = read_claim(write_claim(tmp_path), ["place.adults=3000", "run.replicates=5"])
    assert file.claim.run.replicates == 5
    assert file.scenarios["with"].place.adults == 3000


def test_every_fault_in_one_pass(tmp_path):
    text = CLAIM.replace("team_factor: 0.3", "team_facter: 0.3, controls: {start_cut: 2}")
    text = text.replace("B-RC01", "B-RC99").replace("stability.faces, expect: down", "stability.face, expect: dwn")
    text = text.replace("with:\n", "with:\n  parameters: {tie.first: 9}\n").replace("minutes: 1", "minuts: 1")
    assert {(line, path) for line, _, path, _ in faults(tmp_path, text)} == {
        (5, "evidence.0"),
        (9, "minuts"),
        (14, "with.parameters.tie.first"),
        (15, "with.strategy.controls.start_cut"),
        (15, "with.strategy.team_facter"),
        (17, "measures.0.measure"),
        (17, "measures.0.expect"),
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("covered: true", "covered: false", "needs reason and why"),
        ("rests_on: [the size of the team is set]\n", "", "needs rests_on"),
        ("expect: down", "expect: within", "within needs low and high"),
        ("expect: down", "expect: down, low: 1", "low and high belong to expect: within"),
        ("expect: down", "expect: down, period: year_2", "the claim is lived for 1 years"),
        ("expect: down", "expect: down, group: young", "there is no such group"),
        ("expect: down", "expect: down, matters: 1, matters_share: 0.1", "not both"),
        ("id: R056", "id: R057", "must be called R057.yaml"),
        ("schema: 1", "schema: 1\nextends: other.yaml", "cannot extend"),
    ],
)
def test_what_does_not_fit_together_is_refused(tmp_path, old, new, message):
    assert any(message in said for *_, said in faults(tmp_path, CLAIM.replace(old, new)))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ScenarioError, match="cannot be read"):
        read_claim(tmp_path / "R001.yaml")


def test_the_claim_that_the_page_shows_is_sound(tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "claims.md").read_text(encoding="utf-8")
    [shown] = re.findall(r"^```yaml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert read_claim(write_claim(tmp_path, shown)).claim.covered


def test_skimming_reads_the_same_claim(tmp_path):
    path = write_claim(tmp_path)
    assert skim_claim(path) == read_claim(path).claim


def test_a_row_of_the_shelf_on_one_side_only_is_one_clear_fault(tmp_path):
    row = "  support_models: {micro_enterprise: {choice: {older: {moderate: 1}}}}\n"
    text = CLAIM.replace("with:\n", f"with:\n{row}")
    [(line, _, path, message)] = faults(tmp_path, text)
    assert (line, path) == (14, "with.support_models.micro_enterprise")
    assert "give it under both.support_models" in message
    assert read_claim(write_claim(tmp_path, text.replace("with:\n", f"both:\n{row}with:\n"))).claim.covered
