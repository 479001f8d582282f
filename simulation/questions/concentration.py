"""Question 9: do cuts widen unmet need, and whose needs and voices get through? Concentration curves."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np

from simulation.actors.influence import heard
from simulation.measures.equity import concentration
from simulation.measures.registry import describe
from simulation.measures.series import GROUPS
from simulation.questions.reading import Answer, Floats, Lived, band, band_words, in_words, mark
from simulation.runs.engine import load_case
from simulation.runs.replicates import RESOLVED

FIFTHS: Final = GROUPS[3:]
PEOPLE, NEEDING = "people.adults", "needs.two_or_more"
INFLUENCE: Final = "Influence"
"""Who is heard: adults by the voice of their fifth, less what need takes of it (``actors.influence``)."""
EQUAL: Final = "the same for each adult"


def answer(folder: Path, options: dict[str, Any]) -> Answer:
    """Cumulative shares over fifths, most deprived first, at each point, in the last year; indices against the base.

    ``curves``: rates per adult by the name of what they stand for; influence beside them.
    """
    curves = dict(options["curves"])
    lived = Lived(folder, lambda name: name in {PEOPLE, NEEDING, *curves.values()}, ("year",))
    value = load_case(folder / RESOLVED).parameter_table().value  # type: ignore[attr-defined]
    rows, lines, index = [], [], {}
    for point in lived.plan.points:
        name = _name(lived, point)
        people = _of_fifths(lived, PEOPLE, point)
        amounts = {
            words: np.nan_to_num(_of_fifths(lived, measure, point)) * people for words, measure in curves.items()
        }
        needing = _of_fifths(lived, NEEDING, point) * people
        by_fifth = heard(value, list(np.moveaxis(people, 2, 0)), list(np.moveaxis(needing, 2, 0)))
        amounts[INFLUENCE] = np.stack(by_fifth, axis=2)
        for words, amount in amounts.items():
            share, across = _cumulative(amount), _cumulative(people).mean(axis=(0, 1))
            rows += [mark(words, "% of all", name, float(x), "", share[:, :, k]) for k, x in enumerate(across)]
            index[words, point] = concentration(amount, people)
    for words in (*curves, INFLUENCE):
        for point in lived.plan.points:
            name = _name(lived, point)
            rows.append(mark(f"{words}: index", "-1 to 1", name, point, name, index[words, point]))
            mean, low, high = band(index[words, point])
            told = "" if low is None or high is None else f" ({low:.3g} to {high:.3g})"
            lines.append(f"- {words}, {name}: concentration index {mean:.3g}{told}.")
        lines += _against(lived, words, index)
        lines += _levels(lived, words, curves[words]) if words in curves else []
    rows += [
        mark(words, "% of all", EQUAL, x, "", np.array([[x]])) for words in (*curves, INFLUENCE) for x in (0.0, 100.0)
    ]
    return Answer(rows, lines, band_words(lived.facts, lived.plan), "% of adults, most deprived first")


def _of_fifths(lived: Lived, measure: str, point: int) -> Floats:
    """A measure by fifth in the last year [draw, luck, fifth]."""
    base = lived.facts.comparator
    return np.stack([lived.values(base, measure, fifth, "year", point)[:, :, -1] for fifth in FIFTHS], axis=2)


def _cumulative(amounts: Floats) -> Floats:
    """Percentage of the amount up to each fifth [draw, luck, 6], beginning with 0."""
    added = np.cumsum(amounts, axis=2)
    share = np.divide(added, added[:, :, -1:], out=np.zeros_like(added), where=added[:, :, -1:] > 0) * 100
    return np.concatenate([np.zeros_like(share[:, :, :1]), share], axis=2)


def _against(lived: Lived, words: str, index: dict[tuple[str, int], Floats]) -> list[str]:
    """Each cut against the same place without it, paired."""
    lines = []
    for point, base in _pairs(lived):
        mean, low, high = band(lived.less(index[words, point], index[words, base]))
        apart = low is not None and high is not None and (low > 0 or high < 0)
        told = f"{mean:+.3g}" if mean is not None else "undefined"
        between = f" ({low:+.3g} to {high:+.3g})" if low is not None and high is not None else ""
        verdict = "" if apart else ", which cannot be told from no change"
        lines.append(f"  - {_name(lived, point)} less {_name(lived, base)}: {told}{between}{verdict}.")
    return lines


def _levels(lived: Lived, words: str, measure: str) -> list[str]:
    """What a cut does to the level, in all and at both ends of deprivation, paired."""
    base, lines = lived.facts.comparator, []
    for point, other in _pairs(lived):
        told = []
        for group, name in (("all", "all"), (FIFTHS[0], "most deprived fifth"), (FIFTHS[-1], "least deprived fifth")):
            one, two = (lived.values(base, measure, group, "year", p)[:, :, -1] for p in (point, other))
            told.append(f"{name} {in_words(lived.less(one, two))}")
        what = f"{_name(lived, point)} less {_name(lived, other)}"
        lines.append(f"  - {words} ({describe(measure).unit}), {what}: {', '.join(told)}.")
    return lines


def _name(lived: Lived, point: int) -> str:
    """Options of a point, without the names of the axes."""
    return ", ".join(part.partition("=")[2] for part in lived.plan.options[point].split("; ")) or "as it is"


def _pairs(lived: Lived) -> list[tuple[int, int]]:
    """Each point with the first that differs from it in the last axis alone: the same place without the cut."""
    first: dict[str, int] = {}
    pairs = []
    for point in lived.plan.points:
        place = lived.plan.options[point].rpartition("; ")[0]
        if place in first:
            pairs.append((point, first[place]))
        first.setdefault(place, point)
    return pairs
