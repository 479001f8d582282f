"""Write docs/calibration.md from the results of runs: ``python experiments/calibration/table.py RESULTS... [-o PAGE]``.

Each run is of the same scenario with another seed, so another place and past. Reads ``comparison/calibration.csv`` and
``comparison/about.json`` of each results folder, and ``networks.csv`` of ``networks.py``.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from simulation.measures.observables import HIT, MISS, NOT_MEASURED, ORDER

PAGE = Path(__file__).parents[2] / "docs" / "calibration.md"
KEPT = Path(__file__).with_name("networks.csv")
GROUPS = {
    "age_18_64": "aged 18-64",
    "age_65_over": "aged 65 and over",
    "fifth_1": "most deprived fifth",
    "fifth_5": "least deprived fifth",
}
HEAD = ("", "What", "Unit", "Model", "Pasts", "Target", "Range", "Model over target", "Source", "Evidence", "Note")
OPENING = """# Calibration: the model beside England

{hits} figures lie within their range, {misses} outside, and {unknown} cannot be measured. Misses come first, the
farthest from its target at the top.

Model: the last year of the burn-in of `{scenario}`, before any strategy differs, in a place of {adults:,.0f} adults.
It is the mean over {pasts} of one seed each ({seeds}), and so of another place and past; under "Pasts" are the lowest
and the highest, and how many lie within the range. What is rare (Shared Lives, people delayed in hospital, ratings of
some forty homes) differs much from one to another, so one of them alone is no test of it. {alone}Pounds are of
{prices}. Ranges are those of the source where it gives one, and otherwise about 10 % either way.

What people say that their support did for them (O57) is not set beside the model. Whoever is asked compares with a life
that they did not have; the model could only compare with a year before, and much else changes in a year. Paired runs
with and without the support tell the difference, and nothing published does.

Made by `python experiments/calibration/table.py RESULTS...` from runs of
`simulate run scenarios/{scenario}.yaml --years 1 --replicates 1 --seed SEED -o RESULTS`.
"""


NETWORKS = """
## Networks over the years

What takes the same people years on, or a small group, is not among the monthly measures:
`python experiments/calibration/networks.py` lives a fifth of the average council, seed 1, for ten years under usual
practice, and looks. No range is set. Published figures are of other questions (network members whom people name) and in
part of other countries; which numbers were set by them is told by `simulate explain`.

| What | Model | Published |
|---|---|---|"""


class Figure(NamedTuple):
    """One published figure, as a run has it, and what the model gives in every past."""

    row: Mapping[str, str]
    values: tuple[float, ...]

    @property
    def mean(self) -> float | None:
        """Over the pasts."""
        return math.fsum(self.values) / len(self.values) if self.values else None

    @property
    def within(self) -> int:
        """Pasts whose value lies within the range."""
        return sum(self.inside(value) for value in self.values) if self.row["low"] else 0

    @property
    def verdict(self) -> str:
        """Of the mean."""
        if self.row["verdict"] == NOT_MEASURED or self.mean is None:
            return NOT_MEASURED
        return HIT if self.inside(self.mean) else MISS

    @property
    def ratio(self) -> float | None:
        """Mean over target."""
        target = float(self.row["target"] or 0)
        return self.mean / target if self.mean is not None and target > 0 else None

    @property
    def rank(self) -> tuple[int, float]:
        """Misses first, the farthest at the top."""
        far = abs(math.log(self.ratio)) if self.ratio else math.inf
        return ORDER.index(self.verdict), -far

    def inside(self, value: float) -> bool:
        """Whether a value lies within the range."""
        return float(self.row["low"]) <= value <= float(self.row["high"])


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", nargs="+", type=Path)
    parser.add_argument("-o", "--out", type=Path, default=PAGE)
    asked = parser.parse_args()
    facts = [json.loads((folder / "comparison" / "about.json").read_text(encoding="utf-8")) for folder in asked.results]
    asked.out.write_text("\n".join(markdown(figures(asked.results), facts)) + "\n", encoding="utf-8")


def figures(results: Sequence[Path]) -> list[Figure]:
    """The published figures with what each run has for them, misses first."""
    tables = [_rows(folder / "comparison" / "calibration.csv") for folder in results]
    found = [
        Figure(row, tuple(float(table[key]["model"]) for table in tables if table[key]["model"]))
        for key, row in tables[0].items()
    ]
    return sorted(found, key=lambda figure: figure.rank)


def _rows(path: Path) -> dict[tuple[str, ...], dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return {(row["observable"], row["definition"], row["group"]): row for row in csv.DictReader(lines)}


def markdown(found: Sequence[Figure], facts: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Lines of the page: the score, how it was found, then every figure."""
    count, first = Counter(figure.verdict for figure in found), facts[0]
    yield OPENING.format(
        hits=count[HIT],
        misses=count[MISS],
        unknown=count[NOT_MEASURED],
        scenario=first["scenario"],
        adults=first["adults"] * first["scale"],
        pasts="one run" if len(facts) == 1 else f"{len(facts)} runs",
        seeds=", ".join(str(one["seed"]) for one in facts),
        alone=_alone(found, len(facts)),
        prices=f"{first['price_year']}-{(first['price_year'] + 1) % 100:02d}",
    )
    yield f"| {' | '.join(HEAD)} |"
    yield f"|{'---|' * len(HEAD)}"
    for figure in found:
        yield f"| {' | '.join(cells(figure, len(facts)))} |"
    yield NETWORKS
    with KEPT.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            published = "" if row["published"] == "-" else row["published"]
            yield f"| {row['figure'].replace('_', ' or ')} | {row['model']} | {published} |"


def _alone(found: Sequence[Figure], pasts: int) -> str:
    measured = [figure for figure in found if figure.verdict != NOT_MEASURED and len(figure.values) == pasts]
    if pasts == 1 or not measured:
        return ""
    each = [sum(figure.inside(figure.values[k]) for figure in measured) for k in range(pasts)]
    return f"By itself, a past has {min(each)} to {max(each)} within their range. "


def cells(figure: Figure, pasts: int) -> Iterator[str]:
    """One row of the table."""
    row, who = figure.row, GROUPS.get(figure.row["group"])
    named = f"{row['definition']} ({who})" if who and who not in row["definition"] else row["definition"]
    yield f"**{figure.verdict}**" if figure.verdict == MISS else figure.verdict
    yield f"{row['observable']} {named}"
    yield row["unit"]
    yield number(figure.mean)
    spread = f"{number(min(figure.values))} to {number(max(figure.values))}" if figure.values and pasts > 1 else ""
    yield f"{spread}, {figure.within} of {len(figure.values)}" if spread and row["low"] else spread
    yield number(float(row["target"])) if row["target"] else ""
    yield f"{number(float(row['low']))} to {number(float(row['high']))}" if row["low"] else ""
    yield f"{figure.ratio:.2f}" if figure.ratio is not None and figure.verdict != NOT_MEASURED else ""
    yield row["source"]
    yield row["evidence"].replace(";", ", ")
    yield row["note"]


def number(value: float | None) -> str:
    """Three significant figures."""
    return f"{value:.3g}" if value is not None else ""


if __name__ == "__main__":
    main()
