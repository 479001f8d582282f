"""``simulate claim``: the claims of the register, and a paired run of one with a computed verdict."""

from __future__ import annotations

import json
from pathlib import Path

import click

from simulation.cli.options import number_or_auto, plain_endings, setting_option

OUT_HELP = "Folder of the results, by default results/claims/ID; of several claims, a folder each below it."


@click.group("claim")
def command() -> None:
    """List the claims of the register, or try one: switch on, switch off, same people, same luck."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_claims(as_json: bool) -> None:
    """List the claims: id, grade of the evidence, covered or not, and the title."""
    with plain_endings():
        from simulation.claims.shelf import all_claims, listed

        rows = listed(all_claims())
        if as_json:
            click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
            return
        for row in rows:
            state = "covered" if row["covered"] else f"not covered: {str(row['reason']).replace('_', ' ')}"
            click.echo(f"{row['id']:6}{row['grade']:12}{row['title']}  [{state}]")
        covered = sum(bool(row["covered"]) for row in rows)
        click.echo(f"{covered} of {len(rows)} claims are covered.")


@command.command("run")
@click.argument("names", metavar="ID...", nargs=-1, required=True)
@click.option("-o", "--out", type=click.Path(file_okay=False, path_type=Path), help=OUT_HELP)
@click.option("--replicates", type=click.IntRange(1), help="How many times each side is lived.")
@click.option("--seed", type=click.IntRange(0), help="Key of every draw.")
@click.option(
    "--workers", metavar="N|auto", callback=number_or_auto, default="auto", show_default=True, help="Processes."
)
@click.option("--threads", type=click.IntRange(1), default=1, show_default=True, help="Threads; no effect on results.")
@setting_option
@click.option("-q", "--quiet", is_flag=True, help="Tell nothing but errors and the verdict.")
def run_claim(
    names: tuple[str, ...],
    out: Path | None,
    replicates: int | None,
    seed: int | None,
    workers: int | None,
    threads: int,
    sets: tuple[str, ...],
    quiet: bool,
) -> None:
    """Try the claim ID (such as R017, the path of a claim file, or all), and say what came out.

    Writes results.csv, verdict.json, verdict.md, differences.csv and a figure, and verdicts.csv of several claims. Exit
    code 0 whatever the verdict; 2 if there is no such claim, its file has faults, or the model does not cover it.
    """
    with plain_endings():
        from simulation.claims.trial import try_claims
        from simulation.runs.memory import cores

        chosen = [
            *sets,
            *(f"run.{key}={n}" for key, n in {"replicates": replicates, "seed": seed}.items() if n is not None),
        ]
        side_by_side = workers or max(1, cores() // threads)
        done = try_claims(names, out, chosen, threads, _silent if quiet else _tell, side_by_side)
        if len(done) == 1:
            click.echo((done[0][1] / "verdict.md").read_text(encoding="utf-8"), nl=False)
            _tell(f"Results are in {done[0][1]}")
            return
        for tried, _ in done:
            click.echo(f"{tried.claim.id:6}{tried.verdict:28}{tried.claim.title}")
        _tell(f"Results are in {done[0][1].parent}")


def _tell(line: str) -> None:
    click.echo(line, err=True)


def _silent(_line: str) -> None:
    """Tell nothing."""
