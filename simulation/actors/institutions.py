"""Neighbourhoods, the hospital and the Shared Lives scheme: institutions seen as Mesa agents.

Their numbers live in the place's arrays; each agent is a view on its rows, and decides where it has a decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.actors.base import Institution
from simulation.state.codes import HOSPITAL
from simulation.state.place import SHARERS

if TYPE_CHECKING:
    from simulation.model import CareEcosystem


class Neighbourhood(Institution):
    """Where people meet."""

    def __init__(self, model: CareEcosystem, row: int) -> None:
        super().__init__(model)
        self.row = row

    @property
    def deprivation_fifth(self) -> int:
        """1 (most deprived) to 5."""
        return int(self.model.town.place.hoods.fifth[self.row]) + 1

    @property
    def vitality(self) -> float:
        """How much there is to join; 1 is average."""
        return float(self.model.town.place.hoods.vitality[self.row])


class Hospital(Institution):
    """The acute hospital: who is ready to leave and waits for support."""

    @property
    def ready_to_leave(self) -> int:
        """People in a bed who wait for support to go home."""
        return int((self.model.town.place.people.setting == HOSPITAL).sum())


class SharedLivesScheme(Institution):
    """Recruits, approves and supports Shared Lives carers."""

    @property
    def carers_approved(self) -> int:
        """Carer households approved now."""
        place = self.model.town.place
        used = int(place.counters[SHARERS])
        approved = place.sharers.approved[:used] <= self.model.month
        return int((place.sharers.active[:used].astype(bool) & approved).sum())
