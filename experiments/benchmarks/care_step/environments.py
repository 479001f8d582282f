"""An environment for each peer, made once in the user's cache folder, so that none is a dependency of the project."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

PINS = Path(__file__).parent / "requirements"


class NotInstalled(RuntimeError):
    """An environment could not be made; the message is the reason."""


def cache_folder() -> Path:
    """Where environments and compiled code are kept: ``goodlives/benchmarks`` in the user's cache."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "goodlives" / "benchmarks"


def interpreter(requirements: str | None) -> Path:
    """Python of the environment that ``requirements/NAME.txt`` pins, made first where it is not there yet.

    Raises NotInstalled with pip's own last words where it cannot be made.
    """
    if requirements is None:
        return Path(sys.executable)
    pins = PINS / f"{requirements}.txt"
    text = pins.read_bytes() + sys.version.encode()
    folder = cache_folder() / f"{requirements}-{hashlib.sha256(text).hexdigest()[:10]}"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        print(f"making the environment of {requirements}", file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        _call([sys.executable, "-m", "venv", str(folder)])
        _call([str(python), "-m", "pip", "install", "--quiet", "--requirement", str(pins)])
        (folder / "ready").touch()
    return python


def _call(command: list[str]) -> None:
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        errors = [line for line in ran.stderr.splitlines() if line.startswith("ERROR")] or ran.stderr.splitlines()
        raise NotInstalled(errors[0] if errors else f"exit code {ran.returncode}")
