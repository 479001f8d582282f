"""``simulate life``: one simulated life under each strategy, or a search for lives that tell a story."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from simulation.cli.options import plain_endings, setting_option

if TYPE_CHECKING:
    from simulation.model import Past
    from simulation.past import Setting
    from simulation.scenario.schema import Scenario

SIZES = ("single", "double", "a4", "slide")
SHORT_DIGEST = 8
FIND_HELP = "Look for lives that tell a story: its name, or chapters in order, such as hospital,shared_lives,own_home."


@click.command("life")
@click.argument("scenario", metavar="SCENARIO", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--person", type=click.IntRange(0), metavar="ID", help="Whose life to trace.")
@click.option("--find", "what", metavar="WHAT", help=FIND_HELP)
@click.option("--strategy", "strategies", multiple=True, metavar="NAME", help="Only this strategy; may be repeated.")
@click.option("--replicate", type=click.IntRange(1), default=1, show_default=True, help="Whose luck, as in a run.")
@click.option("--place", "place_id", metavar="ID", help="Which place, if the scenario has several.")
@click.option("-o", "--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for the files of a life.")
@click.option("--at-most", type=click.IntRange(1), default=5, show_default=True, help="People listed by --find.")
@click.option("--size", type=click.Choice(SIZES), default="double", show_default=True, help="Of the figure.")
@click.option("--years", type=click.IntRange(1), help="Length of the comparison.")
@setting_option
@click.option("--threads", type=click.IntRange(1), default=1, show_default=True, help="Threads inside the model.")
def command(**given: Any) -> None:
    """Trace one simulated life, month by month, under each strategy of SCENARIO: figure, tables and story.

    The same person with the same luck under each strategy, the same files each time. With --find instead of --person:
    count the lives that tell a story, among everyone, and list a few. The people are invented.
    """
    if (given["person"] is None) == (given["what"] is None):
        raise click.UsageError("Give either --person ID or --find WHAT.")
    if given["years"] is not None:
        given["sets"] = (*given["sets"], f"time.years={given['years']}")
    with plain_endings():
        asked = _asked(given)
        if given["what"] is not None:
            _find(asked, given)
        else:
            _trace(asked, given)


class Asked(NamedTuple):
    """The scenario made ready, and which strategies to live."""

    case: Scenario
    setting: Setting
    strategies: tuple[str, ...]


def _asked(given: dict[str, Any]) -> Asked:
    """Read the scenario, and see that its strategies are there, before anything is lived."""
    from simulation.past import setting_of
    from simulation.scenario import load
    from simulation.scenario.errors import did_you_mean

    case = _of_one_place(load(given["scenario"], given["sets"]), given["place_id"])
    for name in given["strategies"]:
        if name not in case.strategies:
            near = did_you_mean(name, case.strategies)
            raise click.BadParameter(
                f"{name!r} is not a strategy of the scenario. {near} There are {', '.join(case.strategies)}.",
                param_hint="--strategy",
            )
    return Asked(case, setting_of(case, {}), tuple(dict.fromkeys(given["strategies"])) or tuple(case.strategies))


def _of_one_place(case: Scenario, place_id: str | None) -> Scenario:
    """The scenario itself, or the one place of several that was asked for."""
    from simulation.runs.engine import places_touch
    from simulation.scenario.errors import did_you_mean

    ids = [place.id for place in case.every_place]
    if place_id is None and not ids:
        return case
    if place_id in ids:
        if places_touch(case):
            raise click.UsageError(
                "places of this scenario learn from each other (peers or pioneers), so that one of them alone would "
                "live otherwise; lives of such places cannot be told yet."
            )
        return case.of_place(place_id)
    if not ids:
        raise click.BadParameter("the scenario has one place; leave this out.", param_hint="--place")
    known = f"The scenario has {len(ids)} places, such as {ids[0]}: name one."
    raise click.BadParameter(f"{did_you_mean(place_id or '', ids)} {known}".strip(), param_hint="--place")


def _past(asked: Asked, threads: int) -> Past:
    from simulation.model import live_past
    from simulation.runs.warming import warm

    warm(lambda text: click.echo(text, err=True))
    click.echo(f"Building the place and living its {asked.setting.burn_in} months of burn-in.", err=True)
    return live_past(asked.setting, threads)


def _find(asked: Asked, given: dict[str, Any]) -> None:
    from simulation.lives.report import report
    from simulation.lives.search import search_all, story_of
    from simulation.measures.summary import named

    story = story_of(given["what"], asked.setting)
    past = _past(asked, given["threads"])
    found = search_all(asked.setting, past, story, asked.strategies, given["replicate"], given["threads"])
    names = named(asked.case.strategies, asked.case.strategy_titles)
    click.echo("\n".join(report(found, names, story, past, given["replicate"], given["at_most"])))
    people = [int(i) for one in found for i in one.people]
    if people:
        sets = [word for text in given["sets"] for word in ("--set", text)]
        luck = ["--replicate", str(given["replicate"])] if given["replicate"] != 1 else []
        place = ["--place", given["place_id"]] if given["place_id"] else []
        words = ["simulate", "life", str(given["scenario"]), "--person", str(min(people)), *luck, *place, *sets]
        click.echo(f"See one: {shlex.join(words)}", err=True)


def _trace(asked: Asked, given: dict[str, Any]) -> None:
    from simulation.lives.files import write
    from simulation.lives.story import Told
    from simulation.lives.trace import side_by_side
    from simulation.lives.words import Names
    from simulation.measures.summary import named

    case, setting, person, replicate = asked.case, asked.setting, given["person"], given["replicate"]
    past = _past(asked, given["threads"])
    lives = side_by_side(setting, past, person, asked.strategies, replicate, given["threads"])
    names = Names(setting.model_ids, setting.programme_ids, named(case.strategies, case.strategy_titles))
    told = Told(names, case.time.start, case.name, setting.seed, replicate)
    name = f"life-{case.name}-{case.digest()[:SHORT_DIGEST]}-person-{person}-replicate-{replicate}"
    folder = given["out"] or Path("results") / name
    for path in write(folder, lives, told, given["size"]):
        click.echo(path)
