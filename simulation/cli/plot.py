"""``simulate plot``: the figures of a results folder."""

from __future__ import annotations

from pathlib import Path

import click

from simulation.cli.options import folder_argument, plain_endings

SIZES = ("single", "double", "a4", "slide")


@click.command("plot")
@folder_argument
@click.option("--size", type=click.Choice(SIZES), default="double", show_default=True, help="Width and font size.")
@click.option("--only", metavar="NAME", help="Draw one figure, such as net-cost.")
def command(folder: Path, size: str, only: str | None) -> None:
    """Draw the figures of a results folder into DIR/figures, as PDF, SVG, PNG, CSV and alternative text."""
    from simulation.figures.drawing import FIGURES, draw_all

    if only is not None and only not in FIGURES:
        raise click.BadParameter(f"{only!r} is not a figure; there are {', '.join(FIGURES)}", param_hint="--only")
    with plain_endings():
        for path in draw_all(folder, size=size, only=only):
            click.echo(path)
