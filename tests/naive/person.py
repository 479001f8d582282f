"""A person: one Mesa agent, with ties in eight slots (their order decides the order in which floats are added)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import mesa

from naive.things import Arrangement, Enrolment, Hood, Tie, f32
from simulation.state import codes
from simulation.state.rates import MAX_AGE, N_BANDS

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem

CONDITIONS = dict(zip(codes.CONDITION_NAMES, range(6), strict=True))
APART = 2
AT_HOME = (codes.OWN_HOME, codes.TENANCY, codes.CARER_HOME)


class Person(mesa.Agent):
    """Everyone of the place, those yet to come and those gone included; ``id`` is for life."""

    model: NaiveEcosystem
    id: int
    status: int
    female: int
    birth_month: int
    entry_month: int
    hood: Hood
    own_home: int | None
    own_hood: Hood
    home: int
    conditions: set[int]
    need: int
    passing: int
    means: int
    temper: float
    skill: float
    lonely: float
    fulfilment: list[float]
    setting: int
    arrangement: Arrangement | None
    asked_minutes: int
    unpaid_minutes: int
    brought_minutes: int = 0
    """Of those, from somebody whom a programme brought."""
    paid_minutes: int
    care_minutes: int
    cared_before: bool
    helped_by: dict[Person, int]
    lost_care: int
    strain: float
    rest_until: int
    stage: int
    stage_since: int
    urgency: int
    wanted: int
    hospital_since: int
    admitted: int
    stay_days: int
    stroke: int
    left_hospital: int
    pathway: int
    reabled: int
    followed: int
    changed: int
    moved: int
    moved_how: int
    enrolments: list[Enrolment | None]
    ties: list[Tie | None]

    # age

    @property
    def age_months(self) -> int:
        return self.model.month - self.birth_month

    @property
    def age_years(self) -> int:
        return min(self.age_months // 12, MAX_AGE)

    @property
    def band(self) -> int:
        return min(self.age_months // 60, N_BANDS - 1)

    @property
    def older(self) -> bool:
        return self.age_months >= 65 * 12

    @property
    def adult(self) -> bool:
        return self.age_months >= 18 * 12

    # place

    @property
    def here(self) -> bool:
        return self.status == codes.HERE

    @property
    def at_home(self) -> bool:
        return self.setting in AT_HOME

    @property
    def in_treatment(self) -> bool:
        """In hospital, and not ready to leave."""
        return self.setting == codes.HOSPITAL and self.hospital_since > self.model.month

    @property
    def cell(self) -> int:
        return 2 * self.hood.fifth + (1 if self.older else 0)

    def near(self, other: Person) -> int:
        """0 the same home, 1 the same neighbourhood, 2 apart."""
        if self.home == other.home:
            return 0
        return 1 if self.hood is other.hood else 2

    def move(self, setting: int, home: int, hood: Hood, how: int) -> None:
        """Move to a home; one's own home is remembered, skill is lost if it was sudden, ties loosen by distance."""
        sudden, rates = how == codes.MOVE_SUDDEN, self.model.rates
        if self.setting == codes.OWN_HOME and setting != codes.OWN_HOME:
            self.own_home, self.own_hood = self.home, self.hood
        if home != self.home:
            self.changed = self.moved = self.model.month
            self.moved_how = how
            if sudden:
                self.skill = f32(self.skill * (1.0 - rates.move_skill))
        close = [tie for tie in self.own_ties() if self.near(tie.other(self)) < APART]
        self.setting, self.home, self.hood = setting, home, hood
        for tie in close:
            if self.near(tie.other(self)) == APART:
                tie.strength = f32(tie.strength * rates.move_kept[tie.kind])
                if sudden:
                    tie.strength = f32(tie.strength * rates.move_kept_sudden)

    @property
    def uprooted(self) -> bool:
        """Whether the last move was sudden, and not long ago."""
        return self.moved_how == codes.MOVE_SUDDEN and self.model.month <= self.moved + self.model.rates.uprooted_months

    @property
    def new_home(self) -> int:
        """Number of a home that this person founds."""
        return -2 - 2 * self.id

    @property
    def placement(self) -> int:
        """Number of a place of support shared with nobody the model knows."""
        return -3 - 2 * self.id

    def found_home(self, how: int) -> None:
        """Move to a home of one's own, nearby."""
        self.move(codes.OWN_HOME, self.new_home, self.hood, how)

    def go_home(self, how: int) -> None:
        """Back to the own home, or to a new one where there is none to go back to."""
        if self.own_home is None:
            self.found_home(how)
        else:
            self.move(codes.OWN_HOME, self.own_home, self.own_hood, how)

    # ties

    def own_ties(self) -> list[Tie]:
        return [tie for tie in self.ties if tie is not None]

    def tie_to(self, other: Person) -> Tie | None:
        return next((tie for tie in self.own_ties() if tie.other(self) is other), None)

    @property
    def has_room(self) -> bool:
        return None in self.ties

    @property
    def has_partner(self) -> bool:
        return any(tie.kind == codes.PARTNER for tie in self.own_ties())

    @property
    def family_at_home(self) -> list[Person]:
        """Parents and children in the same home."""
        kin = [tie.other(self) for tie in self.own_ties() if tie.kind == codes.PARENT_CHILD]
        return [other for other in kin if other.home == self.home]

    @property
    def parent_at_home(self) -> Person | None:
        """The first of the person's parents at home."""
        return next((other for other in self.family_at_home if other.birth_month < self.birth_month), None)

    @property
    def lives_alone(self) -> bool:
        return all(tie.other(self).home != self.home for tie in self.own_ties())

    # need

    @property
    def gap(self) -> float:
        """Share of the help asked that nobody gives."""
        if self.asked_minutes <= 0:
            return 0.0
        return max(self.asked_minutes - self.unpaid_minutes - self.paid_minutes, 0) / self.asked_minutes

    @property
    def group(self) -> int:
        if self.conditions & {CONDITIONS["learning_disability"], CONDITIONS["autism"]}:
            return codes.GROUP_LEARNING
        if self.older:
            return codes.GROUP_OLDER
        if CONDITIONS["mental_illness"] in self.conditions:
            return codes.GROUP_MENTAL
        return codes.GROUP_PHYSICAL

    def effect(self, channel: int) -> float:
        """What programmes still do: in full while they last, then a share less each month."""
        total = 0.0
        for enrolment in self.enrolments:
            if enrolment is None:
                continue
            programme = self.model.programmes[enrolment.programme]
            after = self.model.month - enrolment.since - programme.months
            faded = math.pow(1.0 - programme.decay, float(after)) if after > 0 else 1.0
            total += programme.efficacy[channel] * faded
        return total

    # the front door

    def wait(self, stage: int, urgency: int) -> None:
        """Wait at a stage of the front door, from this month."""
        self.stage, self.stage_since, self.urgency = stage, self.model.month, urgency
