"""Question 4: which of five areas should get the next million?"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

from simulation.measures.registry import describe
from simulation.measures.registry import in_words as words_of
from simulation.measures.wording import MILLION
from simulation.questions.reading import Answer, Floats, Lived, band_words, in_words, mark

COUNCIL = "spend.payer.council"
SHARE_OF = "share of "
"""Shares are told per 100,000: what a million a year does to a share has five zeros after the point."""


def answer(folder: Path, options: dict[str, Any]) -> Answer:
    """What a million a year more does in each area, by measure; and how far two together differ from the sum of each.

    ``areas`` names the strategies of one area; those of two are called ``one__other``. ``measures`` are told over the
    run.
    """
    measures, areas = list(options["measures"]), list(options["areas"])
    lived = Lived(folder, lambda name: name in {*measures, COUNCIL}, ("run",))
    heads = [f"{panel}, {unit}" for panel, unit, _ in map(_told, [*measures, COUNCIL])]
    rows, lines = [], [f"| area | {' | '.join(heads)} |", "|---" * (len(measures) + 2) + "|"]
    effect = {(s, m): _effect(lived, s, m) for s in lived.facts.others for m in [*measures, COUNCIL]}
    for area in areas:
        cells = []
        for measure in [*measures, COUNCIL]:
            panel, unit, scale = _told(measure)
            values = effect[area, measure] * scale
            rows.append(mark(panel, unit, words_of(area), 0, words_of(area), values))
            cells.append(in_words(values))
        lines.append(f"| {words_of(area)} | {' | '.join(cells)} |")
    lines += ["", "Interactions: two areas together less the sum of each alone; a band that holds 0 shows none.", ""]
    beside = []
    for measure in measures:
        panel, unit, scale = _told(measure)
        for one, other in combinations(areas, 2):
            both = f"{one}__{other}"
            if (both, measure) in effect:
                extra = effect[both, measure] - effect[one, measure] - effect[other, measure]
                label = f"{words_of(one)} and {words_of(other)}"
                beside.append(mark(f"Together less apart: {panel}", unit, "two areas", 0, label, extra * scale))
    shown = [row for row in beside if _apart(row)]
    told = [f"- {row['panel']}, {row['label']}: {row['mean']:+.3g} {row['unit']}." for row in shown]
    told = told or ["- None can be told from zero."]
    return Answer(rows, [*lines, *told], band_words(lived.facts, lived.plan), beside=tuple(beside))


def _told(measure: str) -> tuple[str, str, float]:
    """What a measure is called, its unit, and what values are multiplied by for it."""
    if measure == COUNCIL:
        return "Council spending, all years", "£ million", 1 / MILLION
    known = describe(measure)
    if known.unit.startswith(SHARE_OF):
        return known.label, f"per 100,000 {known.unit.removeprefix(SHARE_OF)}", 100_000.0
    return known.label, known.unit, 1.0


def _effect(lived: Lived, strategy: str, measure: str) -> Floats:
    return lived.less(*(lived.values(s, measure) for s in (strategy, lived.facts.comparator)))[:, :, 0]


def _apart(row: dict[str, Any]) -> bool:
    return row["low"] is not None and (row["low"] > 0 or row["high"] < 0)
