"""Claims in a tiny place that all share one past, and claim files written for a test."""

from __future__ import annotations

import functools
from pathlib import Path

import pyarrow as pa

from simulation.claims.pair import live_pasts, live_side, past_key, settings_of
from simulation.claims.reading import ClaimFile, read_claim
from simulation.claims.schema import BOTH
from simulation.claims.shelf import claim_paths
from simulation.past import Past, Setting
from simulation.scenario import Scenario

ADULTS, MORE_ADULTS, BURN_IN, YEARS, MORE_YEARS = 5_000, 60_000, 12, 2, 5
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in claim_paths()}
OF_PLACES = [name for name, text in TEXTS.items() if "\nplaces:" in text]
"""Claims of several places."""
COVERED = [name for name, text in TEXTS.items() if "\ncovered: true\n" in text and name not in OF_PLACES]
RARE = {
    "R001",
    "R001b",
    "R002",
    "R003",
    "R004",
    "R006",
    "R006b",
    "R008",
    "R008b",
    "R012",
    "R025",
    "R025c",
    "R082",
    "R099",
    "R103",
    "R106b",
    "R107",
}
"""Claims about what few people meet, such as Shared Lives, or a choice of agencies: they need a larger place and more
years."""

OF_THEIR_OWN = {"R009", "R055", "R055b"}
"""Claims that take a programme from the shelf, or a parameter into the past, and so have a past of their own."""
_PASTS: dict[str, dict[str, Past]] = {}

CLAIM = """schema: 1
id: R056
title: Small teams
claim: Small teams bring fewer faces.
evidence: [B-RC01]
grade: judged
covered: true
rests_on: [the size of the team is set]
minutes: 1
place: {adults: 2000}
time: {burn_in_months: 2, years: 1}
run: {replicates: 3}
with:
  strategy: {team_factor: 0.3}
measures:
  - {measure: stability.faces, expect: down}
"""


@functools.cache
def shipped(name: str) -> ClaimFile:
    return read_claim(next(path for path in claim_paths() if path.stem == name))


def tiny_scenario(name: str, side: str) -> Scenario:
    """A side of a shipped claim in a tiny place for two years; larger and longer where that is rare."""
    scenario = shipped(name).scenarios[side]
    adults = MORE_ADULTS if name in RARE else ADULTS
    place = scenario.place.model_copy(update={"adults": adults, "scale": 1.0})
    time = scenario.time.model_copy(update={"burn_in_months": BURN_IN, "years": MORE_YEARS if name in RARE else YEARS})
    return scenario.model_copy(update={"place": place, "time": time})


@functools.cache
def tiny_setting(name: str, side: str) -> dict[str, Setting]:
    return settings_of(tiny_scenario(name, side))


def tiny_past(name: str) -> dict[str, Past]:
    """The past of a claim, which nearly all of one size share (``test_pasts_are_the_same`` holds them to it)."""
    key = past_key(tiny_scenario(name, BOTH))
    if key not in _PASTS:
        _PASTS[key] = live_pasts(tiny_scenario(name, BOTH))
    return _PASTS[key]


@functools.cache
def side_lived(name: str, side: str, replicate: int = 1) -> pa.Table:
    """The table of one side in one replicate."""
    return live_side(tiny_setting(name, side), side, tiny_past(name), replicate)


def write_claim(folder: Path, text: str = CLAIM, name: str = "R056") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path
