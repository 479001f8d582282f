"""Pasts of claims: one at a time is kept, because claims of one place after another often share it."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulation.claims.pair import Tell, live_pasts, past_key, say_nothing
from simulation.claims.reading import ClaimFile
from simulation.claims.schema import BOTH
from simulation.past import Past


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
