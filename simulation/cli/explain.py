"""``simulate explain``: where a number comes from, and what a month does."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import click

from simulation.evidence.parameters import Parameter, Parameters, UnknownParameterError, load_parameters
from simulation.evidence.prices import is_money
from simulation.evidence.uses import where_used

MONTH = "month"


@click.command("explain")
@click.argument("name", required=False, metavar="[ID | PREFIX | month]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(name: str | None, as_json: bool) -> None:
    """Say where a parameter comes from, list those that begin with a prefix, or print the month.

    Without an argument: the prefixes, with the number of parameters of each.
    """
    answer: dict[str, Any] | list[dict[str, Any]]
    if name == MONTH:
        answer = month_table()
        lines = _month_lines(answer)
    else:
        parameters = load_parameters()
        if name is None:
            answer = prefixes(parameters)
            lines = [f"{row['prefix']:24} {row['parameters']:>5}" for row in answer]
        elif name in parameters:
            answer = parameter_facts(parameters, name)
            lines = _fact_lines(answer)
        else:
            answer = _under(parameters, name)
            lines = [f"{row['id']:56} {row['value']:>12g}  {row['unit']}" for row in answer]
    click.echo(json.dumps(answer, indent=2) if as_json else "\n".join(lines))


def prefixes(parameters: Mapping[str, Parameter]) -> list[dict[str, Any]]:
    """First parts of the ids, with the number of parameters of each."""
    count = Counter(name.partition(".")[0] for name in parameters)
    return [{"prefix": prefix, "parameters": number} for prefix, number in sorted(count.items())]


def parameter_facts(parameters: Parameters, name: str) -> dict[str, Any]:
    """All that is known of one parameter, and where it is used."""
    row = parameters[name]
    facts: dict[str, Any] = {"id": row.id, "value": row.value, "unit": row.unit, "period": row.period}
    if is_money(row.unit):
        facts["price_year"] = parameters.price_year
        facts["value_in_price_year"] = parameters.value(name)
    return facts | {
        "low": row.low,
        "high": row.high,
        "distribution": row.distribution,
        "source": row.source,
        "grade": row.grade,
        "evidence": list(row.evidence_ids),
        "date": row.date,
        "note": row.note,
        "used_in": where_used(name),
    }


def month_table() -> list[dict[str, Any]]:
    """The steps of a month, in order."""
    from simulation.month import MONTH as STEPS  # here, because the month imports numba

    return [{"number": s.number, "name": s.name, "does": s.does, "kernel": _name_of(s.kernel)} for s in STEPS]


def _name_of(kernel: object) -> str:
    return kernel if isinstance(kernel, str) else getattr(kernel, "__name__", str(kernel))


def _month_lines(table: list[dict[str, Any]]) -> list[str]:
    width = max(len(row["name"]) for row in table)
    return [f"{row['number']!s:>2}  {row['name']:{width}}  {row['does']}  [{row['kernel']}]" for row in table]


def _fact_lines(facts: Mapping[str, Any]) -> list[str]:
    money = facts.get("value_in_price_year")
    year = facts.get("price_year", 0)
    rows = [
        ("value", f"{facts['value']:g} {facts['unit']}, {facts['period']}"),
        ("in prices of", f"{year}-{(year + 1) % 100:02d}: {money:.2f}" if money is not None else ""),
        ("range", f"{facts['low']:g} to {facts['high']:g} ({facts['distribution']})"),
        ("grade", facts["grade"]),
        ("source", facts["source"]),
        ("evidence", ", ".join(facts["evidence"])),
        ("note", facts["note"]),
        ("dated", facts["date"]),
        ("used in", ", ".join(facts["used_in"]) or "nothing yet"),
    ]
    return [facts["id"], *(f"  {label:13}{text}" for label, text in rows if text)]


def _under(parameters: Parameters, prefix: str) -> list[dict[str, Any]]:
    """Parameters whose id begins with a prefix; an unknown id ends with exit code 2 and what is like it."""
    ids = [name for name in parameters if name.startswith(prefix.rstrip(".") + ".")]
    if not ids:
        error = UnknownParameterError(prefix, parameters.suggest(prefix))
        raise click.UsageError(f"{error} (`simulate explain` lists the prefixes)")
    return [{"id": name, "value": parameters.value(name), "unit": parameters[name].unit} for name in ids]
