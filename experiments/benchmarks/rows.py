"""What every benchmark gives: rows of a name, a value and a unit."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SCENARIO = ROOT / "scenarios" / "crisis_or_prevention.yaml"


class Row(NamedTuple):
    """One measured figure."""

    name: str
    value: float
    unit: str
    note: str = ""


def table(rows: list[Row]) -> str:
    """Rows as a Markdown table."""
    lines = ["| what | value | unit | |", "|---|---:|---|---|"]
    lines += [f"| {row.name} | {_number(row.value)} | {row.unit} | {row.note} |" for row in rows]
    return "\n".join(lines) + "\n"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
