"""The JSON Schema that editors read."""

from __future__ import annotations

import json

from scenario.helpers import ROOT
from simulation.catalogue.types import SupportModel
from simulation.scenario import Scenario
from simulation.scenario.json_schema import scenario_schema


def test_the_shipped_schema_is_the_one_that_the_code_gives() -> None:
    shipped = (ROOT / "scenarios" / "scenario.schema.json").read_text(encoding="utf-8")
    assert json.loads(shipped) == scenario_schema(), "simulate schema --pretty > scenarios/scenario.schema.json"


def test_every_key_is_described_and_no_other_is_allowed() -> None:
    schema = scenario_schema()
    keys = {field.alias or name for name, field in Scenario.model_fields.items()}
    assert set(schema["properties"]) == keys | {"extends"}
    assert schema["additionalProperties"] is False
    assert all("description" in value for value in schema["properties"].values())


def test_rows_of_the_catalogue_complete_in_the_editor() -> None:
    schema = scenario_schema()
    row = schema["$defs"]["SupportModel"]
    assert set(row["properties"]) == {*SupportModel.model_fields, "based_on"}
    assert "required" not in row
    assert schema["properties"]["support_models"]["patternProperties"]


def test_every_reference_in_the_schema_leads_somewhere() -> None:
    schema = scenario_schema()
    text = json.dumps(schema)
    names = {part.split('"')[0] for part in text.split('"#/$defs/')[1:]}
    assert names <= set(schema["$defs"])
