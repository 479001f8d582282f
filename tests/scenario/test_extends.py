"""``extends``: what is laid on what, where faults are placed, and which files are never opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenario.helpers import SMALL, faults_in, faults_of_text
from simulation.scenario import load, scenario_files


def write(folder: Path, **files: str) -> Path:
    """Write files; the first is returned."""
    paths = [folder / f"{name.replace('__', '/')}.yaml" for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return paths[0]


def test_mappings_merge_and_lists_replace(tmp_path: Path) -> None:
    top = write(
        tmp_path,
        top="extends: base.yaml\nname: top\ntime: {years: 3}\nstrategies: [crisis_driven]\nassumptions: [mine]\n",
        base=SMALL + "assumptions: [one, two]\n",
    )
    scenario = load(top)
    assert (scenario.name, scenario.time.years, scenario.time.burn_in_months) == ("top", 3, 12)
    assert scenario.strategies == ("crisis_driven",)
    assert scenario.assumptions == ("mine",)
    assert scenario.place.adults == 5000


def test_a_chain_of_six_files_is_read_and_of_seven_refused(tmp_path: Path) -> None:
    chain = {f"f{i}": f"extends: f{i + 1}.yaml\n" for i in range(6)} | {"f6": SMALL}
    write(tmp_path, **chain)
    assert len(scenario_files(tmp_path / "f1.yaml")) == 6
    assert faults_in(tmp_path / "f0.yaml") == [
        'f5.yaml:1:10: error: extends: more than 5 files extend one another (got "f6.yaml").'
    ]


def test_a_base_in_a_folder_below_may_extend_one_above_within_the_root(tmp_path: Path) -> None:
    top = write(tmp_path, top="extends: sub/middle.yaml\n", sub__middle="extends: ../base.yaml\n", base=SMALL)
    assert [path.name for path in load(top).sources] == ["top.yaml", "middle.yaml", "base.yaml"]


def test_a_fault_stands_in_the_file_that_its_value_came_from(tmp_path: Path) -> None:
    top = write(
        tmp_path,
        top="extends: sub/base.yaml\nplace:\n  scale: 99\n",
        sub__base=SMALL.replace("adults: 5000", "adults: 12"),
    )
    assert faults_in(top) == [
        "sub/base.yaml:5:17: error: place.adults: Input should be greater than or equal to 1000 (got 12).",
        "top.yaml:3:10: error: place.scale: Input should be less than or equal to 20 (got 99).",
    ]


def test_a_value_laid_over_a_faulty_one_mends_it(tmp_path: Path) -> None:
    top = write(tmp_path, top="extends: base.yaml\nplace: {adults: 6000}\n", base=SMALL.replace("5000", "12"))
    assert load(top).place.adults == 6000


def test_a_circle_is_refused(tmp_path: Path) -> None:
    top = write(tmp_path, a="extends: b.yaml\n", b="extends: a.yaml\n")
    assert faults_in(top) == ['b.yaml:1:10: error: extends: files extend one another in a circle (got "a.yaml").']


@pytest.mark.parametrize(
    "written",
    [
        "/etc/passwd",
        "../outside.yaml",
        "sub/../../outside.yaml",
        "~/outside.yaml",
        "C:/outside.yaml",
        "file:///etc/passwd",
        "https://example.org/base.yaml",
        "..\\outside.yaml",
        "link.yaml",
        "linked/outside.yaml",
        "sub",
        "'  '",
        '"a\\0b"',
    ],
)
def test_nothing_outside_the_folder_is_opened(written: str, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    write(tmp_path, outside=SMALL)
    top = write(inside, top=f"extends: {written}\n", sub__x=SMALL)
    (inside / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    (inside / "linked").symlink_to(tmp_path)
    (line,) = faults_in(top)
    assert line.startswith("top.yaml:1:10: error: extends: ")


def test_a_link_that_stays_inside_is_followed(tmp_path: Path) -> None:
    top = write(tmp_path, top="extends: link.yaml\n", base=SMALL)
    (tmp_path / "link.yaml").symlink_to(tmp_path / "base.yaml")
    assert load(top).name == "small"


def test_text_cannot_extend_a_file() -> None:
    (line,) = faults_of_text("extends: base.yaml\n" + SMALL)
    assert line.startswith("scenario:1:1: error: extends: text that is not in a file")


def test_paths_with_spaces_and_other_alphabets(tmp_path: Path) -> None:
    folder = tmp_path / "Ø £ 人"
    top = write(folder, top="extends: un été.yaml\n")
    (folder / "un été.yaml").write_text(SMALL, encoding="utf-8")
    assert load(top).name == "small"
