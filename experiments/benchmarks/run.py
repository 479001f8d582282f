"""Every benchmark by one command: JSON, tables and a figure.

Usage: python experiments/benchmarks/run.py [--only NAME ...] [--large] [--replicates N] [-o DIR] [--page]

``--page`` puts the tables measured into ``docs/performance.md``, and the profile's figure beside it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import memory_table
import month_profile
import replicates
import scaling
import startup
import twin_ratio
from matplotlib import rc_context
from matplotlib.figure import Figure
from rows import Row, table

from simulation.figures.style import PALETTE
from simulation.runs import versions

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs" / "performance.md"
Measure = Callable[[], list[Row]]


def benchmarks(large: bool, pairs: int) -> dict[str, Measure]:
    """Those that are rows, by name."""
    sizes = (*scaling.PEOPLE, scaling.LARGE) if large else scaling.PEOPLE
    return {
        "twin": twin_ratio.measure,
        "profile": month_profile.measure,
        "memory": memory_table.measure,
        "startup": startup.measure,
        "scaling": partial(scaling.measure, sizes),
        "replicates": partial(replicates.measure, pairs),
    }


def main() -> None:
    """Run what is asked for, and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="some of them: care_step and those of the tables")
    parser.add_argument("--large", action="store_true", help="ten million people too")
    parser.add_argument("--replicates", type=int, default=replicates.REPLICATES)
    parser.add_argument("--page", action="store_true", help="put the tables into docs/performance.md")
    parser.add_argument("-o", "--out", type=Path, default=Path("results/benchmarks"))
    asked = parser.parse_args()
    there = benchmarks(asked.large, asked.replicates)
    names = asked.only or [*there, "care_step"]
    if unknown := sorted(set(names) - {*there, "care_step"}):
        parser.error(f"no benchmark is called {', '.join(unknown)}; there are {', '.join([*there, 'care_step'])}")
    asked.out.mkdir(parents=True, exist_ok=True)
    found = {name: _told(name, there[name]()) for name in names if name in there}
    if "care_step" in names:
        _care_step(asked.out)
    _write(asked.out, found)
    if asked.page:
        PAGE.write_text(on_page(PAGE.read_text(encoding="utf-8"), found), encoding="utf-8")
        if "profile" in found:
            _save(draw_profile(found["profile"]), PAGE.with_name("figures") / "profile.svg")


def on_page(page: str, found: dict[str, list[Row]]) -> str:
    """The page with each table between its two marks put in anew.

    Raises:
        ValueError: the page has no marks for a benchmark.
    """
    for name, rows in found.items():
        begin, end = f"<!-- {name}: written by run.py -->", f"<!-- end of {name} -->"
        before, opened, rest = page.partition(begin)
        _, closed, after = rest.partition(end)
        if not (opened and closed):
            raise ValueError(f"{PAGE.name} has no place for the table {name!r}")
        made = f"Measured {datetime.now(UTC):%Y-%m-%d}.\n\n{table(rows)}"
        page = f"{before}{begin}\n\n{made}\n{end}{after}"
    return page


def _told(name: str, rows: list[Row]) -> list[Row]:
    print(f"## {name}\n\n{table(rows)}", flush=True)
    return rows


def _care_step(out: Path) -> None:
    """The reference workload in other frameworks, in environments of their own."""
    command = [sys.executable, str(HERE / "care_step" / "run.py"), "-o", str(out / "care_step")]
    subprocess.run(command, check=True)


def _write(out: Path, found: dict[str, list[Row]]) -> None:
    facts = {"measured": f"{datetime.now(UTC):%Y-%m-%d}", **versions.machine(), **versions.package_versions()}
    whole = {"made": facts, "benchmarks": {name: [row._asdict() for row in rows] for name, rows in found.items()}}
    (out / "benchmarks.json").write_text(json.dumps(whole, indent=2) + "\n", encoding="utf-8")
    text = "\n".join(f"## {name}\n\n{table(rows)}" for name, rows in found.items())
    (out / "benchmarks.md").write_text(text, encoding="utf-8")
    if "profile" in found:
        _save(draw_profile(found["profile"]), out / "profile.svg")


def _save(figure: Figure, path: Path) -> None:
    """The same bytes for the same numbers."""
    with rc_context({"svg.hashsalt": "goodlives"}):
        figure.savefig(path, metadata={"Date": None})


def draw_profile(rows: list[Row]) -> Figure:
    """Bars of nanoseconds a person by line of the month."""
    lines = rows[2:]
    figure = Figure(figsize=(7, 3.6), layout="constrained")
    axes = figure.add_subplot()
    bars = axes.barh([row.name for row in lines], [row.value for row in lines], color=PALETTE[0])
    axes.bar_label(bars, [row.note.removesuffix(" of the month") for row in lines], padding=3)
    axes.invert_yaxis()
    axes.set_xlabel(f"nanoseconds a person and month (all: {rows[1].value:.0f})")
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(x=0.12)
    return figure


if __name__ == "__main__":
    main()
