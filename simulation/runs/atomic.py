"""Files that are either the old one or the new one, never half of one.

Write to a temporary name in the same folder, flush to the disk, rename, flush the folder. Every step goes through
``os`` so that a test can make the n-th of them fail.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

TEMPORARY: Final = ".tmp-"
"""How the name of an unfinished file begins here; that of other rooms' files is ``.<name>.<pid>.tmp``."""


def write_bytes(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` in one step; on any failure the old file stands and nothing is left beside it."""
    temporary = _temporary_name(path)
    try:
        _write_through(temporary, data)
        os.replace(temporary, path)  # noqa: PTH105 (through `os`, see above)
        _flush_folder(path.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_text(path: Path, text: str) -> None:
    """Put ``text`` at ``path`` as UTF-8 with plain newlines, in one step."""
    write_bytes(path, text.encode())


def write_json(path: Path, value: Any) -> None:
    """Put ``value`` at ``path`` as indented JSON, in one step."""
    write_text(path, json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def save_with(save: Callable[[Path], object], path: Path) -> None:
    """Let ``save`` write a file under a temporary name of the same suffix, then put it at ``path`` in one step."""
    temporary = _temporary_name(path)
    try:
        save(temporary)
        _flush_file(temporary)
        os.replace(temporary, path)  # noqa: PTH105
        _flush_folder(path.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def is_temporary(path: Path) -> bool:
    """Whether a file is the unfinished part of a write that was cut short."""
    return path.name.startswith(TEMPORARY) or (path.name.startswith(".") and path.suffix == ".tmp")


def remove_temporaries(folder: Path) -> int:
    """Remove what interrupted writes left in ``folder`` and below; the number removed."""
    left = [path for path in folder.rglob(".*") if path.is_file() and is_temporary(path)]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _temporary_name(path: Path) -> Path:
    return path.with_name(f"{TEMPORARY}{os.getpid()}-{path.name}")


def _write_through(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _flush_file(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder; its rename is durable enough
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
