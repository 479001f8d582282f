"""``simulate explain``: facts, prefixes, the month, and help with unknown ids."""

from __future__ import annotations

import json
import subprocess
import sys

from click.testing import CliRunner, Result

from simulation.cli.explain import command


def explain(*words: str) -> Result:
    return CliRunner().invoke(command, words)


def test_a_parameter_is_explained() -> None:
    out = explain("money.social_worker_gbp_per_hour")
    assert out.exit_code == 0
    for text in ("40 gbp_per_hour, 2013-14", "2024-25: 54.86", "40 to 57", "measured", "D-027", "rates.py"):
        assert text in out.output


def test_json_holds_the_same_facts() -> None:
    facts = json.loads(explain("crisis.gap", "--json").output)
    assert facts["id"] == "crisis.gap"
    assert facts["low"] <= facts["value"] <= facts["high"]
    assert facts["used_in"]


def test_an_unknown_id_ends_with_2_and_suggestions() -> None:
    out = explain("crisis.gapp")
    assert out.exit_code == 2
    assert "did you mean crisis.gap" in out.output


def test_without_an_id_the_prefixes_are_listed() -> None:
    out = explain()
    assert out.exit_code == 0
    assert "front_door" in out.output


def test_a_prefix_lists_its_parameters() -> None:
    assert explain("skill.usual").output.count("skill.usual.") == 5


def test_the_month_is_printed_in_order() -> None:
    steps = json.loads(explain("month", "--json").output)
    assert [step["number"] for step in steps] == list(range(1, len(steps) + 1))
    assert "unpaid care" in explain("month").output


def test_one_look_up_imports_nothing_heavy() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from simulation.cli.explain import command;"
        "CliRunner().invoke(command, ['crisis.gap']);"
        "print(sorted({'numpy', 'numba', 'mesa', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
