"""The page of verdicts: what every claim that was tried came to, from the folders of ``simulate claim run``.

Usage: python experiments/claims/table.py RESULTS... > docs/verdicts.md

Each of RESULTS is the folder of one claim or holds those of several. A claim that was tried more than once is told from
the trial that lived most person-years.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

OPENING = """# Verdicts: what the claims came to

Every claim that the model covers, tried on one past (results version 7): first small, a tenth of an average council and
six pairs (`simulate claim run ID --set place.scale=0.1 --replicates 6`); those that were undecided then, and some that
the evidence is held against, as large as their files say (`simulate claim run ID`). The column **lived** says which:
adults, pairs, years. Intervals hold together within a claim and are luck alone. **Undecided** is what most claims about
few people come to at such sizes. A verdict is about this model under these numbers
([what it is not](claims.md#what-a-verdict-is-not)); many effects are judged small because nothing larger was measured,
and then "not supported" says that the difference is smaller than what would matter.

Made by `python experiments/claims/table.py RESULTS...` from the folders of `simulate claim run`.
"""
HEAD = "| claim | verdict | lived | measure | claimed | found | interval | |"
LARGE = 1000
"""From here on whole numbers are shown."""


class Trial(NamedTuple):
    """A claim as it was tried, and what each of its measures came to."""

    facts: dict[str, Any]
    measures: list[dict[str, str]]

    @property
    def size(self) -> float:
        """Person-years lived on each side."""
        return float(self.facts["adults"] * self.facts["replicates"] * self.facts["years"])


def trials(folder: Path) -> Iterator[Trial]:
    """The trials whose results lie in a folder, or in the folders below it."""
    for verdict in sorted(folder.rglob("verdict.json")):
        with (verdict.parent / "results.csv").open(encoding="utf-8", newline="") as file:
            yield Trial(json.loads(verdict.read_text(encoding="utf-8")), list(csv.DictReader(file)))


def page(tried: list[Trial]) -> str:
    """The page, in Markdown."""
    largest: dict[str, Trial] = {}
    for trial in sorted(tried, key=lambda trial: trial.size):
        largest[trial.facts["id"]] = trial
    verdicts = Counter(trial.facts["verdict"] for trial in largest.values())
    counts = ", ".join(f"{n} {verdict}" for verdict, n in verdicts.most_common())
    lines = [OPENING, f"{len(largest)} claims: {counts}.", "", HEAD, "|---|---|---|---|---|---:|---:|---|"]
    for _, trial in sorted(largest.items()):
        facts, places = trial.facts, len(trial.facts["places"])
        where = f" in {places} places" if places > 1 else ""
        lived = f"{facts['adults']:,}{where}, {facts['replicates']}, {facts['years']}"
        first = (f"{facts['id']} {facts['title']}", f"**{facts['verdict']}**", lived)
        for row in trial.measures:
            measure = row["measure"] + (f" for each {row['per']}" if row["per"] else "")
            cells = (*first, f"{measure}, {row['unit']}", row["expect"], _number(row["difference"]))
            lines.append(
                f"| {' | '.join(cells)} | {_number(row['low'])} to {_number(row['high'])} | {row['verdict']} |"
            )
            first = ("", "", "")
    return "\n".join(lines) + "\n"


def _number(text: str) -> str:
    if not text:
        return ""
    value = float(text)
    return f"{value:+,.0f}" if abs(value) >= LARGE else f"{value:+.3g}"


if __name__ == "__main__":
    sys.stdout.write(page([trial for name in sys.argv[1:] for trial in trials(Path(name))]))
