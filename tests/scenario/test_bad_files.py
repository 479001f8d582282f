"""Each file in ``bad/`` carries, as comments, exactly the faults that must be found in it, in one pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenario.helpers import faults_in

BAD = Path(__file__).parent / "bad"
FILES = sorted(BAD.glob("*.yaml"))
MARK = "# expect: "


def expected(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(MARK) for line in lines if line.startswith(MARK)]


def test_there_are_at_least_forty() -> None:
    assert len(FILES) >= 40


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_fault_is_found_where_it_stands(path: Path) -> None:
    said = [line.removeprefix(f"{path.name}:") for line in faults_in(path)]
    wanted = expected(path)
    assert len(said) == len(wanted)
    for line, fragment in zip(said, wanted, strict=True):
        assert line.startswith(fragment.removesuffix(" ...")), f"{line!r} does not begin {fragment!r}"


def test_no_file_is_expected_to_have_no_fault() -> None:
    assert all(expected(path) for path in FILES)
