"""``simulate question``: one of the questions of the model, with a figure and a table."""

from __future__ import annotations

from pathlib import Path

import click

from simulation.cli.options import number_or_auto, plain_endings, setting_option

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("question")
@click.argument("number", metavar="N", type=int, required=False)
@click.argument("scenario", metavar="SCENARIO", type=FILE, required=False)
@click.option("-o", "--out", metavar="DIR", type=FOLDER, help="Folder of the answer; by default results/question-N.")
@click.option("--replicates", type=click.IntRange(1), help="How often each strategy is lived, at each point and draw.")
@click.option("--draws", type=click.IntRange(1), help="Draws of the evidence; by default as the recipe says.")
@click.option("--seed", type=click.IntRange(0), help="Key of every draw.")
@click.option("--years", type=click.IntRange(1), help="Length of the comparison.")
@setting_option
@click.option(
    "--workers", metavar="N|auto", callback=number_or_auto, default="auto", show_default=True, help="Processes."
)
@click.option("-q", "--quiet", is_flag=True, help="Tell nothing but errors and the answer.")
def command(
    number: int | None,
    scenario: Path | None,
    out: Path | None,
    replicates: int | None,
    draws: int | None,
    seed: int | None,
    years: int | None,
    sets: tuple[str, ...],
    workers: int | None,
    quiet: bool,
) -> None:
    """Answer question N under SCENARIO with a figure and a table; without N, list the questions that have a recipe.

    Writes answer.md, answer.csv, figures/ and the runs (results/). Stopped runs go on with the same command.
    """
    with plain_endings():
        from simulation.questions.recipe import find_recipe, read_recipe, recipe_paths

        if number is None:
            for path in recipe_paths().values():
                recipe = read_recipe(path).recipe
                click.echo(f"{recipe.number:>3}  {recipe.title}")
            return
        if scenario is None:
            raise click.UsageError("Missing argument 'SCENARIO'.")
        from simulation.cli.run import _talk as talk
        from simulation.questions.ask import ask
        from simulation.runs.options import RunOptions

        recipe_file = read_recipe(find_recipe(number))
        options = RunOptions(seed=seed, replicates=replicates, years=years, sets=sets, workers=workers)
        asked = ask(
            recipe_file, scenario, out or Path("results") / f"question-{number}", options, draws, talk(quiet, "text")
        )
        click.echo((asked.folder / "answer.md").read_text(encoding="utf-8"), nl=False)
        click.echo(f"Table and figure are in {asked.folder}", err=True)
