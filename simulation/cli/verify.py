"""``simulate verify``: is a results folder still what it was?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulation.cli.options import folder_argument, plain_endings

if TYPE_CHECKING:
    from simulation.runs.verify import Verdict


@click.command("verify")
@folder_argument
@click.option("--rerun", is_flag=True, help="Live one replicate again and compare its values.")
@click.option("--replicate", type=click.IntRange(1), help="Which one to live again; by default the first.")
@click.option("--threads", type=click.IntRange(1), default=1, show_default=True, help="Threads inside the model.")
def command(folder: Path, rerun: bool, replicate: int | None, threads: int) -> None:
    """Check every file in DIR against its digest, and the pages of tables against their checksums.

    Ends with 0 if all is intact and 65 if something is damaged. `simulate run` on the same folder repeats only
    what is damaged.
    """
    from simulation.runs import engine
    from simulation.runs.verify import verify, verify_by_living

    with plain_endings():
        _tell(verify(folder), "files intact", folder)
        if rerun or replicate is not None:
            lived = verify_by_living(folder, replicate, engine.MODEL, threads)
            _tell(lived, "replicate lived again: every value the same", folder)


def _tell(verdict: Verdict, what: str, folder: Path) -> None:
    for note in verdict.notes:
        click.echo(note, err=True)
    for name, fault in verdict.damaged.items():
        click.echo(f"damaged: {name}: {fault}")
    click.echo(f"{verdict.intact} {what}")
    if not verdict.sound:
        from simulation.runs.errors import DamagedError
        from simulation.runs.replicates import RESOLVED

        click.echo(f"Repair with: simulate run {folder / RESOLVED} -o {folder}", err=True)
        raise click.exceptions.Exit(DamagedError.exit_code)
