"""``simulate run``: live a scenario's strategies and compare them."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulation.cli.options import names, number_or_auto, plain_endings, setting_option

if TYPE_CHECKING:
    from simulation.runs.job import Job, Outcome
    from simulation.runs.progress import Talk

OUT_HELP = "Folder of the results; by default results/<scenario>-<digest>."


@click.command("run")
@click.argument("scenario", metavar="SCENARIO", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-o", "--out", type=click.Path(file_okay=False, path_type=Path), help=OUT_HELP)
@click.option("--strategies", metavar="A,B", callback=names, default="", help="Live these instead of the scenario's.")
@click.option("--replicates", type=click.IntRange(1), help="How many times each strategy is lived.")
@click.option("--seed", type=click.IntRange(0), help="Key of every draw.")
@click.option("--years", type=click.IntRange(1), help="Length of the comparison.")
@setting_option
@click.option(
    "--workers",
    metavar="N|auto",
    callback=number_or_auto,
    default="auto",
    show_default=True,
    help="Processes side by side.",
)
@click.option("--threads", type=click.IntRange(1), default=1, show_default=True, help="Threads inside each process.")
@click.option("--check", is_flag=True, help="Test every month that persons, hours, pounds, places and ties balance.")
@click.option("--dry-run", is_flag=True, help="Say what it would take, and do nothing.")
@click.option("--resume", "_resume", is_flag=True, help="Go on where an earlier run stopped (the default).")
@click.option("--fresh", is_flag=True, help="Start in an empty folder.")
@click.option("--force", is_flag=True, help="With --fresh: remove an earlier run from the folder first.")
@click.option("--max-time", type=float, metavar="MIN", help="Stop in good order after so many minutes.")
@click.option("--no-figures", is_flag=True, help="Do not draw the figures.")
@click.option("--log-format", type=click.Choice(["text", "jsonl"]), default="text", help="How progress is told.")
@click.option("-q", "--quiet", is_flag=True, help="Tell nothing but errors and the summary.")
def command(**given: Any) -> None:
    """Live the strategies of SCENARIO, replicate by replicate, and compare them.

    Results are always saved. A run that was stopped goes on where it stopped when the same command is given again.
    Exit codes: 0 all done, 1 some replicates failed, 2 faults in the scenario or the options, 70 a fault in the
    model, 73 folder in use, 74 disk, 75 stopped early, 130 Ctrl-C.
    """
    with plain_endings():
        job = _job(given)
        if given["dry_run"]:
            places = [f"places             {count}"] if (count := len(job.case.every_place)) else []
            click.echo("\n".join([*places, *job.predict().lines(), f"folder             {job.folder}"]))
            return
        _tell_how_it_ended(job, job.run())


def _job(given: dict[str, Any]) -> Job:
    from simulation.runs import engine
    from simulation.runs.job import Job
    from simulation.runs.options import RunOptions
    from simulation.scenario.idle import tell_idle

    options = RunOptions(
        out=given["out"],
        strategies=given["strategies"],
        replicates=given["replicates"],
        seed=given["seed"],
        years=given["years"],
        sets=given["sets"],
        workers=given["workers"],
        threads=given["threads"],
        check=given["check"],
        fresh=given["fresh"],
        force=given["force"],
        max_minutes=given["max_time"],
        figures=not given["no_figures"],
    )
    case = engine.MODEL.load(given["scenario"], options.settings())
    typed = shlex.join(["simulate", *sys.argv[1:]])
    talk = _talk(given["quiet"], given["log_format"])
    tell_idle(case, talk.say)
    return Job(case, options, typed, engine.MODEL, talk)


def _talk(quiet: bool, log_format: str) -> Talk:
    from simulation.runs.progress import Bar, JsonLines, Lines, Quiet

    if quiet:
        return Quiet()
    if log_format == "jsonl":
        return JsonLines(sys.stderr)
    return Bar(sys.stderr) if sys.stderr.isatty() else Lines(sys.stderr)


def _tell_how_it_ended(job: Job, outcome: Outcome) -> None:
    """Summary to standard output, all else to standard error, and the exit code."""
    if outcome.replicates and not outcome.stopped:
        click.echo("\n".join(job.engine.summarise(outcome.folder)))
    for side in outcome.failed:
        again = f"Replicate {side.replicate} (seed {side.seed}) failed: {side.reason}\n  again with: {side.repeat_with}"
        click.echo(again, err=True)
    if outcome.stopped:
        saved = f"Stopped ({outcome.stopped}); {outcome.replicates} of {job.case.run.replicates} replicates are saved."
        click.echo(f"{saved}\n  go on with: {job.resume}", err=True)
    job.talk.say(f"Results are in {outcome.folder}")
    raise click.exceptions.Exit(outcome.exit_code)
