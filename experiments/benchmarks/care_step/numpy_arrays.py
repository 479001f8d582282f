"""Care-step in NumPy alone, vectorised over people: whole-array draws, and index lists for what happens to few.

Ties lie slot by slot (``SLOTS x n``), so that each slot is one contiguous pass. Fields are as small as their values
allow.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from care_step import workload as w
from numpy.typing import NDArray

Index = NDArray[np.intp]
DEATH, UP, DOWN = (table.astype(np.float32).ravel() for table in (w.DEATH, w.UP, w.DOWN))
CHOICE_BOUNDS = np.cumsum(w.CHOICE, axis=1)[:, :-1]


class State:
    """Arrays over people, what is remembered of the month before, and the counts since the start."""

    def __init__(self, n: int, seed: int) -> None:
        start = w.starting_people(n, seed)
        self.rng = np.random.default_rng([seed, 1])
        self.people = n
        self.age = start.age.astype(np.int16)
        self.need = start.need
        self.lonely = np.full(n, w.LONELY_AT_START, dtype=np.float32)
        self.setting = np.full(n, w.OWN_HOME, dtype=np.int8)
        self.carer = np.full(n, w.NOBODY, dtype=np.int32)
        self.strain = np.zeros(n, dtype=np.float32)
        self.since = np.zeros(n, dtype=np.int16)
        self.partner = np.ascontiguousarray(start.partner.T, dtype=np.int32)
        self.strength = np.ascontiguousarray(start.strength.T, dtype=np.float32)
        self.died = np.zeros(n, dtype=np.bool_)
        self.ledger: list[NDArray[np.int64]] = []
        self.deaths = 0
        self.crises = 0

    def uniforms(self, count: int) -> NDArray[np.float32]:
        """Fresh uniforms."""
        return self.rng.random(count, dtype=np.float32)


def make(n: int, seed: int) -> State:
    """A starting population."""
    return State(n, seed)


def advance(state: State, months: int, threads: int) -> None:
    """Live more months; NumPy's element-wise work is on one thread whatever ``threads`` allows."""
    for _ in range(months):
        died_before, lonely_before = state.died, state.lonely.copy()
        cell = np.minimum(state.age + 1, 60 * w.BANDS - 1) // 60 * w.NEEDS + state.need
        die(state, cell)
        need_and_setting(state, cell)
        unpaid_care(state, died_before, lonely_before)
        ties(state, died_before)
        tally = np.bincount(state.setting * np.int8(w.NEEDS) + state.need, minlength=w.COST.size)
        state.ledger.append((tally.reshape(w.COST.shape) * w.COST).sum(axis=1))


def die(state: State, cell: NDArray[np.integer[Any]]) -> None:
    """Step 1."""
    state.age += 1
    state.died = state.uniforms(state.people) < DEATH[cell]
    new = np.flatnonzero(state.died)
    state.deaths += new.size
    state.age[new] = w.NEW_ADULT_AGE + (w.NEW_ADULT_SPREAD * state.uniforms(new.size)).astype(np.int16)
    state.need[new] = 0
    state.lonely[new] = w.LONELY_AT_START
    move(state, new, w.OWN_HOME)
    state.partner[:, new] = w.NOBODY
    state.strength[:, new] = 0


def need_and_setting(state: State, cell: NDArray[np.integer[Any]]) -> None:
    """Step 2."""
    alive = ~state.died
    u = state.uniforms(state.people)
    rises = alive & (u < UP[cell] * (1 + np.float32(w.LONELY_WORSENS) * state.lonely))
    falls = alive & (u > 1 - DOWN[cell])
    state.need += rises
    state.need -= falls
    state.since += alive
    supported, at_home = state.need >= w.SUPPORTED_NEED, state.setting == w.OWN_HOME
    move(state, np.flatnonzero(~supported & ~at_home), w.OWN_HOME)
    crisis = np.flatnonzero(state.setting == w.CRISIS)
    leaving = crisis[state.uniforms(crisis.size) < w.LEAVE_CRISIS]
    choose(state, np.concatenate([np.flatnonzero(supported & at_home), leaving]))


