"""``simulate validate``: all that is wrong with scenario files, in one pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from simulation.cli.options import setting_option
from simulation.scenario.errors import Fault, ScenarioError

FAULTY = 2


@click.command("validate")
@click.argument("scenarios", metavar="SCENARIO...", nargs=-1, required=True, type=click.Path(path_type=Path))
@setting_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of files, faults and warnings.")
def command(scenarios: tuple[Path, ...], sets: tuple[str, ...], as_json: bool) -> None:
    """Check scenario files, and say every fault as file:line:column: error: key: what is wrong.

    Warnings, in the same form, tell of settings that can do nothing. Ends with 0 if all are well, with or without
    warnings, and 2 if not.
    """
    findings = [(path, *_found(path, sets)) for path in scenarios]
    if as_json:
        click.echo(json.dumps([_record(*finding) for finding in findings], indent=2, ensure_ascii=False))
    else:
        for path, error, warnings in findings:
            for warning in warnings:
                click.echo(str(warning), err=True)
            if error is None:
                click.echo(f"{path}: ok")
            else:
                click.echo(str(error), err=True)
    if any(error is not None for _, error, _ in findings):
        raise click.exceptions.Exit(FAULTY)


def _found(path: Path, sets: tuple[str, ...]) -> tuple[ScenarioError | None, list[Fault]]:
    """What is wrong with a file, if anything, and the warnings if nothing is."""
    from simulation.scenario.idle import idle_settings
    from simulation.scenario.reading import load

    try:
        return None, idle_settings(load(path, sets))
    except ScenarioError as error:
        return error, []


def _record(path: Path, error: ScenarioError | None, warnings: list[Fault]) -> dict[str, Any]:
    faults = [fault.as_dict() for fault in error.faults] if error else []
    return {
        "file": str(path),
        "ok": not faults,
        "faults": faults,
        "warnings": [warning.as_dict() for warning in warnings],
    }
