"""Where claim files are, and which there are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from simulation.claims.reading import skim_claim
from simulation.claims.schema import Claim
from simulation.scenario.errors import did_you_mean

SHELF: Final = Path(__file__).parents[2] / "experiments" / "claims"
"""The claims that come with the sources."""


class NoSuchClaimError(ValueError):
    """There is no claim of that name."""

    exit_code = 2


def claim_paths(shelf: Path = SHELF) -> list[Path]:
    """Claim files, in order of their ids. Raises NoSuchClaimError where there is no such folder."""
    if not shelf.is_dir():
        raise NoSuchClaimError(f"{shelf} is not here: claims come with the sources (a clone), not with the package")
    return sorted(shelf.glob("R*.yaml"))


def find_claim(name: str, shelf: Path = SHELF) -> Path:
    """The file of a claim by its id (``R017``), or a path to one. Raises NoSuchClaimError."""
    if name.endswith(".yaml"):
        return Path(name)
    by_id = {path.stem.lower(): path for path in claim_paths(shelf)}
    if name.lower() not in by_id:
        near = did_you_mean(name.upper(), [path.stem for path in by_id.values()])
        raise NoSuchClaimError(
            f"there is no claim {name!r}. {near} `simulate claim list` names them.".replace("  ", " ")
        )
    return by_id[name.lower()]


def all_claims(shelf: Path = SHELF) -> list[Claim]:
    """Every claim by its schema. Raises ScenarioError with the faults of the first file at fault."""
    return [skim_claim(path) for path in claim_paths(shelf)]


def listed(claims: Sequence[Claim]) -> list[dict[str, object]]:
    """Claims as a list tells them: id, title, grade, covered or not and why."""
    return [
        {
            "id": claim.id,
            "title": claim.title,
            "claim": claim.claim,
            "grade": claim.grade,
            "covered": claim.covered,
            "reason": claim.reason,
            "why": claim.why,
            "measures": [asked.measure for asked in claim.measures],
            "minutes": claim.minutes,
        }
        for claim in claims
    ]
