"""Care-step in plain Mesa 3: one Agent a person, activated in random order by ``AgentSet.shuffle_do``.

As Mesa's tutorials teach: agents refer to each other as objects, draw from ``self.random`` and use what is current. Who
dies is removed, and a new Agent takes the place; ties with the one who died find out when they are next looked at. Ties
are a list of at most SLOTS, so a family carer is simply a random one of them.
"""

from __future__ import annotations

import mesa
import numpy as np
from care_step import workload as w

DEATH, UP, DOWN, COST = w.DEATH.tolist(), w.UP.tolist(), w.DOWN.tolist(), w.COST.tolist()
CHOICE = w.CHOICE.tolist()
CHOSEN = (w.FAMILY, w.SHARED_LIVES, w.HOME_CARE, w.RESIDENTIAL)


class Person(mesa.Agent):
    """Someone who may need care, and those whom they know."""

    def __init__(self, model: CareModel, age: int, need: int = 0) -> None:
        super().__init__(model)
        self.age = age
        self.need = need
        self.lonely = w.LONELY_AT_START
        self.setting = w.OWN_HOME
        self.carer: Person | None = None
        self.strain = 0.0
        self.since = 0
        self.ties: list[Tie] = []
        self.alive = True

    def step(self) -> None:
        """One month."""
        self.age += 1
        band = min(self.age // 60, w.BANDS - 1)
        if self.random.random() < DEATH[band][self.need]:
            self.die()
            return
        self.change_need(band)
        self.change_setting()
        if self.carer is not None:
            self.be_cared_for(self.carer)
        self.keep_ties()
        self.lonely = w.LONELY_KEEP * self.lonely + w.LONELY_OF_TIES / (1 + sum(tie.strength for tie in self.ties))
        self.model.pence[self.setting] += COST[self.setting][self.need]

    def die(self) -> None:
        """Leave the model to a new adult."""
        self.alive = False
        self.model.deaths += 1
        self.model.replace(self)
        self.remove()

    def change_need(self, band: int) -> None:
        """Step 2, first half."""
        u = self.random.random()
        if u < UP[band][self.need] * (1 + w.LONELY_WORSENS * self.lonely):
            self.need += 1
        elif u > 1 - DOWN[band][self.need]:
            self.need -= 1

    def change_setting(self) -> None:
        """Step 2, second half."""
        self.since += 1
        if self.need < w.SUPPORTED_NEED:
            if self.setting != w.OWN_HOME:
                self.move(w.OWN_HOME)
        elif self.setting == w.OWN_HOME or (self.setting == w.CRISIS and self.random.random() < w.LEAVE_CRISIS):
            self.choose()

    def move(self, setting: int, carer: Person | None = None) -> None:
        """Begin a setting."""
        self.setting = setting
        self.carer = carer
        self.strain = 0.0
        self.since = 0

    def choose(self) -> None:
        """Choose a setting by need."""
        setting = self.random.choices(CHOSEN, CHOICE[self.need - w.SUPPORTED_NEED])[0]
        if setting == w.FAMILY and self.ties:
            self.move(w.FAMILY, self.random.choice(self.ties).partner)
        elif setting == w.SHARED_LIVES:
            self.move(w.SHARED_LIVES, self.model.anyone())
        else:
            self.move(w.HOME_CARE if setting == w.FAMILY else setting)

    def be_cared_for(self, carer: Person) -> None:
        """Step 3."""
        load = w.STRAIN_OF_NEED * self.need + w.STRAIN_OF_LONELY_CARER * carer.lonely - w.STRAIN_RELIEF
        self.strain = min(1.0, max(0.0, self.strain + load + w.STRAIN_LUCK * (self.random.random() - 0.5)))
        if not carer.alive or self.random.random() < w.CRISIS_BASE + w.CRISIS_OF_STRAIN * self.strain**2:
            self.move(w.CRISIS)
            self.model.crises += 1

    def keep_ties(self) -> None:
        """Step 4."""
        self.ties = [tie for tie in self.ties if tie.partner.alive and tie.lasts(self.random.random())]
        if len(self.ties) < w.SLOTS and self.random.random() < w.TIE_NEW:
            self.meet()

    def meet(self) -> None:
        """A new tie to anyone."""
        self.ties.append(Tie(self.model.anyone(), w.TIE_NEW_LOW + w.TIE_NEW_SPREAD * self.random.random()))


class Tie:
    """Someone known, and how well."""

    __slots__ = ("partner", "strength")

    def __init__(self, partner: Person, strength: float) -> None:
        self.partner = partner
        self.strength = strength

    def lasts(self, u: float) -> bool:
        """Whether it outlives the month, faded or renewed by the same draw."""
        if u < w.TIE_END_BASE + w.TIE_END_OF_WEAKNESS * (1 - self.strength):
            return False
        self.strength *= w.TIE_KEEP
        if u > w.TIE_MEET_ABOVE:
            self.strength = min(1.0, self.strength + w.TIE_MEET_GAIN)
        return True


class CareModel(mesa.Model):
    """People who know each other, and what their care cost."""

    def __init__(self, n: int, seed: int) -> None:
        super().__init__(seed=seed)
        self.deaths = 0
        self.crises = 0
        self.months = 0
        self.pence = [0] * len(w.SETTINGS)
        start = w.starting_people(n, seed)
        self.people = list(Person.create_agents(self, n, start.age.tolist(), start.need.tolist()))
        self.place = {person.unique_id: place for place, person in enumerate(self.people)}
        for person, partners, strengths in zip(self.people, start.partner, start.strength, strict=True):
            taken = partners != w.NOBODY
            known = zip(partners[taken].tolist(), strengths[taken].tolist(), strict=True)
            person.ties = [Tie(self.people[partner], strength) for partner, strength in known]

    def step(self) -> None:
        """One month of everyone."""
        self.months += 1
        self.agents.shuffle_do("step")

    def anyone(self) -> Person:
        """A random person."""
        return self.random.choice(self.people)

    def replace(self, person: Person) -> None:
        """A new adult in the place of who died."""
        place = self.place.pop(person.unique_id)
        new = Person(self, w.NEW_ADULT_AGE + int(w.NEW_ADULT_SPREAD * self.random.random()))
        self.people[place] = new
        self.place[new.unique_id] = place


def make(n: int, seed: int) -> CareModel:
    """A starting population."""
    return CareModel(n, seed)


def advance(state: CareModel, months: int, threads: int) -> None:
    """Live more months; Mesa has one thread whatever ``threads`` allows."""
    for _ in range(months):
        state.step()


def statistics(state: CareModel) -> dict[str, float]:
    """The workload's statistics."""
    strengths = [tie.strength for person in state.people for tie in person.ties]
    return w.summary(
        need_counts=np.bincount([person.need for person in state.people], minlength=w.NEEDS),
        ties=len(strengths),
        strength_sum=sum(strengths),
        lonely_sum=sum(person.lonely for person in state.people),
        months=state.months,
        deaths=state.deaths,
        crises=state.crises,
        pence=np.array(state.pence),
    )
