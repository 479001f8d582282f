"""``simulate validate`` and ``simulate schema``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BAD = "tests/scenario/bad"
GOOD = ["scenarios/average_council.yaml", "scenarios/crisis_or_prevention.yaml"]


def simulate(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "simulation", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
    )


def test_sound_files_are_said_to_be_ok_on_standard_output() -> None:
    ended = simulate("validate", *GOOD)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines() == [f"{path}: ok" for path in GOOD]


def test_faults_go_to_standard_error_with_exit_code_2_and_no_traceback() -> None:
    ended = simulate("validate", f"{BAD}/many_at_once.yaml", GOOD[0])
    assert ended.returncode == 2
    assert ended.stdout == f"{GOOD[0]}: ok\n"
    lines = ended.stderr.splitlines()
    assert lines[0].startswith(f"{BAD}/many_at_once.yaml:2:7: error: name: ")
    assert lines[-1] == "10 errors; see `simulate schema`"
    assert "Traceback" not in ended.stderr


def test_no_file_of_the_faulty_ones_ends_otherwise() -> None:
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / BAD).glob("*.yaml"))
    ended = simulate("validate", *files)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "Traceback" not in ended.stderr
    assert all(f"{path}:" in ended.stderr for path in files)
    assert ended.stderr.count("see `simulate schema`") == len(files)


def test_settings_are_checked_too() -> None:
    ended = simulate("validate", GOOD[1], "--set", "place.scal=0.1", "--set", "time.years=x")
    assert ended.returncode == 2
    assert ended.stderr.splitlines() == [
        "--set:1:1: error: place.scal: unknown key (got 0.1). Did you mean 'scale'?",
        '--set:2:12: error: time.years: Input should be a whole number (got "x").',
        "2 errors; see `simulate schema`",
    ]


def test_run_refuses_a_faulty_scenario_the_same_way(tmp_path: Path) -> None:
    ended = simulate("run", f"{BAD}/unknown_key_top.yaml", "-o", str(tmp_path / "out"))
    assert ended.returncode == 2
    assert "plase: unknown key (got a mapping). Did you mean 'place'?" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "out").exists()


IDLE = [
    "scenarios/crisis_or_prevention.yaml",
    "--set",
    "strategy_definitions.prevention_investment.panel.need_weight=1",
]
WARNED = "--set:1:1: warning: strategy_definitions.prevention_investment.panel.need_weight: does nothing: "


def test_settings_that_do_nothing_are_warned_of_and_change_no_exit_code(tmp_path: Path) -> None:
    ended = simulate("validate", *IDLE)
    assert (ended.returncode, ended.stdout) == (0, f"{IDLE[0]}: ok\n")
    assert ended.stderr.startswith(WARNED)
    ended = simulate("run", *IDLE, "--dry-run", "-o", str(tmp_path / "out"))
    assert ended.returncode == 0
    assert ended.stderr.startswith(WARNED)
    assert "warning" not in ended.stdout
    ended = simulate("sweep", *IDLE, "--draws", "2", "--dry-run", "-o", str(tmp_path / "swept"))
    assert (ended.returncode, ended.stderr.startswith(WARNED)) == (0, True)
    (record,) = json.loads(simulate("validate", "--json", *IDLE).stdout)
    assert record["ok"]
    assert [warning["kind"] for warning in record["warnings"]] == ["warning"]


def test_json_lists_files_and_faults() -> None:
    ended = simulate("validate", "--json", GOOD[0], f"{BAD}/leading_zero.yaml")
    assert (ended.returncode, ended.stderr) == (2, "")
    sound, faulty = json.loads(ended.stdout)
    assert sound == {"file": GOOD[0], "ok": True, "faults": [], "warnings": []}
    (fault,) = faulty["faults"]
    assert (fault["line"], fault["column"], fault["path"], fault["got"]) == (5, 15, "time.years", "017")
    assert fault["suggestion"].startswith("Write 17")


def test_no_colour_and_no_control_codes_are_written() -> None:
    for environment in ({"NO_COLOR": "1"}, {"FORCE_COLOR": "1", "TERM": "xterm"}):
        ended = simulate("validate", f"{BAD}/tag.yaml", **environment)
        assert "\x1b" not in ended.stderr + ended.stdout


def test_a_plain_locale_and_no_home_are_no_obstacle() -> None:
    ended = simulate(
        "validate", GOOD[0], f"{BAD}/pound_sign.yaml", LANG="C", LC_ALL="C", HOME="/nowhere", TZ="Asia/Tokyo"
    )
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


def test_the_schema_is_printed_on_one_line_or_for_reading() -> None:
    line, pretty = simulate("schema"), simulate("schema", "--pretty")
    assert len(line.stdout.splitlines()) == 1
    assert len(pretty.stdout.splitlines()) > 100
    assert json.loads(line.stdout) == json.loads(pretty.stdout)
