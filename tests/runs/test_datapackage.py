"""Every table of a results folder is described as a Frictionless Data Package."""

import json
import re

from test_job import job

from simulation.runs import datapackage, digests


def package(tmp_path):
    job(tmp_path).run()
    return json.loads((tmp_path / "datapackage.json").read_text())


def test_every_table_is_described_with_its_size_and_digest(tmp_path):
    found = package(tmp_path)
    assert found["$schema"].endswith("/2.0/datapackage.json")
    assert found["licenses"]
    assert found["sources"]
    paths = {resource["path"] for resource in found["resources"]}
    tables = {
        path.relative_to(tmp_path).as_posix() for kind in ("csv", "parquet") for path in tmp_path.rglob(f"*.{kind}")
    }
    assert paths == tables
    for resource in found["resources"]:
        path = tmp_path / resource["path"]
        assert resource.get("bytes", path.stat().st_size) == path.stat().st_size
        assert resource["hash"] == f"sha256:{digests.of_file(path)}"
        assert re.fullmatch(r"[a-z0-9._-]+", resource["name"])


def test_every_column_has_a_type_a_description_and_a_unit(tmp_path):
    for resource in package(tmp_path)["resources"]:
        for field in resource["schema"]["fields"]:
            assert field["type"] in ("string", "integer", "number", "boolean")
            assert field["description"] == datapackage.known_fields()[field["name"]][1]
            assert "unit" in field


def test_types_of_csv_columns_are_read_from_the_values(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("month,value,group,low\n1,2,all,\n2,2.5,all,\n")
    assert [field["type"] for field in datapackage._csv_fields(path)] == ["integer", "number", "string", "integer"]
