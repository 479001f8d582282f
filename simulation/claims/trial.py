"""Try claims: read them, live both sides of each, judge, write, draw."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from simulation.claims.findings import Tried, try_claim
from simulation.claims.pair import Finish, Tell, live_pair, say_nothing
from simulation.claims.pasts import Pasts
from simulation.claims.reading import ClaimFile, read_claim
from simulation.claims.report import verdicts_table, write_report
from simulation.claims.shelf import claim_paths, find_claim
from simulation.measures.files import write_csv
from simulation.measures.results import Results

OUT: Final = Path("results", "claims")
ALL: Final = "all"
"""Stands for every claim that is covered."""
VERDICTS: Final = "verdicts.csv"


class NotCoveredError(ValueError):
    """The model cannot try the claim; the message says why."""

    exit_code = 2


def try_claims(
    names: Sequence[str],
    out: Path | None = None,
    sets: Sequence[str] = (),
    threads: int = 1,
    tell: Tell = say_nothing,
    workers: int = 1,
) -> list[tuple[Tried, Path]]:
    """Try the claims ``names`` (ids, paths, or ``all``) and write a folder for each; returns findings and folders.

    One claim goes into ``out``, several into a folder each below it, with the verdicts of all in ``verdicts.csv``.
    Raises ScenarioError for files with faults, NoSuchClaimError, and NotCoveredError, all before anything is lived, and
    RunError where one of several ``workers`` could not live a replicate. Neither they nor ``threads`` change a result.
    """
    files = [read_claim(path, sets) for path in _paths(names)]
    files = [file for file in files if file.claim.covered or ALL not in names]
    for file in files:
        if not file.claim.covered:
            raise NotCoveredError(f"{file.claim.id} is not covered ({file.claim.reason}): {file.claim.why}")
    base, alone = out if out is not None else OUT, len(files) == 1
    folders = [base if alone and out is not None else base / file.claim.id for file in files]
    done: dict[int, Tried] = {}

    def finish(number: int, results: Results) -> None:
        done[number] = _conclude(files[number], results, folders[number])

    if min(workers, sum(file.claim.run.replicates for file in files)) == 1:
        _live_here(files, threads, finish, tell)
    else:
        from simulation.claims.workers import live_claims

        live_claims(files, sets, workers, threads, finish, tell)
    tried = [done[number] for number in range(len(files))]
    if not alone:
        write_csv(base / VERDICTS, verdicts_table(tried))
    return list(zip(tried, folders, strict=True))


def _live_here(files: Sequence[ClaimFile], threads: int, finish: Finish, tell: Tell) -> None:
    pasts = Pasts(threads, tell)
    for number, file in enumerate(files):
        tell(f"{file.claim.id} {file.claim.title}")
        finish(number, live_pair(file, pasts.of(file), threads, tell))


def _paths(names: Sequence[str]) -> list[Path]:
    return claim_paths() if ALL in names else [find_claim(name) for name in dict.fromkeys(names)]


def _conclude(file: ClaimFile, results: Results, folder: Path) -> Tried:
    from simulation.figures.claim import draw_claim

    tried = try_claim(file.claim, results)
    write_report(folder, file, tried, results)
    draw_claim(folder)
    return tried
