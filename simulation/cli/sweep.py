"""``simulate sweep``: draws of the evidence, and settings that vary, lived under every strategy."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulation.cli.options import number_or_auto, plain_endings, setting_option
from simulation.cli.run import _talk as talk

if TYPE_CHECKING:
    from simulation.runs.sweep import SweepJob

OUT_HELP = "Folder of the results; by default results/<scenario>-sweep-<digest>."
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("sweep")
@click.argument("scenario", metavar="SCENARIO", type=FILE)
@click.option(
    "--draws", type=click.IntRange(1), help="Draws of the evidence within its distributions; best 2, 4, 8, 16..."
)
@click.option(
    "--over", metavar="FILE", type=FILE, help="Axes of settings, what is drawn, how often (docs/appraisal.md)."
)
@click.option("--replicates", type=click.IntRange(1), help="Replicates of each draw; 2 if the file does not say.")
@click.option("-o", "--out", type=click.Path(file_okay=False, path_type=Path), help=OUT_HELP)
@click.option("--seed", type=click.IntRange(0), help="Key of every draw.")
@click.option("--years", type=click.IntRange(1), help="Length of the comparison.")
@setting_option
@click.option(
    "--workers", metavar="N|auto", callback=number_or_auto, default="auto", show_default=True, help="Processes."
)
@click.option("--check", is_flag=True, help="Test every month that persons, hours, pounds, places and ties balance.")
@click.option("--dry-run", is_flag=True, help="Say what it would take, and do nothing.")
@click.option("--fresh", is_flag=True, help="Start in an empty folder.")
@click.option("--force", is_flag=True, help="With --fresh: remove an earlier sweep from the folder first.")
@click.option("--max-time", type=float, metavar="MIN", help="Stop in good order after so many minutes.")
@click.option("--no-figures", is_flag=True, help="Do not draw the figure.")
@click.option("--log-format", type=click.Choice(["text", "jsonl"]), default="text", help="How progress is told.")
@click.option("-q", "--quiet", is_flag=True, help="Tell nothing but errors and the summary.")
def command(**given: Any) -> None:
    """Live SCENARIO under draws of its evidence (--draws), settings that vary (--over), or both.

    Each draw has its own past; all draws and strategies share their luck. A sweep that was stopped goes on when the
    same command is given again, and with more --draws it goes on from those there are. Exit codes as of `run`.
    """
    with plain_endings():
        job = _job(given)
        if given["dry_run"]:
            plan = job.swept.design
            what = f"{plan.draws} draws" if plan.draws else "the table's values"
            rows = (
                f"rows               {plan.rows} ({what}, {len(plan.points)} points), {len(plan.ids)} parameters drawn"
            )
            click.echo("\n".join([rows, *job.predict().lines(), f"folder             {job.folder}"]))
            return
        end(job)


def _job(given: dict[str, Any]) -> SweepJob:
    from simulation.runs.options import RunOptions
    from simulation.runs.over import NOTHING, read_over
    from simulation.runs.sweep import plan_sweep, sweep_job
    from simulation.runs.sweep_case import load_points
    from simulation.scenario.idle import tell_idle

    options = RunOptions(
        out=given["out"],
        seed=given["seed"],
        years=given["years"],
        sets=given["sets"],
        workers=given["workers"],
        check=given["check"],
        fresh=given["fresh"],
        force=given["force"],
        max_minutes=given["max_time"],
        figures=not given["no_figures"],
    )
    over = read_over(given["over"]) if given["over"] else NOTHING
    case = load_points(given["scenario"], options.settings(), over)
    news = talk(given["quiet"], given["log_format"])
    if not over.over.axes:  # an axis may be what makes a setting act
        tell_idle(case, news.say)
    plan = plan_sweep(case, over, given["draws"], given["replicates"], talk=news)
    typed = shlex.join(["simulate", *sys.argv[1:]])
    return sweep_job(plan, options, command=typed, talk=news)


def end(job: SweepJob) -> None:
    """Run the sweep: summary to standard output, all else to standard error, and the exit code."""
    from simulation.measures.uncertainty import summary_lines

    outcome = job.run()
    if outcome.replicates and not outcome.stopped:
        click.echo("\n".join(summary_lines(outcome.folder)))
    for side in outcome.failed:
        click.echo(f"Run {side.replicate} failed: {side.reason}\n  again with: {side.repeat_with}", err=True)
    if outcome.stopped:
        saved = f"Stopped ({outcome.stopped}); {outcome.replicates} of {job.case.run.replicates} runs are saved."
        click.echo(f"{saved}\n  go on with: {job.resume}", err=True)
    job.talk.say(f"Results are in {outcome.folder}")
    raise click.exceptions.Exit(outcome.exit_code)
