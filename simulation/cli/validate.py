"""``simulate validate``: all that is wrong with scenario files, in one pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from simulation.cli.options import setting_option
from simulation.scenario.errors import ScenarioError

FAULTY = 2


@click.command("validate")
@click.argument("scenarios", metavar="SCENARIO...", nargs=-1, required=True, type=click.Path(path_type=Path))
@setting_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of files and faults.")
def command(scenarios: tuple[Path, ...], sets: tuple[str, ...], as_json: bool) -> None:
    """Check scenario files, and say every fault as file:line:column: error: key: what is wrong.

    Ends with 0 if all are well and 2 if not.
    """
    findings = [(path, _fault_of(path, sets)) for path in scenarios]
    if as_json:
        click.echo(json.dumps([_record(path, error) for path, error in findings], indent=2, ensure_ascii=False))
    else:
        for path, error in findings:
            if error is None:
                click.echo(f"{path}: ok")
            else:
                click.echo(str(error), err=True)
    if any(error is not None for _, error in findings):
        raise click.exceptions.Exit(FAULTY)


def _fault_of(path: Path, sets: tuple[str, ...]) -> ScenarioError | None:
    from simulation.scenario.reading import load

    try:
        load(path, sets)
    except ScenarioError as error:
        return error
    return None


def _record(path: Path, error: ScenarioError | None) -> dict[str, Any]:
    faults = [fault.as_dict() for fault in error.faults] if error else []
    return {"file": str(path), "ok": not faults, "faults": faults}