def move(state: State, who: Index, setting: int | NDArray[np.int8]) -> None:
    """Begin a setting, with no carer yet."""
    state.setting[who] = setting
    state.since[who] = 0
    state.carer[who] = w.NOBODY
    state.strain[who] = 0


def choose(state: State, who: Index) -> None:
    """Choose a setting by need; a family carer is looked for among the ties."""
    drawn = state.uniforms(who.size)[:, None] >= CHOICE_BOUNDS[state.need[who] - w.SUPPORTED_NEED]
    setting = (w.FAMILY + drawn.sum(axis=1)).astype(np.int8)
    move(state, who, setting)
    family = who[setting == w.FAMILY]
    order = (state.rng.integers(0, w.SLOTS, family.size) + np.arange(w.SLOTS)[:, None]) % w.SLOTS
    partners = state.partner[order, family]
    carer = partners[(partners != w.NOBODY).argmax(axis=0), np.arange(family.size)]
    state.carer[family] = carer
    state.setting[family[carer == w.NOBODY]] = w.HOME_CARE
    shared = who[setting == w.SHARED_LIVES]
    state.carer[shared] = state.rng.integers(0, state.people, shared.size)


def unpaid_care(state: State, died_before: NDArray[np.bool_], lonely_before: NDArray[np.float32]) -> None:
    """Step 3."""
    cared = np.flatnonzero((state.setting == w.FAMILY) | (state.setting == w.SHARED_LIVES))
    carer = state.carer[cared]
    change = w.STRAIN_OF_NEED * state.need[cared] + w.STRAIN_OF_LONELY_CARER * lonely_before[carer] - w.STRAIN_RELIEF
    change += w.STRAIN_LUCK * (state.uniforms(cared.size) - 0.5)
    strain = np.clip(state.strain[cared] + change, 0, 1)
    state.strain[cared] = strain
    breaks = state.uniforms(cared.size) < w.CRISIS_BASE + w.CRISIS_OF_STRAIN * strain**2
    crisis = cared[died_before[carer] | breaks]
    move(state, crisis, w.CRISIS)
    state.crises += crisis.size


def ties(state: State, died_before: NDArray[np.bool_]) -> None:
    """Steps 4 and 5."""
    alive = ~state.died
    total = np.zeros(state.people, dtype=np.float32)
    for partner, strength in zip(state.partner, state.strength, strict=True):
        u = state.uniforms(state.people)
        ends = u < w.TIE_END_BASE + w.TIE_END_OF_WEAKNESS * (1 - strength)
        ends |= died_before[partner]  # of a free slot too, where it changes nothing
        strength *= w.TIE_KEEP
        met = np.flatnonzero((u > w.TIE_MEET_ABOVE) & (partner != w.NOBODY))
        strength[met] = np.minimum(1, strength[met] + w.TIE_MEET_GAIN)
        partner[ends] = w.NOBODY
        strength[ends] = 0
        total += strength
    seeking = np.flatnonzero(alive & (state.uniforms(state.people) < w.TIE_NEW))
    free = state.partner[:, seeking] == w.NOBODY
    some = free.any(axis=0)
    seeking, slot = seeking[some], free[:, some].argmax(axis=0)
    strength = w.TIE_NEW_LOW + w.TIE_NEW_SPREAD * state.uniforms(seeking.size)
    state.partner[slot, seeking] = state.rng.integers(0, state.people, seeking.size)
    state.strength[slot, seeking] = strength
    total[seeking] += strength
    lonely = w.LONELY_KEEP * state.lonely + w.LONELY_OF_TIES / (1 + total)
    state.lonely = np.where(alive, lonely, state.lonely)


def statistics(state: State) -> dict[str, float]:
    """The workload's statistics."""
    return w.summary(
        need_counts=np.bincount(state.need, minlength=w.NEEDS),
        ties=int((state.partner != w.NOBODY).sum()),
        strength_sum=float(state.strength.sum(dtype=np.float64)),
        lonely_sum=float(state.lonely.sum(dtype=np.float64)),
        months=len(state.ledger),
        deaths=state.deaths,
        crises=state.crises,
        pence=np.sum(state.ledger, axis=0),
    )
