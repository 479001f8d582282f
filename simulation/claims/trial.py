"""Try a claim: read it, live both sides, judge, write, draw."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from simulation.claims.findings import Tried, try_claim
from simulation.claims.pair import Tell, live_pair, say_nothing
from simulation.claims.reading import read_claim
from simulation.claims.report import write_report
from simulation.claims.shelf import find_claim


class NotCoveredError(ValueError):
    """The model cannot try the claim; the message says why."""

    exit_code = 2


def try_and_write(
    name: str, out: Path | None = None, sets: Sequence[str] = (), threads: int = 1, tell: Tell = say_nothing
) -> tuple[Tried, Path]:
    """Try the claim ``name`` (an id, or a path) and write the report into ``out`` (``results/claims/ID``).

    Raises ScenarioError for a file with faults, NoSuchClaimError, and NotCoveredError.
    """
    file = read_claim(find_claim(name), sets)
    if not file.claim.covered:
        raise NotCoveredError(f"{file.claim.id} is not covered ({file.claim.reason}): {file.claim.why}")
    folder = out if out is not None else Path("results") / "claims" / file.claim.id
    results = live_pair(file, threads=threads, tell=tell)
    tried = try_claim(file.claim, results)
    write_report(folder, file, tried, results)
    _draw(folder)
    return tried, folder


def _draw(folder: Path) -> None:
    from simulation.figures.claim import draw_claim

    draw_claim(folder)
