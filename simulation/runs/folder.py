"""The folder of a run: which one, whether it may be used, and what is put there before the first replicate."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Final

from simulation.runs import atomic, manifest
from simulation.runs.engine import Case
from simulation.runs.errors import DamagedError, FolderError, StorageError
from simulation.runs.lock import LOCK
from simulation.runs.memory import MB
from simulation.runs.replicates import RESOLVED

RESULTS: Final = Path("results")
DIGITS: Final = 8
SHOWN_DIGITS: Final = 12
SHOWN: Final = 20
"""Differences listed before "and n more"."""


def default_folder(case: Case) -> Path:
    """``results/<scenario>-<first digits of its digest>``."""
    return RESULTS / f"{case.name}-{case.digest()[:DIGITS]}"


def make(folder: Path) -> None:
    """Create the folder.

    Raises:
        FolderError: it cannot be created or is not a folder.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise FolderError(f"{folder} cannot be created: {fault.strerror or fault}") from fault


def refuse_others(folder: Path, case: Case, now: dict[str, Any]) -> None:
    """Make sure that what the folder holds, if anything, is of the same scenario and versions (``versions.identity``).

    Raises:
        FolderError: lists what differs.
    """
    if is_empty(folder):
        return
    if not (folder / manifest.MANIFEST).exists():
        raise FolderError(f"{folder} holds files that are not of a run. Choose another folder with -o.")
    try:
        then = manifest.read(folder)
    except DamagedError:
        return  # each replicate says itself what made it; those that fit are kept
    unlike = _differences(then["identity"], now)
    if unlike:
        lines = _scenario_differences(folder, case) + [line for line in unlike if not line.startswith("scenario_")]
        raise FolderError(
            f"{folder} holds results of another scenario or version:\n"
            + "\n".join(f"  {line}" for line in _shortened(lines or unlike))
            + "\nChoose another folder with -o, or add --fresh --force to replace what is there."
        )


def refuse_used(folder: Path) -> None:
    """Make sure that the folder is empty.

    Raises:
        FolderError: it is not.
    """
    if not is_empty(folder):
        raise FolderError(f"{folder} is not empty; --fresh starts in an empty folder. Add --force to replace it.")


def clear(folder: Path) -> None:
    """Remove an earlier run from its folder; a folder without a manifest is left alone.

    Raises:
        FolderError: what is there is not of a run.
    """
    if is_empty(folder):
        return
    if not (folder / manifest.MANIFEST).exists():
        raise FolderError(f"{folder} holds files that are not of a run; nothing was removed.")
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name not in (LOCK, manifest.MANIFEST):
            path.unlink()
    (folder / manifest.MANIFEST).unlink()  # last, so that a crash before leaves it recognisable


def is_empty(folder: Path) -> bool:
    """Whether a folder holds nothing but a lock and leftovers of interrupted writes."""
    return all(path.name == LOCK or atomic.is_temporary(path) for path in folder.iterdir())


def require_space(folder: Path, needed_mb: float) -> None:
    """Make sure that the disk has room.

    Raises:
        StorageError: says how much is needed and how much is free.
    """
    free = shutil.disk_usage(folder).free / MB
    if free < needed_mb:
        raise StorageError(f"{folder}: needs {needed_mb:,.0f} MB, {free:,.0f} MB free. Choose another disk with -o.")


def _differences(then: dict[str, Any], now: dict[str, Any]) -> list[str]:
    old, new = _flat(then), _flat(now)
    keys = [key for key in [*old, *(key for key in new if key not in old)] if old.get(key) != new.get(key)]
    return [f"{key}: {_shown(old, key)} there, {_shown(new, key)} now" for key in keys]


def _scenario_differences(folder: Path, case: Case) -> list[str]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    reader = YAML(typ="safe")
    try:
        then = reader.load((folder / RESOLVED).read_text(encoding="utf-8"))
    except (OSError, YAMLError) as fault:
        return [f"{RESOLVED} cannot be read: {type(fault).__name__}"]
    return _differences(then, reader.load(case.resolved_yaml()))


def _flat(tree: Any, path: str = "") -> dict[str, Any]:
    if not isinstance(tree, dict):
        return {path: tree}
    leaves: dict[str, Any] = {}
    for key, value in tree.items():
        leaves.update(_flat(value, f"{path}.{key}" if path else str(key)))
    return leaves


def _shown(leaves: dict[str, Any], key: str) -> str:
    if key not in leaves:
        return "absent"
    text = str(leaves[key])
    return f"{text[:SHOWN_DIGITS]}…" if key.endswith("_sha256") else text


def _shortened(lines: list[str]) -> list[str]:
    return lines if len(lines) <= SHOWN else [*lines[:SHOWN], f"and {len(lines) - SHOWN} more"]
