"""How kernels are compiled and where the machine code is kept.

numba's disk cache does not see edits in another file that a kernel calls, so the folder is keyed by a hash of all
kernel and state sources, the versions of numba and Python, and the processor.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import numpy as np

from simulation.later import standing_in


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


def _leave_blas_for_later() -> None:
    """numba asks SciPy's linear algebra, which takes as long to import as numba, whether matrices can be multiplied.

    No kernel does; SciPy has what it takes, and is imported by the first function that does.
    """
    with standing_in({"scipy.linalg.cython_blas": None}):
        arrays: Any = importlib.import_module("numba.np.arraymath")
    if hasattr(arrays, "_HAVE_BLAS"):
        arrays._HAVE_BLAS = importlib.util.find_spec("scipy") is not None


numba.config.CACHE_DIR = str(cache_folder())
_leave_blas_for_later()


def _widened(given: Any) -> Any:
    """The type that a rule is compiled for: whole numbers of 64 bits, whatever column or constant they come from."""
    types: Any = numba.types
    given = types.unliteral(given)
    narrow = isinstance(given, types.Integer) and (given.signed or given.bitwidth < 32)
    return types.int64 if narrow else given


def _once(compiled: Any) -> Any:
    """Have a function compiled once, and not anew for every width of whole number and every constant that kernels
    call it with. Words of luck (32 and 64 bits without sign) stay as they are."""
    choose = getattr(compiled, "get_call_template", None)
    if choose is None:  # numba switched off, or another numba: right all the same, and compiled more often
        return compiled
    compiled.get_call_template = lambda args, kws: choose(
        [_widened(given) for given in args], {name: _widened(given) for name, given in kws.items()}
    )
    return compiled


def rule(function: Callable[..., Any]) -> Any:
    """Compiles a rule: a small function that kernels call for one person, tie or arrangement, and Python never."""
    return _once(numba.njit(forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False)(function))


def open_rule(function: Callable[..., Any]) -> Any:
    """Compiles a rule that may be called from Python too."""
    return _once(numba.njit(forceinline=True, no_cfunc_wrapper=True, _nrt=False)(function))


def routine(function: Callable[..., Any]) -> Any:
    """Compiles a pass, or a rule too long to be written out at every call; Python may call it too, so it is kept."""
    return _once(numba.njit(cache=True, no_cfunc_wrapper=True, _nrt=False)(function))


kernel = numba.njit(nogil=True, cache=True, no_cfunc_wrapper=True, _nrt=False)
"""Compiles a kernel: one process of the month, called from Python, outside Python's lock, kept on disk."""
