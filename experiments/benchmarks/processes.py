"""Whole commands, timed by what they and their children took of the processor, and on the wall."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import NamedTuple

from rows import ROOT


class Taken(NamedTuple):
    """Seconds of processor (all cores together) and on the wall."""

    processor: float
    wall: float


def timed(command: list[str], env: dict[str, str] | None = None) -> Taken:
    """Run Python with these words, from this checkout; a command that fails raises ``CalledProcessError``."""
    before, begun = os.times(), time.monotonic()
    places = {"PYTHONPATH": str(ROOT), **(env or {})}
    subprocess.run([sys.executable, *command], env={**os.environ, **places}, check=True, capture_output=True)
    wall, after = time.monotonic() - begun, os.times()
    user, system = after.children_user - before.children_user, after.children_system - before.children_system
    return Taken(user + system, wall)
