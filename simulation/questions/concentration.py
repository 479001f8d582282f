"""Question 9: do cuts widen unmet need, and whose needs and voices get through? Concentration curves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from simulation.measures.registry import describe
from simulation.measures.series import GROUPS
from simulation.questions.reading import Answer, Floats, Lived, band, band_words, mark

FIFTHS = GROUPS[3:]
PEOPLE = "people.adults"


def answer(folder: Path, options: dict[str, Any]) -> Answer:
    """Cumulative shares over fifths, most deprived first, at each point, in the last year; indices against the base.

    ``curves``: rates per adult by the name of what they stand for. ``index``: concentration indices that the model has.
    """
    curves, index = dict(options["curves"]), list(options["index"])
    lived = Lived(folder, lambda name: name in {PEOPLE, *curves.values(), *index}, ("year",))
    strategy, rows, lines = lived.facts.comparator, [], []
    for point in lived.plan.points:
        name = lived.plan.options[point] or "as it is"
        for words, measure in curves.items():
            share = _shares(lived, strategy, measure, point)
            rows += [mark(words, "% of all", name, 20 * k, "", share[:, :, k]) for k in range(share.shape[2])]
        for measure in index:
            values = lived.values(strategy, measure, period="year", point=point)[:, :, -1]
            rows.append(mark(describe(measure).label, "index, -1 to 1", name, point, name, values))
            mean, low, high = band(values)
            told = "" if low is None or high is None else f" ({low:.3g} to {high:.3g})"
            lines.append(f"- {describe(measure).label}, {name}: {mean:.3g}{told}.")
    return Answer(
        rows,
        [*lines, *_against(lived, strategy, index)],
        band_words(lived.facts, lived.plan),
        "% of neighbourhoods, most deprived first",
    )


def _shares(lived: Lived, strategy: str, measure: str, point: int) -> Floats:
    """Cumulative percentage of the amount by percentage of people (in fifths) [draw, luck, 6], beginning with 0."""
    amounts = []
    for fifth in FIFTHS:
        rate = lived.values(strategy, measure, fifth, "year", point)[:, :, -1]
        people = lived.values(strategy, PEOPLE, fifth, "year", point)[:, :, -1]
        amounts.append(np.nan_to_num(rate) * people)
    added = np.cumsum(np.stack(amounts, axis=2), axis=2)
    share = np.divide(added, added[:, :, -1:], out=np.zeros_like(added), where=added[:, :, -1:] > 0) * 100
    return np.concatenate([np.zeros_like(share[:, :, :1]), share], axis=2)


def _against(lived: Lived, strategy: str, index: list[str]) -> list[str]:
    """Each point's index less that of the first point, paired."""
    first, *rest = lived.plan.points
    lines = []
    for measure in index:
        base = lived.values(strategy, measure, period="year", point=first)[:, :, -1]
        for point in rest:
            now = lived.values(strategy, measure, period="year", point=point)[:, :, -1]
            mean, low, high = band(lived.less(now, base))
            apart = low is not None and high is not None and (low > 0 or high < 0)
            told = f"{mean:+.3g}" if mean is not None else "undefined"
            words = f" ({low:+.3g} to {high:+.3g})" if low is not None and high is not None else ""
            verdict = "" if apart else ", which cannot be told from no change"
            lines.append(
                f"- {describe(measure).label}: {lived.plan.options[point]} less {lived.plan.options[first]}: "
                f"{told}{words}{verdict}."
            )
    return lines
