"""Care-step in LASER: a LaserFrame of people and one component a process, each a parallel numba loop over people.

As laser-generic's own components are written: ``step(tick)`` prepares scratch by thread and calls one
``@nb.njit(nogil=True, parallel=True, cache=True)`` function, which draws from numba's generator of its thread
(``laser.core.random.seed``); vector properties lie slot by slot.
"""

# ruff: noqa: NPY002  (inside numba this is the generator that LASER seeds, one a thread)

from __future__ import annotations

import numba as nb
import numpy as np
from care_step import workload as w
from laser.core import LaserFrame
from laser.core.random import seed as seed_generators

OWN_HOME, FAMILY, SHARED_LIVES, HOME_CARE, RESIDENTIAL, CRISIS = range(len(w.SETTINGS))
NOBODY = np.uint32(2**32 - 1)
LAST_BAND, SUPPORTED_NEED, SLOTS = w.BANDS - 1, w.SUPPORTED_NEED, w.SLOTS
NEW_ADULT_AGE, NEW_ADULT_SPREAD = w.NEW_ADULT_AGE, w.NEW_ADULT_SPREAD
LONELY_AT_START, LONELY_WORSENS = np.float32(w.LONELY_AT_START), np.float32(w.LONELY_WORSENS)
LONELY_KEEP, LONELY_OF_TIES = np.float32(w.LONELY_KEEP), np.float32(w.LONELY_OF_TIES)
LEAVE_CRISIS = np.float32(w.LEAVE_CRISIS)
STRAIN_OF_NEED, STRAIN_OF_LONELY_CARER = np.float32(w.STRAIN_OF_NEED), np.float32(w.STRAIN_OF_LONELY_CARER)
STRAIN_RELIEF, STRAIN_LUCK = np.float32(w.STRAIN_RELIEF), np.float32(w.STRAIN_LUCK)
CRISIS_BASE, CRISIS_OF_STRAIN = np.float32(w.CRISIS_BASE), np.float32(w.CRISIS_OF_STRAIN)
TIE_END_BASE, TIE_END_OF_WEAKNESS = np.float32(w.TIE_END_BASE), np.float32(w.TIE_END_OF_WEAKNESS)
TIE_KEEP, TIE_MEET_ABOVE = np.float32(w.TIE_KEEP), np.float32(w.TIE_MEET_ABOVE)
TIE_MEET_GAIN, TIE_NEW = np.float32(w.TIE_MEET_GAIN), np.float32(w.TIE_NEW)
TIE_NEW_LOW, TIE_NEW_SPREAD = np.float32(w.TIE_NEW_LOW), np.float32(w.TIE_NEW_SPREAD)
DEATH, UP, DOWN = (table.astype(np.float32) for table in (w.DEATH, w.UP, w.DOWN))
CHOICE = np.cumsum(w.CHOICE, axis=1).astype(np.float32)


