"""``simulate appraise``: what a results folder says about money, outcomes and the worth of knowing more."""

from __future__ import annotations

from pathlib import Path

import click

from simulation.cli.options import folder_argument, plain_endings

BIAS_HELP = "Uplift of a cost line of the council, such as class.prevention=41; shown beside, never in."
WITHIN_HELP = (
    "Keep only draws of the evidence that start within the published range of this figure (docs/calibration.md): O26, "
    "or O26=2 for a range twice as wide at either end. May be given more than once."
)
NEW_FOLDER = click.Path(file_okay=False, path_type=Path)


def biases(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, float]:
    """``class.prevention=41`` as a share by cost line."""
    found = {}
    for text in given:
        line, equals, percent = text.partition("=")
        try:
            found[line.strip()] = float(percent.removesuffix("%")) / 100
        except ValueError:
            raise click.BadParameter(f"{text!r} is not written LINE=PERCENT, such as class.prevention=41.") from None
        if not equals or not line.strip():
            raise click.BadParameter(f"{text!r} is not written LINE=PERCENT, such as class.prevention=41.")
    return found


@click.command("appraise")
@folder_argument
@click.option(
    "-o", "--out", metavar="DIR", type=NEW_FOLDER, help="Where tables and figures go; by default DIR/appraisal."
)
@click.option("--schedule", default="greenbook-2026", show_default=True, help="Discount schedule of the headlines.")
@click.option(
    "--price-year", type=int, help="Prices of this financial year (2024: 2024-25); by default the scenario's."
)
@click.option("--point", type=click.IntRange(1), help="Of a grid, which point (design/runs.csv); by default the first.")
@click.option("--optimism-bias", "bias", multiple=True, metavar="LINE=PERCENT", callback=biases, help=BIAS_HELP)
@click.option("--within", multiple=True, metavar="ID[=FACTOR]", help=WITHIN_HELP)
@click.option("--equal-weights", is_flag=True, help="Weigh every deprivation fifth alike.")
@click.option("--no-figures", is_flag=True, help="Do not draw the figures.")
def command(
    folder: Path,
    out: Path | None,
    schedule: str,
    price_year: int | None,
    point: int | None,
    bias: dict[str, float],
    within: tuple[str, ...],
    equal_weights: bool,
    no_figures: bool,
) -> None:
    """Appraise DIR, a results folder of `simulate run` or `simulate sweep`.

    Writes present values by payer (to the penny), break-even, distribution by deprivation fifth, the plane of cost and
    outcome, acceptability and the value of information, figures, and appraisal.md, which is printed. Acceptability and
    the value of information need draws of the evidence: `simulate sweep --draws`.
    """
    with plain_endings():
        from simulation.evidence.discounting import DiscountError
        from simulation.evidence.prices import PriceError
        from simulation.measures.appraisal import FOLDER, Choices, write_appraisal

        target = out or folder / FOLDER
        try:
            choices = Choices(schedule, price_year, point, bias, equal_weights, within)
            write_appraisal(folder, target, choices)
        except (DiscountError, PriceError) as error:
            raise click.UsageError(str(error)) from None
        if not no_figures:
            from simulation.figures.appraisal import draw_appraisal

            draw_appraisal(target)
        click.echo((target / "appraisal.md").read_text(encoding="utf-8"), nl=False)
        click.echo(f"Tables and figures are in {target}", err=True)
