"""``inputs/``: the scenario as it was written, with every file it extends."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from simulation.runs import atomic
from simulation.runs.engine import Case

INPUTS: Final = "inputs"


def copy_sources(case: Case, folder: Path) -> None:
    """Keep a copy of each file the scenario was read from; one made in Python has none.

    A file that already lies there unchanged is left alone, and so is everything when the scenario is the resolved
    one of this very folder.
    """
    sources = [Path(path) for path in getattr(case, "sources", ())]
    if any(path.resolve().is_relative_to(folder.resolve()) for path in sources):
        return
    for place, path in enumerate(sources):
        target = folder / INPUTS / (path.name if place == 0 else f"extends-{place}-{path.name}")
        target.parent.mkdir(exist_ok=True)
        atomic.write_bytes(target, path.read_bytes())