class Mortality:
    """Step 1: ageing, deaths, and new adults in their place."""

    def __init__(self, model: Model) -> None:
        self.model = model
        model.people.add_scalar_property("age", dtype=np.uint16)
        model.people.add_scalar_property("died", dtype=np.uint8)
        model.people.add_scalar_property("died_before", dtype=np.uint8)

    @staticmethod
    @nb.njit(nogil=True, parallel=True, cache=True)
    def nb_step(age, need, lonely, setting, since, carer, strain, partner, strength, died, deaths):
        """Age everyone and replace who dies."""
        for i in nb.prange(len(age)):
            age[i] += 1
            died[i] = np.random.rand() < DEATH[min(age[i] // 60, LAST_BAND), need[i]]
            if died[i]:
                deaths[nb.get_thread_id()] += 1
                age[i] = NEW_ADULT_AGE + int(NEW_ADULT_SPREAD * np.random.rand())
                need[i] = 0
                lonely[i] = LONELY_AT_START
                setting[i] = OWN_HOME
                since[i] = 0
                carer[i] = NOBODY
                strain[i] = 0
                for slot in range(SLOTS):
                    partner[slot, i] = NOBODY
                    strength[slot, i] = 0

    def step(self, tick: int) -> None:
        """One month."""
        p = self.model.people
        p.died_before[:] = p.died
        p.lonely_before[:] = p.lonely
        deaths = np.zeros(nb.get_num_threads(), dtype=np.int64)
        fields = p.age, p.need, p.lonely, p.setting, p.since, p.carer, p.strain, p.partner, p.strength, p.died
        self.nb_step(*fields, deaths)
        self.model.deaths += int(deaths.sum())


@nb.njit(nogil=True, cache=True)
def choose(i, n, need, setting, since, carer, strain, partner):
    """A setting by need, and a carer where it has one."""
    u = np.random.rand()
    chances = CHOICE[need[i] - SUPPORTED_NEED]
    chosen = FAMILY
    while chosen < RESIDENTIAL and u >= chances[chosen - FAMILY]:
        chosen += 1
    carer[i] = NOBODY
    if chosen == FAMILY:
        first = int(np.random.rand() * SLOTS)
        for step in range(SLOTS):
            known = partner[(first + step) % SLOTS, i]
            if known != NOBODY:
                carer[i] = known
                break
        if carer[i] == NOBODY:
            chosen = HOME_CARE
    elif chosen == SHARED_LIVES:
        carer[i] = int(np.random.rand() * n)
    setting[i] = chosen
    since[i] = 0
    strain[i] = 0


class NeedAndSetting:
    """Step 2: need rises or falls, and people move with it."""

    def __init__(self, model: Model) -> None:
        self.model = model
        model.people.add_scalar_property("need", dtype=np.uint8)
        model.people.add_scalar_property("setting", dtype=np.uint8)
        model.people.add_scalar_property("since", dtype=np.uint16)

    @staticmethod
    @nb.njit(nogil=True, parallel=True, cache=True)
    def nb_step(age, need, lonely, setting, since, carer, strain, partner, died):
        """Change need and setting."""
        n = len(age)
        for i in nb.prange(n):
            if died[i]:
                continue
            band = min(age[i] // 60, LAST_BAND)
            u = np.random.rand()
            if u < UP[band, need[i]] * (1 + LONELY_WORSENS * lonely[i]):
                need[i] += 1
            elif u > 1 - DOWN[band, need[i]]:
                need[i] -= 1
            since[i] += 1
            if need[i] < SUPPORTED_NEED:
                if setting[i] != OWN_HOME:
                    setting[i] = OWN_HOME
                    since[i] = 0
                    carer[i] = NOBODY
                    strain[i] = 0
            elif setting[i] == OWN_HOME or (setting[i] == CRISIS and np.random.rand() < LEAVE_CRISIS):
                choose(i, n, need, setting, since, carer, strain, partner)

    def step(self, tick: int) -> None:
        """One month."""
        p = self.model.people
        self.nb_step(p.age, p.need, p.lonely, p.setting, p.since, p.carer, p.strain, p.partner, p.died)


class UnpaidCare:
    """Step 3: strain of carers, and crises."""

    def __init__(self, model: Model) -> None:
        self.model = model
        model.people.add_scalar_property("carer", dtype=np.uint32, default=NOBODY)
        model.people.add_scalar_property("strain", dtype=np.float32)
        model.people.add_scalar_property("lonely_before", dtype=np.float32)

    @staticmethod
    @nb.njit(nogil=True, parallel=True, cache=True)
    def nb_step(need, setting, since, carer, strain, died_before, lonely_before, crises):
        """Change strain; some arrangements end in crisis."""
        for i in nb.prange(len(need)):
            if setting[i] != FAMILY and setting[i] != SHARED_LIVES:
                continue
            load = STRAIN_OF_NEED * need[i] + STRAIN_OF_LONELY_CARER * lonely_before[carer[i]] - STRAIN_RELIEF
            strain[i] = min(1.0, max(0.0, strain[i] + load + STRAIN_LUCK * (np.random.rand() - 0.5)))
            if died_before[carer[i]] or np.random.rand() < CRISIS_BASE + CRISIS_OF_STRAIN * strain[i] * strain[i]:
                crises[nb.get_thread_id()] += 1
                setting[i] = CRISIS
                since[i] = 0
                carer[i] = NOBODY
                strain[i] = 0

    def step(self, tick: int) -> None:
        """One month."""
        p = self.model.people
        crises = np.zeros(nb.get_num_threads(), dtype=np.int64)
        self.nb_step(p.need, p.setting, p.since, p.carer, p.strain, p.died_before, p.lonely_before, crises)
        self.model.crises += int(crises.sum())


class Ties:
    """Steps 4 and 5: ties end, fade, are renewed and begin, and loneliness follows."""

    def __init__(self, model: Model) -> None:
        self.model = model
        model.people.add_vector_property("partner", SLOTS, dtype=np.uint32, default=NOBODY)
        model.people.add_vector_property("strength", SLOTS, dtype=np.float32)
        model.people.add_scalar_property("lonely", dtype=np.float32, default=LONELY_AT_START)

    @staticmethod
    @nb.njit(nogil=True, parallel=True, cache=True)
    def nb_step(lonely, partner, strength, died, died_before):
        """Change ties and loneliness."""
        n = len(lonely)
        for i in nb.prange(n):
            if died[i]:
                continue
            total = np.float32(0)
            free = SLOTS
            for slot in range(SLOTS):
                if partner[slot, i] == NOBODY:
                    free = min(free, slot)
                    continue
                s = strength[slot, i]
                u = np.random.rand()
                if died_before[partner[slot, i]] or u < TIE_END_BASE + TIE_END_OF_WEAKNESS * (1 - s):
                    partner[slot, i] = NOBODY
                    strength[slot, i] = 0
                    free = min(free, slot)
                    continue
                s *= TIE_KEEP
                if u > TIE_MEET_ABOVE:
                    s = min(np.float32(1), s + TIE_MEET_GAIN)
                strength[slot, i] = s
                total += s
            if free < SLOTS and np.random.rand() < TIE_NEW:
                partner[free, i] = int(np.random.rand() * n)
                strength[free, i] = TIE_NEW_LOW + TIE_NEW_SPREAD * np.float32(np.random.rand())
                total += strength[free, i]
            lonely[i] = LONELY_KEEP * lonely[i] + LONELY_OF_TIES / (1 + total)

    def step(self, tick: int) -> None:
        """One month."""
        p = self.model.people
        self.nb_step(p.lonely, p.partner, p.strength, p.died, p.died_before)


class Ledger:
    """Step 6: what care cost."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.rows: list[np.ndarray] = []

    @staticmethod
    @nb.njit(nogil=True, parallel=True, cache=True)
    def nb_step(need, setting, tally):
        """Count people by setting and need."""
        for i in nb.prange(len(need)):
            tally[nb.get_thread_id(), setting[i], need[i]] += 1

    def step(self, tick: int) -> None:
        """One month."""
        tally = np.zeros((nb.get_num_threads(), *w.COST.shape), dtype=np.int64)
        self.nb_step(self.model.people.need, self.model.people.setting, tally)
        self.rows.append((tally.sum(axis=0) * w.COST).sum(axis=1))


class Model:
    """People and the components of their month."""

    def __init__(self, n: int, seed: int) -> None:
        seed_generators(seed)
        self.people = LaserFrame(n)
        self.components = [kind(self) for kind in (Mortality, NeedAndSetting, UnpaidCare, Ties, Ledger)]
        self.tick = 0
        self.deaths = 0
        self.crises = 0
        start = w.starting_people(n, seed)
        self.people.age[:] = start.age
        self.people.need[:] = start.need
        self.people.partner[:] = start.partner.T  # NOBODY of the workload wraps to ours
        self.people.strength[:] = start.strength.T

    def step(self) -> None:
        """One month."""
        for component in self.components:
            component.step(self.tick)
        self.tick += 1


def make(n: int, seed: int) -> Model:
    """A starting population."""
    return Model(n, seed)


def advance(state: Model, months: int, threads: int) -> None:
    """Live more months on this many threads."""
    nb.set_num_threads(threads)
    for _ in range(months):
        state.step()


def statistics(state: Model) -> dict[str, float]:
    """The workload's statistics."""
    return w.summary(
        need_counts=np.bincount(state.people.need, minlength=w.NEEDS),
        ties=int((state.people.partner != NOBODY).sum()),
        strength_sum=float(state.people.strength.sum(dtype=np.float64)),
        lonely_sum=float(state.people.lonely.sum(dtype=np.float64)),
        months=state.tick,
        deaths=state.deaths,
        crises=state.crises,
        pence=np.sum(state.components[-1].rows, axis=0),
    )
