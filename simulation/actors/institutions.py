"""Neighbourhoods, the hospital and the Shared Lives scheme: institutions seen as Mesa agents.

Their numbers live in the place's arrays; each agent is a view on its rows, and decides where it has a decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.actors.base import Institution
from simulation.state.codes import HERE, HOSPITAL, PATHWAY_NAMES, WAIT_NAMES
from simulation.state.journal import COUNT_INDEX
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
    """The acute hospital: who lies there for months, who is ready to leave, what they wait for, by which pathways.

    It decides nothing itself: whom it asks a step-down bed for is the kernel's rule.
    """

    def _there(self) -> NDArray[np.int64]:
        people = self.model.town.place.people
        return np.flatnonzero((people.setting == HOSPITAL) & (people.status == HERE))

    @property
    def in_treatment(self) -> int:
        """People whose stay lasts months and who are not ready to leave."""
        people, rows = self.model.town.place.people, self._there()
        return int((people.hospital_since[rows] > self.model.month).sum())

    @property
    def ready_to_leave(self) -> int:
        """People in a bed who wait for support to leave."""
        return len(self._there()) - self.in_treatment

    @property
    def delayed_days(self) -> dict[str, int]:
        """Days of waiting in the last month, by what was waited for."""
        return {name: self._last_month(f"delayed_days_{name}") for name in WAIT_NAMES}

    @property
    def discharges(self) -> tuple[int, int, int, int]:
        """People who left in the last month by pathway 0 to 3."""
        unaided, supported, step_down, care_home = (self._last_month(f"discharges_{way}") for way in PATHWAY_NAMES)
        return unaided, supported, step_down, care_home

    def _last_month(self, count: str) -> int:
        t = self.model.month + self.model.burn_in - 1
        return int(self.model.town.journal.counts[t, COUNT_INDEX[count]].sum()) if t >= 0 else 0


class SharedLivesScheme(Institution):
    """Recruits, approves and supports Shared Lives carers."""

    @property
    def carers_approved(self) -> int:
        """Carer households approved now."""
        place = self.model.town.place
        used = int(place.counters[SHARERS])
        approved = place.sharers.approved[:used] <= self.model.month
        return int((place.sharers.active[:used].astype(bool) & approved).sum())
