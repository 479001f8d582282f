"""``simulate doctor``: what this installation is made of, and whether it works."""

from __future__ import annotations

import click

from simulation.cli.options import plain_endings

WRONG = 1


@click.command("doctor")
@click.option("--warm", is_flag=True, help="Compile the kernels now, without living anything.")
@click.option("--clean", is_flag=True, help="Remove compiled kernels of other sources, versions or processors.")
def command(warm: bool, clean: bool) -> None:
    """Say what is installed, where compiled kernels are kept, and whether the generator and the threads work.

    Ends with 0 if all is well and 1 if not.
    """
    from simulation.runs import health, warming

    with plain_endings():
        if warm:
            warming.warm(lambda text: click.echo(text, err=True))
        if clean:
            click.echo(f"Removed {health.clean() / 1e6:,.0f} MB of stale caches.", err=True)
        found = health.findings()
    width = max(len(finding.name) for finding in found)
    for finding in found:
        click.echo(f"{finding.name:{width}}  {'WRONG: ' if finding.wrong else ''}{finding.text}")
    if any(finding.wrong for finding in found):
        raise click.exceptions.Exit(WRONG)
