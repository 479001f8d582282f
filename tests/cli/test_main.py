"""The command line as a whole: what it lists, what it imports, how it ends."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

import simulation
from simulation.cli import main as front

ROOT = Path(__file__).parents[2]
HEAVY = ("numpy", "numba", "mesa", "pandas", "pyarrow", "scipy", "matplotlib")
MAIN_JOB = "scenarios/crisis_or_prevention.yaml"


def simulate(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "simulation", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60
    )


def imported_by(code: str, packages: tuple[str, ...] = HEAVY) -> set[str]:
    """Which of the packages are imported when ``code`` has run."""
    script = f"import sys\ntry:\n    {code}\nexcept SystemExit:\n    pass\nprint('MODULES', *sys.modules)"
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    line = next(line for line in ended.stdout.splitlines() if line.startswith("MODULES"))
    return set(packages) & set(line.split())


def test_help_lists_each_command_whose_file_is_there() -> None:
    ended = simulate("--help")
    assert ended.returncode == 0
    there = [name for name in front.COMMANDS if (ROOT / "simulation" / "cli" / f"{name}.py").is_file()]
    assert {"run", "validate", "schema", "explain", "verify"} <= set(there)
    assert all(f"  {name} " in ended.stdout for name in there)


def test_every_listed_command_can_be_imported_and_has_help() -> None:
    for name in front.cli.list_commands(click.Context(front.cli)):
        ended = simulate(name, "--help")
        assert ended.returncode == 0, ended.stderr
        assert "--debug" in ended.stdout


@pytest.mark.parametrize(
    "arguments", [["--help"], ["validate", MAIN_JOB], ["schema"], ["validate", "--help"]], ids=lambda words: words[0]
)
def test_light_commands_import_nothing_heavy(arguments: list[str]) -> None:
    assert imported_by(f"from simulation.cli.main import main; main({arguments!r})") == set()


def test_help_reads_no_scenario_and_no_yaml() -> None:
    assert (
        imported_by("from simulation.cli.main import main; main(['--help'])", ("pydantic", "ruamel", *HEAVY)) == set()
    )


def test_a_month_is_lived_without_what_only_results_need() -> None:
    month = "from simulation import CareEcosystem as C; C(place__scale=0.002, time__burn_in_months=1).step()"
    assert imported_by(month, ("matplotlib", "pydantic", "numba", "mesa")) == {"pydantic", "numba", "mesa"}


def test_importing_the_package_and_loading_a_scenario_imports_nothing_heavy() -> None:
    assert imported_by("import simulation") == set()
    assert imported_by(f"from simulation import load; load({MAIN_JOB!r})") == set()


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert simulation.__version__ == project["version"]
    assert simulate("--version").stdout == f"simulate {project['version']}\n"


def test_an_unknown_command_is_named_with_the_nearest() -> None:
    ended = simulate("valdate")
    assert ended.returncode == 2
    assert "Did you mean 'validate'?" in ended.stderr


def test_the_front_door_knows_its_names_and_no_others() -> None:
    assert simulation.load.__name__ == "load"
    assert set(simulation.__all__) - {"__version__"} == set(simulation._HOMES)
    with pytest.raises(AttributeError):
        _ = simulation.nothing_of_the_kind


def ends_with(monkeypatch: pytest.MonkeyPatch, fault: BaseException, *arguments: str) -> object:
    """The exit code when the command ``verify`` raises ``fault``."""

    def raising() -> None:
        raise fault

    command = click.Command("verify", callback=raising)
    monkeypatch.setattr(front, "import_module", lambda _name: SimpleNamespace(command=command))
    with pytest.raises(SystemExit) as ended:
        front.main(["verify", *arguments])
    return ended.value.code


class BrokenLawError(Exception):
    exit_code = 65


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (ValueError("two\nlines"), 70),
        (ZeroDivisionError(), 70),
        (MemoryError(), 70),
        (BrokenLawError("damaged"), 65),
        (OSError(28, "No space left on device"), 74),
        (KeyboardInterrupt(), 130),
        (click.UsageError("no"), 2),
        (click.exceptions.Exit(75), 75),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_fault_has_its_exit_code_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fault: BaseException, code: int
) -> None:
    assert ends_with(monkeypatch, fault) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    assert len(told.err.splitlines()) <= 4


@pytest.mark.parametrize("arguments", [["--debug", "verify"], ["verify", "--debug"]])
def test_debug_shows_the_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    def raising() -> None:
        raise ValueError("here")

    command = click.Command("verify", callback=raising)
    monkeypatch.setattr(front, "import_module", lambda _name: SimpleNamespace(command=command))
    with pytest.raises(SystemExit) as ended:
        front.main(arguments)
    assert ended.value.code == 70
    assert "Traceback" in capsys.readouterr().err


def test_a_reader_that_closes_early_is_no_fault() -> None:
    script = f"{sys.executable} -m simulation schema --pretty | head -n 1"
    ended = subprocess.run(["bash", "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ended.stdout == "{\n"
    assert ended.stderr == ""
