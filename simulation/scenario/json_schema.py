"""The JSON Schema of a scenario: the pydantic models', with the rows of the catalogue in their places."""

from __future__ import annotations

from typing import Any, Final

from simulation.catalogue.schema import override_schema
from simulation.catalogue.types import Programme, Row, Strategy, SupportModel
from simulation.scenario.schema import ROW_ID, Scenario

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
ROWS: Final[dict[str, type[Row]]] = {
    "strategy_definitions": Strategy,
    "support_models": SupportModel,
    "programmes": Programme,
}


def scenario_schema() -> dict[str, Any]:
    """What a scenario file may hold, ``extends`` included; a file that extends another may leave keys out."""
    schema = Scenario.model_json_schema(by_alias=True)
    schema.pop("required", None)  # the file it extends may give them
    properties = schema["properties"]
    properties["extends"] = {
        "type": "string",
        "description": "A scenario file, relative to this one, whose keys hold where this one gives none",
    }
    for key, row_type in ROWS.items():
        row = override_schema(row_type)
        schema["$defs"].update(row.pop("$defs", {}))
        schema["$defs"][row_type.__name__] = row
        reference = {"$ref": f"#/$defs/{row_type.__name__}"}
        properties[key]["patternProperties"] = {ROW_ID: reference}
        properties[key]["additionalProperties"] = False
    return {"$schema": DIALECT, **schema}
