"""The page of verdicts: what every claim that was tried came to, from ``verdicts.csv`` of ``simulate claim run``.

Usage: python experiments/claims/table.py VERDICTS... > docs/verdicts.md
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

OPENING = """# Verdicts: what the claims came to

Every claim that the model covers, tried small: a tenth of an average council (29,900 adults), six pairs, years as in
each file, one past (`simulate claim run ID --set place.scale=0.1 --replicates 6`; results version 6); those of several
places (R094, R094b) with places as large as in their files. Intervals hold together within a claim and are luck alone.
**Undecided** is what most claims about few people come to at this size; their files ask for more. A verdict is about
this model under these numbers ([what it is not](claims.md#what-a-verdict-is-not)); many effects are judged small
because nothing larger was measured, and then "not supported" says that the difference is smaller than what would
matter.

Made by `python experiments/claims/table.py VERDICTS...` from `verdicts.csv`.
"""
HEAD = "| claim | verdict | measure | claimed | found | interval | |"
LARGE = 1000
"""From here on whole numbers are shown."""


def page(rows: list[dict[str, str]]) -> str:
    """The page, in Markdown."""
    verdicts = {row["id"]: row["claim_verdict"] for row in rows}
    counts = ", ".join(f"{n} {verdict}" for verdict, n in Counter(verdicts.values()).most_common())
    lines = [OPENING, f"{len(verdicts)} claims: {counts}.", "", HEAD]
    lines.append("|---|---|---|---|---:|---:|---|")
    told = ""
    for row in sorted(rows, key=lambda row: row["id"]):
        first = (f"{row['id']} {row['title']}", f"**{row['claim_verdict']}**") if row["id"] != told else ("", "")
        told = row["id"]
        measure = row["measure"] + (f" for each {row['per']}" if row["per"] else "")
        cells = (*first, f"{measure}, {row['unit']}", row["expect"], _number(row["difference"]))
        lines.append(f"| {' | '.join(cells)} | {_number(row['low'])} to {_number(row['high'])} | {row['verdict']} |")
    return "\n".join(lines) + "\n"


def _number(text: str) -> str:
    if not text:
        return ""
    value = float(text)
    return f"{value:+,.0f}" if abs(value) >= LARGE else f"{value:+.3g}"


if __name__ == "__main__":
    found: list[dict[str, str]] = []
    for name in sys.argv[1:]:
        with Path(name).open(encoding="utf-8", newline="") as file:
            found.extend(csv.DictReader(file))
    sys.stdout.write(page(found))
