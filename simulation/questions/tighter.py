"""Question 7: tighten eligibility by one band: what lands where, by deprivation fifth, and in a no-effect case?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from simulation.measures.registry import describe
from simulation.measures.series import GROUPS
from simulation.questions.reading import Answer, Lived, band_words, in_words, mark

FIFTHS = GROUPS[3:]
FIFTHS_WORDS = "fifths of neighbourhoods from 1, the most deprived, to 5, the least"


def answer(folder: Path, options: dict[str, Any]) -> Answer:
    """Tightened less as now, under each case of the evidence, in a year (the last, if that is sooner), by fifth.

    ``axis`` is switched from ``before`` to ``after``; ``cases`` is the axis of the evidence. Points are paired: the
    same people, the same luck, the switch at month 0.
    """
    measures, axis = list(options["measures"]), options["axis"]
    lived = Lived(folder, lambda name: name in set(measures), ("year",))
    year = min(int(options["year"]), _last(lived, lived.facts.comparator, measures[0]))
    chosen = {p: dict(part.partition("=")[::2] for part in text.split("; ")) for p, text in lived.plan.options.items()}
    strategy = lived.facts.comparator
    reads = (
        f"What is shown are differences, {options['after']} less {options['before']}, in year {year}; {FIFTHS_WORDS}."
    )
    rows, lines = [], [reads, ""]
    for measure in measures:
        lines += [f"- {describe(measure).label} ({describe(measure).unit}), year {year}:"]
        for case in dict.fromkeys(found[options["cases"]] for found in chosen.values()):
            after, before = (
                next(p for p, o in chosen.items() if o[axis] == options[end] and o[options["cases"]] == case)
                for end in ("after", "before")
            )
            told = []
            for k, fifth in enumerate(("all", *FIFTHS)):
                one, other = (lived.values(strategy, measure, fifth, "year", point) for point in (after, before))
                change = lived.less(one, other)[:, :, year - 1]
                short = "all" if fifth == "all" else fifth.removeprefix("fifth_")
                rows.append(mark(describe(measure).label, describe(measure).unit, case, k, short, change))
                told.append(f"{short} {in_words(change)}")
            lines.append(f"  - {case}: {', '.join(told)}")
    return Answer(rows, lines, band_words(lived.facts, lived.plan), reads=reads)


def _last(lived: Lived, strategy: str, measure: str) -> int:
    return int(lived.values(strategy, measure, period="year").shape[2])
