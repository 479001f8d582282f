"""The doctor says what is there, finds what is wrong, and removes only what nobody will read."""

import pytest
from click.testing import CliRunner

from simulation.cli.doctor import command
from simulation.kernels import compiling
from simulation.runs import health, warming


def test_a_working_installation_has_nothing_wrong():
    told = CliRunner().invoke(command, ["--warm"])
    assert told.exit_code == 0, told.output
    names = {line.split("  ")[0] for line in told.output.splitlines()}
    asked = {"python", "numpy", "numba", "mesa", "goodlives", "processor", "free memory", "kernel cache", "kernels"}
    assert asked | {"Philox4x32-10", "threads"} <= names
    assert "one and two give the same bits" in told.output
    assert "WRONG" not in told.output


def test_a_wrong_generator_ends_with_1(monkeypatch):
    counter, key, words = health.PHILOX_KNOWN[0]
    monkeypatch.setattr(health, "PHILOX_KNOWN", ((counter, key, words[::-1]),))
    told = CliRunner().invoke(command, [])
    assert told.exit_code == 1
    assert "WRONG: 0 of 1 known answers right" in told.output


def test_threads_that_disagree_end_with_1(monkeypatch):
    monkeypatch.setattr(warming, "compiled", lambda: True)
    monkeypatch.setattr(warming, "state_after_a_month", lambda threads: str(threads))
    told = CliRunner().invoke(command, [])
    assert told.exit_code == 1
    assert "WRONG: one and two give DIFFERENT results" in told.output


def test_too_little_memory_ends_with_1(monkeypatch):
    monkeypatch.setattr(health.memory, "free_mb", lambda: 1.0)
    assert CliRunner().invoke(command, []).exit_code == 1


@pytest.fixture
def caches(monkeypatch, tmp_path):
    """A stale cache beside the one in use, and a file of somebody else."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(compiling.tempfile, "gettempdir", lambda: str(tmp_path / "passing"))
    mine = compiling.cache_folder()
    stale = mine.with_name("kernels-0123456789abcdef")
    stale.mkdir()
    (stale / "old.nbc").write_bytes(b"x" * 1000)
    other = mine.with_name("notes")
    other.mkdir()
    return mine, stale, other


def test_stale_caches_are_told(caches):
    told = CliRunner().invoke(command, [])
    assert "stale caches" in told.output
    assert "not compiled yet" in told.output


def test_cleaning_removes_caches_of_other_sources_alone(caches):
    mine, stale, other = caches
    assert health.clean() == 1000
    assert not stale.exists()
    assert mine.is_dir()
    assert other.is_dir()
