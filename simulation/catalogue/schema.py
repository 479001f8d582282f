"""JSON Schema of a row, or of the part of a row that a scenario may give; for editors."""

from __future__ import annotations

from typing import Any

from simulation.catalogue.types import Row


def override_schema(row_type: type[Row]) -> dict[str, Any]:
    """Schema of a row in a scenario: every field may be left out, and ``based_on`` may name another row."""
    schema = row_type.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        part.pop("required", None)
    schema["properties"]["based_on"] = {
        "type": "string",
        "description": "Row of the same kind whose fields hold where this one gives none",
    }
    return schema
