"""One run a folder at a time: a lock the kernel lets go of when its holder ends, however it ends."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from simulation.runs.errors import FolderError

LOCK: Final = ".lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder.

    Raises:
        FolderError: at once, if another process holds it; says which, where and since when.
    """
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if not _take(handle):
            raise FolderError(f"{folder} is in use by {_holder(folder)}. Wait for it, or choose another with -o.")
        note = {"pid": os.getpid(), "host": platform.node(), "started_utc": datetime.now(UTC).isoformat("T", "seconds")}
        os.ftruncate(handle, 0)
        os.write(handle, json.dumps(note).encode())
        yield
    finally:
        os.close(handle)  # and with it the lock goes


def _take(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1 << 20)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _holder(folder: Path) -> str:
    try:
        note = json.loads((folder / LOCK).read_text(encoding="utf-8"))
        return f"process {note['pid']} on {note['host']}, started {note['started_utc']}"
    except (OSError, ValueError, KeyError):
        return "another process"
