"""Care-step in Vivarium: one component that owns the columns of the state table, common random numbers by decision.

Generous to Vivarium: its examples would use a component and a handful of pandas calls for each process, and observers
for what is counted. Here a month is one update of the state table whose modifier works on the columns as NumPy arrays,
with one ``get_draw`` of Vivarium's randomness a decision. The framework's own settings are left as they come.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from care_step import workload as w
from numpy.typing import NDArray
from vivarium import Component, InteractiveContext
from vivarium.framework.engine import Builder
from vivarium.framework.event import Event
from vivarium.framework.population import SimulantData

Index = NDArray[np.intp]
Columns = dict[str, np.ndarray]
PARTNERS = [f"partner_{slot}" for slot in range(w.SLOTS)]
STRENGTHS = [f"strength_{slot}" for slot in range(w.SLOTS)]
DEATH, UP, DOWN = (table.ravel() for table in (w.DEATH, w.UP, w.DOWN))
CHOICE_BOUNDS = np.cumsum(w.CHOICE, axis=1)[:, :-1]


class CareStep(Component):
    """Need, settings, carers and ties of all simulants."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.seed = seed
        self.months = 0
        self.deaths = 0
        self.crises = 0
        self.pence = np.zeros(len(w.SETTINGS), dtype=np.int64)

    def setup(self, builder: Builder) -> None:
        """Ask for randomness and for columns."""
        self.randomness = builder.randomness.get_stream("care_step")
        columns = ["age", "need", "lonely", "setting", "carer", "strain", "since", "died", *PARTNERS, *STRENGTHS]
        builder.population.register_initializer(initializer=self.initialize, columns=columns, required_resources=[])

    def initialize(self, pop_data: SimulantData) -> None:
        """Give everyone the start."""
        n = len(pop_data.index)
        start = w.starting_people(n, self.seed)
        columns: Columns = {
            "age": start.age,
            "need": start.need,
            "lonely": np.full(n, w.LONELY_AT_START),
            "setting": np.full(n, w.OWN_HOME, dtype=np.int8),
            "carer": np.full(n, w.NOBODY, dtype=np.int64),
            "strain": np.zeros(n),
            "since": np.zeros(n, dtype=np.int32),
            "died": np.zeros(n, dtype=np.bool_),
        }
        columns |= dict(zip(PARTNERS, start.partner.T, strict=True))
        columns |= dict(zip(STRENGTHS, start.strength.T, strict=True))
        self.population_view.initialize(pd.DataFrame(columns, index=pop_data.index))

    def on_time_step(self, event: Event) -> None:
        """One month."""
        self.index = event.index
        self.population_view.update(self.population_view.private_columns, self.month)

    def draw(self, decision: str, who: Index | slice = slice(None)) -> NDArray[np.float64]:
        """A uniform for everyone, or for some."""
        return self.randomness.get_draw(self.index[who], additional_key=decision).to_numpy()

    def anyone(self, decision: str, who: Index) -> Index:
        """A random person for each of some."""
        return (self.draw(decision, who) * len(self.index)).astype(np.int64)

    def month(self, table: pd.DataFrame) -> pd.DataFrame:
        """The state table a month later."""
        p = {name: table[name].to_numpy(copy=True) for name in table}
        died_before, lonely_before = p["died"].copy(), p["lonely"].copy()
        p["age"] += 1
        cell = np.minimum(p["age"] // 60, w.BANDS - 1) * w.NEEDS + p["need"]
        self.die(p, cell)
        self.need_and_setting(p, cell)
        self.unpaid_care(p, died_before, lonely_before)
        self.ties(p, died_before)
        tally = np.bincount(p["setting"] * w.NEEDS + p["need"], minlength=w.COST.size)
        self.pence += (tally.reshape(w.COST.shape) * w.COST).sum(axis=1)
        self.months += 1
        return pd.DataFrame(p, index=table.index)

    def die(self, p: Columns, cell: Index) -> None:
        """Step 1."""
        p["died"] = self.draw("death") < DEATH[cell]
        new = np.flatnonzero(p["died"])
        self.deaths += new.size
        p["age"][new] = w.NEW_ADULT_AGE + (w.NEW_ADULT_SPREAD * self.draw("new_age", new)).astype(np.int32)
        p["need"][new] = 0
        p["lonely"][new] = w.LONELY_AT_START
        move(p, new, w.OWN_HOME)
        for partner, strength in zip(PARTNERS, STRENGTHS, strict=True):
            p[partner][new] = w.NOBODY
            p[strength][new] = 0

    def need_and_setting(self, p: Columns, cell: Index) -> None:
        """Step 2."""
        u, alive = self.draw("need"), ~p["died"]
        rises = alive & (u < UP[cell] * (1 + w.LONELY_WORSENS * p["lonely"]))
        falls = alive & (u > 1 - DOWN[cell])
        p["need"] += rises
        p["need"] -= falls
        p["since"] += alive
        supported, at_home = p["need"] >= w.SUPPORTED_NEED, p["setting"] == w.OWN_HOME
        move(p, np.flatnonzero(~supported & ~at_home), w.OWN_HOME)
        crisis = np.flatnonzero(p["setting"] == w.CRISIS)
        leaving = crisis[self.draw("leave_crisis", crisis) < w.LEAVE_CRISIS]
        self.choose(p, np.concatenate([np.flatnonzero(supported & at_home), leaving]))

    def choose(self, p: Columns, who: Index) -> None:
        """Choose a setting by need."""
        drawn = self.draw("choice", who)[:, None] >= CHOICE_BOUNDS[p["need"][who] - w.SUPPORTED_NEED]
        setting = (w.FAMILY + drawn.sum(axis=1)).astype(np.int8)
        move(p, who, setting)
        family, shared = who[setting == w.FAMILY], who[setting == w.SHARED_LIVES]
        p["carer"][shared] = self.anyone("host", shared)
        first = (self.draw("first_slot", family) * w.SLOTS).astype(np.intp)
        known = np.array([p[partner][family] for partner in PARTNERS])
        known = np.take_along_axis(known, (first + np.arange(w.SLOTS)[:, None]) % w.SLOTS, axis=0)
        carer = known[(known != w.NOBODY).argmax(axis=0), np.arange(family.size)]
        p["carer"][family] = carer
        p["setting"][family[carer == w.NOBODY]] = w.HOME_CARE

    def unpaid_care(self, p: Columns, died_before: NDArray[np.bool_], lonely_before: NDArray[np.float64]) -> None:
        """Step 3."""
        cared = np.flatnonzero((p["setting"] == w.FAMILY) | (p["setting"] == w.SHARED_LIVES))
        carer = p["carer"][cared]
        change = w.STRAIN_OF_NEED * p["need"][cared] + w.STRAIN_OF_LONELY_CARER * lonely_before[carer] - w.STRAIN_RELIEF
        strain = np.clip(p["strain"][cared] + change + w.STRAIN_LUCK * (self.draw("luck", cared) - 0.5), 0, 1)
        p["strain"][cared] = strain
        breaks = self.draw("crisis", cared) < w.CRISIS_BASE + w.CRISIS_OF_STRAIN * strain**2
        crisis = cared[died_before[carer] | breaks]
        move(p, crisis, w.CRISIS)
        self.crises += crisis.size

    def ties(self, p: Columns, died_before: NDArray[np.bool_]) -> None:
        """Steps 4 and 5."""
        total = np.zeros(len(self.index))
        for name, partner, strength in zip(PARTNERS, (p[k] for k in PARTNERS), (p[k] for k in STRENGTHS), strict=True):
            u = self.draw(name)
            ends = u < w.TIE_END_BASE + w.TIE_END_OF_WEAKNESS * (1 - strength)
            ends |= died_before[partner]  # of a free slot too, where it changes nothing
            strength *= w.TIE_KEEP
            met = np.flatnonzero((u > w.TIE_MEET_ABOVE) & (partner != w.NOBODY))
            strength[met] = np.minimum(1, strength[met] + w.TIE_MEET_GAIN)
            partner[ends] = w.NOBODY
            strength[ends] = 0
            total += strength
        self.meet(p, total)
        lonely = w.LONELY_KEEP * p["lonely"] + w.LONELY_OF_TIES / (1 + total)
        p["lonely"] = np.where(p["died"], p["lonely"], lonely)

    def meet(self, p: Columns, total: NDArray[np.float64]) -> None:
        """New ties of those who have a free slot, added to their total strength."""
        seeking = np.flatnonzero(~p["died"] & (self.draw("seeks") < w.TIE_NEW))
        met, strength = self.anyone("meets", seeking), w.TIE_NEW_LOW + w.TIE_NEW_SPREAD * self.draw("strength", seeking)
        waiting = np.ones(seeking.size, dtype=np.bool_)
        for partner, strong in zip(PARTNERS, STRENGTHS, strict=True):
            here = waiting & (p[partner][seeking] == w.NOBODY)
            p[partner][seeking[here]] = met[here]
            p[strong][seeking[here]] = strength[here]
            total[seeking[here]] += strength[here]
            waiting &= ~here


def move(p: Columns, who: Index, setting: int | NDArray[np.int8]) -> None:
    """Begin a setting, with no carer yet."""
    p["setting"][who] = setting
    p["since"][who] = 0
    p["carer"][who] = w.NOBODY
    p["strain"][who] = 0


def make(n: int, seed: int) -> InteractiveContext:
    """A starting population."""
    configuration = {
        "population": {"population_size": n},
        "randomness": {"random_seed": seed},
        "time": {"step_size": 30.4375},
    }
    return InteractiveContext(components=[CareStep(seed)], configuration=configuration, logging_verbosity=0)


def advance(state: InteractiveContext, months: int, threads: int) -> None:
    """Live more months; Vivarium has one thread whatever ``threads`` allows."""
    state.take_steps(months)


def statistics(state: InteractiveContext) -> dict[str, float]:
    """The workload's statistics."""
    (component,) = state.list_components().values()
    people = state.get_population(["need", "lonely", *PARTNERS, *STRENGTHS])
    return w.summary(
        need_counts=np.bincount(people["need"], minlength=w.NEEDS),
        ties=int((people[PARTNERS].to_numpy() != w.NOBODY).sum()),
        strength_sum=float(people[STRENGTHS].to_numpy().sum()),
        lonely_sum=float(people["lonely"].sum()),
        months=component.months,
        deaths=component.deaths,
        crises=component.crises,
        pence=component.pence,
    )
