"""Few dependencies, all locked by hash, and nothing of a registry's address in the lock."""

import importlib.metadata
import re
import tomllib

from packaging.requirements import Requirement
from paths import ROOT

MOST_DIRECT, MOST_PACKAGES, MOST_MEGABYTES = 10, 30, 750  # why not 400 MB: docs/decisions.md
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def closure(names):
    """All distributions that the named ones need here, by plain name."""
    found, waiting = {}, [plain(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = importlib.metadata.distribution(name)
        needs = [Requirement(text) for text in found[name].requires or []]
        waiting += [plain(need.name) for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})]
    return found


def test_direct_dependencies_are_few():
    assert len(PROJECT["dependencies"]) <= MOST_DIRECT


def test_all_that_they_need_is_little(capsys):
    packages = closure(Requirement(text).name for text in PROJECT["dependencies"])
    size = sum(file.size or 0 for package in packages.values() for file in package.files or []) / 1e6
    with capsys.disabled():
        print(f"\n{len(PROJECT['dependencies'])} direct dependencies, {len(packages)} packages, {size:.0f} MB")
    assert len(packages) <= MOST_PACKAGES
    assert size <= MOST_MEGABYTES


def test_every_dependency_is_locked_at_a_version_it_allows():
    locked = dict(re.findall(r"^([\w.-]+)==(\S+) \\$", LOCK, re.MULTILINE))
    versions = {plain(name): version for name, version in locked.items()}
    asked = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    for need in map(Requirement, asked):
        assert need.specifier.contains(versions[plain(need.name)]), need


def test_every_locked_version_has_hashes():
    entries = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_lock_names_no_place_to_fetch_from():
    assert not re.search(r"://|--index|--find-links|--trusted", LOCK)
