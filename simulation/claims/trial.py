"""Try claims: read them, live both sides of each, judge, write, draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from simulation.claims.findings import Tried, try_claim
from simulation.claims.pair import Tell, live_pair, live_pasts, past_key, say_nothing
from simulation.claims.reading import ClaimFile, read_claim
from simulation.claims.report import verdicts_table, write_report
from simulation.claims.schema import BOTH
from simulation.claims.shelf import claim_paths, find_claim
from simulation.measures.files import write_csv
from simulation.past import Past

OUT: Final = Path("results", "claims")
ALL: Final = "all"
"""Stands for every claim that is covered."""
VERDICTS: Final = "verdicts.csv"


class NotCoveredError(ValueError):
    """The model cannot try the claim; the message says why."""

    exit_code = 2


@dataclass
class Pasts:
    """The past of the claim before, of each of its places, kept for the next if it has the same."""

    threads: int = 1
    tell: Tell = say_nothing
    _kept: dict[str, dict[str, Past]] = field(default_factory=dict)

    def of(self, file: ClaimFile) -> dict[str, Past]:
        """The common past of both sides of a claim, by place."""
        scenario = file.scenarios[BOTH]
        key = past_key(scenario)
        if key not in self._kept:
            places = "places" if file.claim.places else "place"
            self.tell(f"Building the {places} and living {scenario.time.burn_in_months} months of burn-in.")
            self._kept = {key: live_pasts(scenario, self.threads)}
        return self._kept[key]


def try_claims(
    names: Sequence[str], out: Path | None = None, sets: Sequence[str] = (), threads: int = 1, tell: Tell = say_nothing
) -> list[tuple[Tried, Path]]:
    """Try the claims ``names`` (ids, paths, or ``all``) and write a folder for each; returns findings and folders.

    One claim goes into ``out``, several into a folder each below it, with the verdicts of all in ``verdicts.csv``.
    Raises ScenarioError for files with faults, NoSuchClaimError, and NotCoveredError, all before anything is lived.
    """
    files = [read_claim(path, sets) for path in _paths(names)]
    files = [file for file in files if file.claim.covered or ALL not in names]
    for file in files:
        if not file.claim.covered:
            raise NotCoveredError(f"{file.claim.id} is not covered ({file.claim.reason}): {file.claim.why}")
    base, alone = out if out is not None else OUT, len(files) == 1
    pasts, done = Pasts(threads, tell), []
    for file in files:
        tell(f"{file.claim.id} {file.claim.title}")
        folder = base if alone and out is not None else base / file.claim.id
        done.append((_try_one(file, folder, pasts), folder))
    if not alone:
        write_csv(base / VERDICTS, verdicts_table([tried for tried, _ in done]))
    return done


def _paths(names: Sequence[str]) -> list[Path]:
    return claim_paths() if ALL in names else [find_claim(name) for name in dict.fromkeys(names)]


def _try_one(file: ClaimFile, folder: Path, pasts: Pasts) -> Tried:
    from simulation.figures.claim import draw_claim

    results = live_pair(file, pasts.of(file), pasts.threads, pasts.tell)
    tried = try_claim(file.claim, results)
    write_report(folder, file, tried, results)
    draw_claim(folder)
    return tried
