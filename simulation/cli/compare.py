"""``simulate compare``: two results folders, replicate by replicate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from simulation.cli.options import plain_endings

NEW_FOLDER = click.Path(file_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
COLUMNS = ("measure", "strategy", "unit", "mean", "mcse", "low", "high", "n", "warn")


@click.command("compare")
@click.argument("first", metavar="A", type=FOLDER)
@click.argument("second", metavar="B", type=FOLDER)
@click.option("-o", "--out", metavar="DIR", type=NEW_FOLDER, help="Write differences.csv here.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(first: Path, second: Path, out: Path | None, as_json: bool) -> None:
    """Print how B differs from A, replicate by replicate: the headline measures of every strategy that both ran.

    Refuses (exit code 2) folders with unlike seeds, horizons, price years or results versions, naming what differs.
    """
    from simulation.measures.across import cautions, compare
    from simulation.measures.files import write_csv

    with plain_endings():
        table = compare(first, second)
        for note in cautions(first, second):
            click.echo(note, err=True)
        if out is not None:
            write_csv(out / "differences.csv", table)
            click.echo(f"All {table.num_rows:,} rows: {out / 'differences.csv'}", err=True)
    rows = _headlines(table.to_pylist())
    if as_json:
        click.echo(json.dumps([{name: row[name] for name in COLUMNS} for row in rows], indent=2))
    else:
        click.echo("\n".join(_lines(rows, _over(first))))


def _headlines(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Headline measures of the whole place and run."""
    from simulation.measures.registry import describe

    return [
        row for row in rows if row["period"] == "run" and row["group"] == "all" and describe(row["measure"]).headline
    ]


def _over(folder: Path) -> str:
    """The time that sums are of."""
    from simulation.measures import about
    from simulation.measures.summary import long_words

    return f"sums of pounds and people are over {long_words(about.read(folder))}"


def _lines(rows: list[dict[str, Any]], over: str) -> list[str]:
    from simulation.measures.registry import describe
    from simulation.measures.wording import difference

    lines: list[str] = []
    pair = ""
    for row in rows:
        heading = f"{row['strategy']} less {row['comparator']}"
        if heading != pair:
            lines += [f"{heading} ({over})"]
            pair = heading
        lines.append(f"- {describe(row['measure']).label}: {difference(row)}.")
    return lines
