"""``simulate switch``: the value of a parameter at which a strategy neither costs nor saves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from simulation.cli.options import number_or_auto, plain_endings, setting_option

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT_HELP = "Runs and switch.csv; by default results/<scenario>-switch-<parameter>-<digest>."
LINE = "{value:>14.6g}  {cost:>16,.0f}  {mcse:>12,.0f}  {replicates:>4}"


@click.command("switch")
@click.argument("scenario", metavar="SCENARIO", type=FILE)
@click.option("--param", "parameter", required=True, metavar="ID", help="The parameter (see `simulate explain`).")
@click.option("--strategy", metavar="ID", help="The strategy; by default the first that is compared.")
@click.option(
    "--purse", default="council", show_default=True, help="Whose money: council, nhs_and_council, all_payers..."
)
@click.option("--schedule", default="greenbook-2026", show_default=True, help="Discount schedule.")
@click.option("--replicates", type=click.IntRange(2), help="How many times each strategy is lived at each value.")
@click.option("--years", type=click.IntRange(1), help="Length of the comparison.")
@click.option("-o", "--out", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help=OUT_HELP)
@setting_option
@click.option(
    "--workers", metavar="N|auto", callback=number_or_auto, default="auto", show_default=True, help="Processes."
)
@click.option("-q", "--quiet", is_flag=True, help="Tell nothing but errors and the answer.")
def command(**given: Any) -> None:
    """Look in the plausible range of a parameter for the value at which a strategy of SCENARIO neither costs nor saves.

    The value found is lived: its net present value lies within two Monte Carlo errors of 0. That there is none inside
    the range is an answer too.
    """
    with plain_endings():
        import pyarrow as pa

        from simulation.cli.run import _talk as talk
        from simulation.evidence.parameters import UnknownParameterError
        from simulation.measures.appraisal_money import PURSES
        from simulation.measures.files import write_csv
        from simulation.runs.engine import MODEL
        from simulation.runs.options import RunOptions
        from simulation.runs.switching import Question, default_folder, switching_value

        if given["purse"] not in PURSES:
            raise click.BadParameter(f"{given['purse']!r} is none of {', '.join(PURSES)}.", param_hint="--purse")
        options = RunOptions(
            replicates=given["replicates"], years=given["years"], sets=given["sets"], workers=given["workers"]
        )
        case = MODEL.load(given["scenario"], options.settings())
        out: Path = given["out"] or default_folder(case, given["parameter"])
        options = replace(options, out=out)
        strategy = given["strategy"] or next(name for name in case.strategies if name != case.comparator)
        asked = Question(given["parameter"], strategy, given["purse"], given["schedule"])
        news = talk(given["quiet"], "text")
        try:
            found = switching_value(given["scenario"], options.settings(), asked, options, MODEL, news)
        except UnknownParameterError as error:
            raise click.UsageError(str(error)) from None
        rows = [{"parameter": asked.parameter, "strategy": strategy, "purse": asked.purse,
                 "discounting": asked.schedule, "value": t.value, "mean": t.cost, "mcse": t.mcse,
                 "replicates": t.replicates} for t in found.tried]  # fmt: skip
        write_csv(out / "switch.csv", pa.Table.from_pylist(rows))
        value = "" if found.value is None else f" {found.value:.6g}"
        click.echo(f"{asked.parameter}, {strategy} for {asked.purse}: {found.verdict}{value}")
        click.echo(f"{'value':>14}  {'net cost, pounds':>16}  {'error':>12}  {'n':>4}")
        for tried in found.tried:
            click.echo(LINE.format(**tried.__dict__))
        news.say(f"Results are in {out}")
