"""Every shipped row: sourced, graded, within its range, and resting on evidence that is in the register."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

import simulation
from simulation.evidence.parameters import DISTRIBUTIONS, GRADES, Parameter, load_parameters
from simulation.evidence.uses import where_used

PACKAGE = Path(simulation.__file__).parent
REGISTER = PACKAGE / "evidence" / "sources.csv"
ROWS = list(load_parameters().values())
ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")


def register() -> dict[str, dict[str, str]]:
    with REGISTER.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row for row in csv.DictReader(lines)}


def faults(row: Parameter) -> list[str]:
    return [
        text
        for text, wrong in (
            ("id", not ID.fullmatch(row.id)),
            ("outside its range", not row.low <= row.value <= row.high),
            ("grade", row.grade not in GRADES),
            ("distribution", row.distribution not in DISTRIBUTIONS),
            ("no source", not row.source),
            ("no period", not row.period),
            ("no date", not re.fullmatch(r"\d{4}-\d{2}-\d{2}", row.date)),
            ("a measured value rests on a source", row.grade == "measured" and row.source.startswith("Judge")),
            ("no evidence and not judged", not row.evidence and row.grade == "calibrated" and not row.note),
        )
        if wrong
    ]


def test_no_row_has_a_fault() -> None:
    assert {row.id: faults(row) for row in ROWS if faults(row)} == {}


def test_every_cited_evidence_row_is_in_the_register() -> None:
    known = register()
    missing = {(row.id, cited) for row in ROWS for cited in row.evidence_ids if cited not in known}
    assert missing == set()


def test_every_row_of_the_register_is_cited() -> None:
    cited = {cited for row in ROWS for cited in row.evidence_ids}
    for path in (PACKAGE / "catalogue").glob("*.yaml"):
        cited |= set(re.findall(r"\b[A-D]-[A-Z]{0,2}\d{2,3}\b", path.read_text(encoding="utf-8")))
    assert set(register()) == cited


def test_figures_from_memory_are_marked_unverified() -> None:
    """The register names figures whose publication was not seen; what rests on them says so."""
    unseen = {name for name, row in register().items() if row["read"] == "no"}
    unmarked = {
        row.id
        for row in ROWS
        if unseen & set(row.evidence_ids) and "unverified" not in row.note and "recalled" not in row.source
    }
    assert unmarked == set()


WEAK = (
    "need.rise_ratio.unmet",
    "crisis.gap",
    "hospital.attend_unmet",
    "hospital.admit_unmet",
    "fulfil.continuity.relationships",
    "fulfil.continuity.feels_like_home",
    "carer_support.effects.relief",
    "connector.effects.meeting",
    "falls_exercise.effects.protection",
    "shared_lives.domains.relationships",
    "care.displaced.co_resident",
    "care.work_lost_per_hour",
    "move.skill_lost",
    "social.domains.relationships",
    "social.meeting",
    "social.visit_share",
    "sharing.acquaint_per_month",
    "tie.balance_per_month",
    "workforce.leave_training",
    "workforce.leave_short",
    "workforce.leave_quality",
    "workforce.leave_tie",
    "workforce.leave_ownership.public",
    "quality.size",
    "quality.training",
    "quality.vacancy",
    "quality.turnover",
    "quality.ownership.for_profit",
)


@pytest.mark.parametrize("parameter_id", WEAK)
def test_weak_evidence_has_zero_inside_its_range(parameter_id: str) -> None:
    row = load_parameters()[parameter_id]
    assert row.low <= 0 <= row.high


@pytest.mark.parametrize(
    "parameter_id", ["death.hazard_ratio.sudden_move", "need.rise_ratio.sudden_move", "move.tie_kept.friend"]
)
def test_a_ratio_with_weak_evidence_has_one_inside_its_range(parameter_id: str) -> None:
    row = load_parameters()[parameter_id]
    assert row.low <= 1 <= row.high


def test_every_row_is_read_somewhere() -> None:
    """A number that nothing reads would be a knob without effect."""
    assert [row.id for row in ROWS if not where_used(row.id)] == []
