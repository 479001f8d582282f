"""Files made to exhaust, to run code or to read what they must not: refused, quickly and in little memory."""

from __future__ import annotations

import os
import time
import tracemalloc
from pathlib import Path

import pytest

from scenario.helpers import SMALL, faults_in

SECONDS = 1.0
MEGABYTES = 200

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

BOMBS = {
    "billion_laughs": (LAUGHS, "1:4: error: a: anchors, aliases and merge keys are not read"),
    "nested_lists": ("a: " + "[" * 300_000, "more than 20 levels"),
    "nested_lists_in_lines": ("a:\n" + "[\n" * 300_000, "not YAML"),
    "nested_mappings": ("{a: " * 200_000, "more than 20 levels"),
    "nested_dashes": ("- " * 300_000, "more than 20 levels"),
    "nested_questions": ("? " * 300_000, "more than 20 levels"),
    "holds_itself": ("a: &a [*a]\n", "1:8: error: a.0: anchors, aliases and merge keys are not read"),
    "runs_code": (SMALL + "title: !!python/object/apply:os.system ['touch /tmp/x']\n", "7:8: error: title: tags"),
    "too_large": ("# " + "x" * 1_000_000, "1:1: error: the file is larger than 1,000,000 bytes"),
    "long_number": (SMALL + f"price_year: {'9' * 5000}\n", "a number must have at most 40 characters"),
    "control_characters": (SMALL + "title: a\x00b\n", "7:9: error: a control character (got U+0000)"),
    "half_a_pair": (SMALL + 'title: "\\ud800"\n', "7:8: error: title: text holds half of a surrogate pair"),
    "many_faults": ("".join(f"k{i}: 017\n" for i in range(20_000)), "1:5: error: k0: a number must not begin with 0"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_quickly_and_in_little_memory(name: str, tmp_path: Path) -> None:
    text, fragment = BOMBS[name]
    path = tmp_path / "bomb.yaml"
    path.write_text(text, encoding="utf-8")
    faults_in(path)  # so that imports are not counted
    begun = time.process_time()
    said = faults_in(path)
    assert time.process_time() - begun < SECONDS
    assert any(fragment in line for line in said), said[:3]
    tracemalloc.start()
    faults_in(path)
    assert tracemalloc.get_traced_memory()[1] < MEGABYTES * 1e6
    tracemalloc.stop()


def test_more_values_than_allowed_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulation.scenario.guard.MAX_NODES", 1000)
    path = tmp_path / "wide.yaml"
    path.write_text("a: [" + "1, " * 2000 + "1]\n", encoding="utf-8")
    assert "more than 1,000 values in one file" in faults_in(path)[0]


def test_text_that_is_not_utf8_is_refused_at_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes(SMALL.encode() + "title: Café\n".encode("latin-1"))
    assert faults_in(path) == ["latin.yaml:7:11: error: the text is not UTF-8 (got byte 0xe9). Save the file as UTF-8."]


def test_utf16_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.yaml"
    path.write_bytes(SMALL.encode("utf-16"))
    assert "not UTF-8" in faults_in(path)[0]


def test_tabs_are_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "tabs.yaml"
    path.write_text("schema: 1\nplace:\n\tadults: 5000\n", encoding="utf-8")
    (line,) = faults_in(path)
    assert line.startswith("tabs.yaml:3:1: error: not YAML:")
    assert line.endswith("Indent with spaces, not tabs.")


def test_lines_that_end_as_in_windows_have_the_same_positions(tmp_path: Path) -> None:
    path = tmp_path / "windows.yaml"
    path.write_bytes((SMALL + "run: {seed: x}\n").replace("\n", "\r\n").encode())
    assert faults_in(path) == ['windows.yaml:7:13: error: run.seed: Input should be a whole number (got "x").']


def test_a_mark_of_byte_order_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "marked.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.encode() + b"run: {seed: x}\n")
    assert faults_in(path)[0].startswith("marked.yaml:7:13: error: run.seed")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert "not an ordinary file" in faults_in(tmp_path / "pipe.yaml")[0]


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "this is a folder" in faults_in(tmp_path)[0]


def test_a_file_that_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "average_council.yaml").write_text(SMALL, encoding="utf-8")
    (line,) = faults_in(tmp_path / "average_councils.yaml")
    assert line == "average_councils.yaml:1:1: error: there is no such file. Did you mean 'average_council.yaml'?"
