"""How kernels are compiled and where the machine code is kept.

numba's disk cache does not see edits in another file that a kernel calls, so the folder is keyed by a hash of all
kernel and state sources, the versions of numba and Python, and the processor.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import tempfile
from pathlib import Path

import numba
import numpy as np


def _sources_digest() -> str:
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parent.parent
    for folder in ("kernels", "state"):
        for path in sorted((package / folder).glob("*.py")):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    for part in (numba.__version__, np.__version__, sys.version, platform.machine(), _processor()):
        digest.update(part.encode())
    return digest.hexdigest()[:16]


def _processor() -> str:
    """A name for the processor's features; machine code for one may not run on another."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor()
    return next((line for line in lines if line.startswith("flags")), platform.processor())


def cache_roots() -> tuple[Path, Path]:
    """Where caches may lie: the user's cache folder, else a folder of the user's own among the temporary ones."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")  # noqa: PTH111, PTH118
    user = os.getuid() if hasattr(os, "getuid") else 0
    return Path(base) / "goodlives", Path(tempfile.gettempdir()) / f"goodlives-{user}"


def _usable(folder: Path) -> bool:
    """Whether the folder is there, can be written, and is the user's own: machine code of strangers is never loaded."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        owner = folder.stat().st_uid
    except OSError:
        return False
    return os.access(folder, os.W_OK) and (not hasattr(os, "getuid") or owner == os.getuid())


def cache_folder() -> Path:
    """Folder of the compiled kernels of these sources; a passing one if nothing lasting can be written."""
    name = f"kernels-{_sources_digest()}"
    for root in cache_roots():
        if _usable(root) and _usable(root / name):
            return root / name
    return Path(tempfile.mkdtemp(prefix="goodlives-"))


def stale_folders() -> list[Path]:
    """Caches of other sources, versions or processors, which these sources will never read."""
    mine = f"kernels-{_sources_digest()}"
    return sorted(path for root in cache_roots() for path in root.glob("kernels-*") if path.name != mine)


numba.config.CACHE_DIR = str(cache_folder())

rule = numba.njit(forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False)
"""Compiles a rule: a small function that kernels call for one person, tie or arrangement, never called from Python."""

kernel = numba.njit(nogil=True, cache=True, no_cfunc_wrapper=True, _nrt=False)
"""Compiles a kernel: one process of the month, called from Python, outside Python's lock, kept on disk."""
