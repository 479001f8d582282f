"""``datapackage.json``: every table of a results folder described as Frictionless Data Package v2 asks."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from simulation.runs import atomic, digests
from simulation.runs.engine import Case
from simulation.runs.manifest import Manifest

DATAPACKAGE: Final = "datapackage.json"
PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
FIELDS: Final = Path(__file__).with_name("fields.csv")
TABLES: Final = {".parquet": ("parquet", "application/vnd.apache.parquet"), ".csv": ("csv", "text/csv")}
LICENCE: Final = {"name": "MIT", "path": "https://opensource.org/license/mit", "title": "MIT License"}
INTEGER: Final = re.compile(r"-?\d+")


def write(folder: Path, case: Case, manifest: Manifest) -> None:
    """Describe the tables that lie in ``folder``."""
    tables = [path for path in sorted(folder.rglob("*")) if path.suffix in TABLES and path.is_file()]
    package = {
        "$schema": PROFILE,
        "name": folder_name(case),
        "title": getattr(case, "title", "") or case.name,
        "description": getattr(case, "description", "") or case.name,
        "created": f"{manifest['started_utc']}",
        "licenses": [LICENCE],
        "sources": _sources(manifest),
        "resources": [_resource(folder, path) for path in tables if not atomic.is_temporary(path)],
    }
    atomic.write_json(folder / DATAPACKAGE, package)


def folder_name(case: Case) -> str:
    """A name that the specification allows: lower case letters, digits, ``-``, ``_`` and ``.``."""
    return re.sub(r"[^a-z0-9._-]+", "-", case.name.lower()).strip("-") or "results"


@cache
def known_fields() -> dict[str, tuple[str, str]]:
    """Unit and description of each column that a table of results may have."""
    with FIELDS.open(encoding="utf-8", newline="") as file:
        return {row["name"]: (row["unit"], row["description"]) for row in csv.DictReader(file)}


def _sources(manifest: Manifest) -> list[dict[str, str]]:
    version = manifest["identity"]["versions"].get("goodlives", "")
    evidence = "Evidence table of the model; each parameter names its publication (simulation/evidence/parameters.csv)"
    return [
        {"title": f"goodlives {version}, an open agent-based model of local care ecosystems".replace("  ", " ")},
        {"title": evidence},
    ]


def _resource(folder: Path, path: Path) -> dict[str, Any]:
    name = path.relative_to(folder).as_posix()
    form, media_type = TABLES[path.suffix]
    return {
        "name": re.sub(r"[^a-z0-9._-]+", "-", name.lower()),
        "path": name,
        "type": "table",
        "format": form,
        "mediatype": media_type,
        "hash": f"sha256:{digests.of_file(path)}",
        # frictionless cannot count the bytes of a Parquet file and would call it damaged; the manifest has them
        **({"bytes": path.stat().st_size, "encoding": "utf-8"} if form == "csv" else {}),
        "schema": {"fields": _parquet_fields(path) if form == "parquet" else _csv_fields(path)},
    }


def _parquet_fields(path: Path) -> list[dict[str, str]]:
    return [_field(column.name, _arrow_type(column.type)) for column in pq.read_schema(path)]


def _arrow_type(kind: pa.DataType) -> str:
    if pa.types.is_integer(kind):
        return "integer"
    if pa.types.is_floating(kind):
        return "number"
    return "boolean" if pa.types.is_boolean(kind) else "string"


def _csv_fields(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        names = next(rows, [])
        columns: list[set[str]] = [{"integer"} for _ in names]
        for row in rows:
            for kinds, text in zip(columns, row, strict=True):
                kinds.add(_text_type(text))
    return [_field(name, _widest(kinds)) for name, kinds in zip(names, columns, strict=True)]


def _text_type(text: str) -> str:
    if not text or INTEGER.fullmatch(text):
        return "integer"
    try:
        float(text)
    except ValueError:
        return "string"
    return "number"


def _widest(kinds: set[str]) -> str:
    return next(kind for kind in ("string", "number", "integer") if kind in kinds)


def _field(name: str, kind: str) -> dict[str, str]:
    unit, description = known_fields().get(name, ("", f"Column {name}"))
    return {"name": name, "type": kind, "description": description, "unit": unit}
