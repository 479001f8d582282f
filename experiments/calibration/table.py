"""Write docs/calibration.md from the results of a run: ``python experiments/calibration/table.py RESULTS [PAGE]``.

Reads ``comparison/calibration.csv`` and ``comparison/about.json`` of the results folder, and nothing else.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs" / "calibration.md"
GROUPS = {
    "age_18_64": "aged 18-64",
    "age_65_over": "aged 65 and over",
    "fifth_1": "most deprived fifth",
    "fifth_5": "least deprived fifth",
}
HEAD = ("", "What", "Unit", "Model", "Target", "Range", "Model over target", "Source", "Evidence", "Note")


def main() -> None:
    """Write the page, or say how to call this."""
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    comparison = Path(sys.argv[1]) / "comparison"
    page = Path(sys.argv[2]) if len(sys.argv) > 2 else PAGE
    with (comparison / "calibration.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    facts = json.loads((comparison / "about.json").read_text(encoding="utf-8"))
    page.write_text("\n".join(markdown(rows, facts)) + "\n", encoding="utf-8")


def markdown(rows: list[dict[str, str]], facts: Mapping[str, Any]) -> Iterator[str]:
    """Lines of the page: the score, how it was found, then every row, misses first."""
    count = Counter(row["verdict"] for row in rows)
    yield "# Calibration: the model beside England\n"
    yield (
        f"{count['hit']} figures lie within their range, {count['miss']} outside, and {count['not measured']} cannot "
        "be measured. Misses come first, the farthest from its target at the top.\n"
    )
    yield (
        f"Model: the last year of the burn-in of `{facts['scenario']}`, before any strategy differs, in a place of "
        f"{facts['adults'] * facts['scale']:,.0f} adults, seed {facts['seed']}. It is one place and one past: the "
        "luck of that past is not in the table, and rare things (Shared Lives, people delayed in hospital) vary much "
        f"from one past to another. Pounds are of {facts['price_year']}-{(facts['price_year'] + 1) % 100:02d}. Ranges "
        "are those of the source where it gives one, and otherwise about 10 % either way.\n"
    )
    yield (
        "What people say that their support did for them (O57) is not set beside the model. Whoever is asked compares "
        "with a life that they did not have; the model could only compare with a year before, and much else changes in "
        "a year. Paired runs with and without the support tell the difference, and nothing published does.\n"
    )
    yield "Made by `python experiments/calibration/table.py RESULTS` from `comparison/calibration.csv` of a run.\n"
    yield f"| {' | '.join(HEAD)} |"
    yield f"|{'---|' * len(HEAD)}"
    for row in rows:
        yield f"| {' | '.join(cells(row))} |"


def cells(row: Mapping[str, str]) -> Iterator[str]:
    """One row of the table."""
    who = GROUPS.get(row["group"])
    named = f"{row['definition']} ({who})" if who and who not in row["definition"] else row["definition"]
    yield f"**{row['verdict']}**" if row["verdict"] == "miss" else row["verdict"]
    yield f"{row['observable']} {named}"
    yield row["unit"]
    yield number(row["model"])
    yield number(row["target"])
    yield f"{number(row['low'])} to {number(row['high'])}" if row["low"] else ""
    yield f"{float(row['ratio']):.2f}" if row["ratio"] else ""
    yield row["source"]
    yield row["evidence"].replace(";", ", ")
    yield row["note"]


def number(text: str) -> str:
    """Three significant figures."""
    return f"{float(text):.3g}" if text else ""


if __name__ == "__main__":
    main()
