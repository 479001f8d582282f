"""With what a result was made: versions, source digest, commit and processor."""

from __future__ import annotations

import contextlib
import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import numpy as np

from simulation.runs import digests
from simulation.runs.engine import Case

RESULTS_VERSION: Final = 7
"""Goes up whenever the same scenario gives other numbers, or a result file another shape."""

PACKAGES: Final = ("goodlives", "mesa", "numba", "numpy", "pyarrow")
GIT_SECONDS: Final = 10


def identity(case: Case) -> dict[str, Any]:
    """All that determines the numbers of a run; two runs may share a folder only if it is the same."""
    return {
        "scenario_sha256": case.digest(),
        "results_version": RESULTS_VERSION,
        "model_sha256": digests.of_model_sources(),
        "versions": package_versions(),
    }


def package_versions() -> dict[str, str]:
    """Version of Python and of each package that takes part in a number."""
    versions = {"python": platform.python_version()}
    for name in PACKAGES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            versions[name] = metadata.version(name)
    return versions


def git_state() -> dict[str, Any] | None:
    """Commit of the checkout the package lies in, and whether files were changed since; None outside a checkout."""
    root = Path(__file__).parents[2]
    if not (root / ".git").exists():
        return None
    commit = _git(root, "rev-parse", "HEAD")
    changed = _git(root, "status", "--porcelain")
    return None if commit is None else {"commit": commit.strip(), "dirty": bool(changed)}


def machine() -> dict[str, Any]:
    """Operating system, processor and the vector instructions NumPy found."""
    return {
        "system": platform.platform(),
        "processor": platform.machine(),
        "cpu_features": _cpu_features(),
        "cores": os.cpu_count(),
    }


def _cpu_features() -> list[str]:
    told: Any = np.show_config(mode="dicts")  # type: ignore[call-overload,func-returns-value,unused-ignore]
    simd = told.get("SIMD Extensions", {})
    return sorted({*simd.get("baseline", []), *simd.get("found", [])})


def _git(root: Path, *words: str) -> str | None:
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            ["git", "-C", str(root), *words], capture_output=True, text=True, timeout=GIT_SECONDS, check=True
        )
        return done.stdout
    return None
