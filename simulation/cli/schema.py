"""``simulate schema``: the JSON Schema of a scenario, for editors and for people."""

from __future__ import annotations

import json

import click


@click.command("schema")
@click.option("--pretty", is_flag=True, help="Indent it for reading.")
def command(pretty: bool) -> None:
    """Print the JSON Schema of a scenario.

    Editors that know YAML Language Server complete keys from it: save it as scenario.schema.json beside the scenario,
    whose first line names it.
    """
    from simulation.scenario.json_schema import scenario_schema

    click.echo(json.dumps(scenario_schema(), indent=2 if pretty else None, ensure_ascii=False))
