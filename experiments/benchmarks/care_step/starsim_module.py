"""Care-step in Starsim: one custom module with its states and one distribution a decision, common random numbers on.

As Starsim's user guide teaches (nonstandard usage, random numbers): states are ``ss.Arr`` that act on everyone at once,
distributions are made once, take UIDs, and read what changes through a callable. People are replaced in place, as the
workload says, so Starsim's own deaths and births stay off, and so does its monthly record of people.
"""

from __future__ import annotations

import numpy as np
import starsim as ss
from care_step import workload as w

HORIZON = 12_000
"""Months for which the simulation could run; only a bound."""
CHOSEN = (w.FAMILY, w.SHARED_LIVES, w.HOME_CARE, w.RESIDENTIAL)


class CareStep(ss.Module):
    """Need, settings, carers and ties of everyone."""

    def __init__(self, n: int, seed: int) -> None:
        super().__init__()
        self.start = w.starting_people(n, seed)
        self.define_pars(
            dies=ss.bernoulli(p=chance_of_death),
            new_age=ss.randint(w.NEW_ADULT_AGE, w.NEW_ADULT_AGE + w.NEW_ADULT_SPREAD),
            need=ss.random(),
            leaves_crisis=ss.bernoulli(p=w.LEAVE_CRISIS),
            first_slot=ss.randint(0, w.SLOTS),
            host=ss.randint(0, n),
            luck=ss.uniform(-0.5, 0.5),
            breaks=ss.bernoulli(p=chance_of_crisis),
            seeks=ss.bernoulli(p=w.TIE_NEW),
            met=ss.randint(0, n),
            new_strength=ss.uniform(w.TIE_NEW_LOW, w.TIE_NEW_LOW + w.TIE_NEW_SPREAD),
        )
        self.choice = [ss.choice(a=list(CHOSEN), p=chances.tolist()) for chances in w.CHOICE]
        self.tie_luck = [ss.random(name=f"tie_{slot}") for slot in range(w.SLOTS)]
        self.define_states(
            ss.IntArr("months_old", default=0),
            ss.IntArr("need", default=0),
            ss.FloatArr("lonely", default=w.LONELY_AT_START),
            ss.IntArr("setting", default=w.OWN_HOME),
            ss.IntArr("carer", default=w.NOBODY),
            ss.FloatArr("strain", default=0.0),
            ss.IntArr("since", default=0),
            ss.BoolArr("died", default=False),
            *(ss.IntArr(f"partner_{slot}", default=w.NOBODY) for slot in range(w.SLOTS)),
            *(ss.FloatArr(f"strength_{slot}", default=0.0) for slot in range(w.SLOTS)),
        )
        self.lived = 0
        self.deaths = 0
        self.crises = 0
        self.pence = np.zeros(len(w.SETTINGS), dtype=np.int64)

    def init_post(self) -> None:
        """Give everyone the start."""
        super().init_post()
        self.partner = [getattr(self, f"partner_{slot}") for slot in range(w.SLOTS)]
        self.strength = [getattr(self, f"strength_{slot}") for slot in range(w.SLOTS)]
        self.months_old[:] = self.start.age
        self.need[:] = self.start.need
        for slot in range(w.SLOTS):
            self.partner[slot][:] = self.start.partner[:, slot]
            self.strength[slot][:] = self.start.strength[:, slot]
        del self.start

    def step(self) -> None:
        """One month."""
        died_before, lonely_before = self.died.values.copy(), self.lonely.values.copy()
        self.months_old += 1
        self.cell = np.minimum(self.months_old.values // 60, w.BANDS - 1) * w.NEEDS + self.need.values
        self.die()
        self.change_need()
        self.change_setting()
        self.unpaid_care(died_before, lonely_before)
        self.keep_ties(died_before)
        tally = np.bincount(self.setting.values * w.NEEDS + self.need.values, minlength=w.COST.size)
        self.pence += (tally.reshape(w.COST.shape) * w.COST).sum(axis=1)
        self.lived += 1

    def die(self) -> None:
        """Step 1."""
        new = self.pars.dies.filter()
        self.deaths += len(new)
        self.died[:] = False
        self.died[new] = True
        self.months_old[new] = self.pars.new_age.rvs(new)
        self.need[new] = 0
        self.lonely[new] = w.LONELY_AT_START
        self.move(new, w.OWN_HOME)
        for partner, strength in zip(self.partner, self.strength, strict=True):
            partner[new] = w.NOBODY
            strength[new] = 0.0

    def change_need(self) -> None:
        """Step 2, first half; the cell is of the start of the month."""
        alive = ~self.died
        u = self.pars.need.rvs(self.sim.people.auids)
        rises = alive.values & (u < UP[self.cell] * (1 + w.LONELY_WORSENS * self.lonely.values))
        falls = alive.values & (u > 1 - DOWN[self.cell])
        self.need += rises
        self.need -= falls
        self.since += alive.values

    def change_setting(self) -> None:
        """Step 2, second half."""
        supported, at_home = self.need >= w.SUPPORTED_NEED, self.setting == w.OWN_HOME
        self.move((~supported & ~at_home).uids, w.OWN_HOME)
        leaving = self.pars.leaves_crisis.filter((self.setting == w.CRISIS).uids)
        self.choose((supported & at_home).uids.concat(leaving))

    def move(self, uids: ss.uids, setting: int | np.ndarray) -> None:
        """Begin a setting, with no carer yet."""
        self.setting[uids] = setting
        self.since[uids] = 0
        self.carer[uids] = w.NOBODY
        self.strain[uids] = 0.0

    def choose(self, uids: ss.uids) -> None:
        """Choose a setting by need."""
        for need, choice in enumerate(self.choice, start=w.SUPPORTED_NEED):
            of_need = uids[self.need[uids] == need]
            self.move(of_need, choice.rvs(of_need))
        setting = self.setting[uids]
        family, shared = uids[setting == w.FAMILY], uids[setting == w.SHARED_LIVES]
        self.carer[shared] = self.pars.host.rvs(shared)
        known = np.array([partner[family] for partner in self.partner])
        order = (self.pars.first_slot.rvs(family) + np.arange(w.SLOTS)[:, None]) % w.SLOTS
        known = np.take_along_axis(known, order, axis=0)
        carer = known[(known != w.NOBODY).argmax(axis=0), np.arange(len(family))]
        self.carer[family] = carer
        self.setting[family[carer == w.NOBODY]] = w.HOME_CARE

    def unpaid_care(self, died_before: np.ndarray, lonely_before: np.ndarray) -> None:
        """Step 3."""
        uids = ((self.setting == w.FAMILY) | (self.setting == w.SHARED_LIVES)).uids
        carer = self.carer[uids]
        change = w.STRAIN_OF_NEED * self.need[uids] + w.STRAIN_OF_LONELY_CARER * lonely_before[carer] - w.STRAIN_RELIEF
        self.strain[uids] = np.clip(self.strain[uids] + change + w.STRAIN_LUCK * self.pars.luck.rvs(uids), 0, 1)
        crisis = uids[self.pars.breaks.rvs(uids) | died_before[carer]]
        self.move(crisis, w.CRISIS)
        self.crises += len(crisis)

    def keep_ties(self, died_before: np.ndarray) -> None:
        """Steps 4 and 5."""
        everyone = self.sim.people.auids
        total = np.zeros(len(everyone), dtype=ss.dtypes.float)
        for partner, strength, luck in zip(self.partner, self.strength, self.tie_luck, strict=True):
            u = luck.rvs(everyone)
            ends = u < w.TIE_END_BASE + w.TIE_END_OF_WEAKNESS * (1 - strength.values)
            ends |= died_before[partner.values]  # of a free slot too, where it changes nothing
            strength *= w.TIE_KEEP
            met = ss.uids(np.flatnonzero((u > w.TIE_MEET_ABOVE) & (partner.values != w.NOBODY)))
            strength[met] = np.minimum(1, strength[met] + w.TIE_MEET_GAIN)
            gone = ss.uids(np.flatnonzero(ends))
            partner[gone] = w.NOBODY
            strength[gone] = 0.0
            total += strength.values
        self.meet(total)
        lonely = w.LONELY_KEEP * self.lonely.values + w.LONELY_OF_TIES / (1 + total)
        self.lonely[:] = np.where(self.died.values, self.lonely.values, lonely)

    def meet(self, total: np.ndarray) -> None:
        """New ties of those who have a free slot, added to their total strength."""
        seeking = self.pars.seeks.filter(~self.died)
        met, strength = self.pars.met.rvs(seeking), self.pars.new_strength.rvs(seeking)
        waiting = np.ones(len(seeking), dtype=bool)
        for slot in range(w.SLOTS):
            here = waiting & (self.partner[slot][seeking] == w.NOBODY)
            self.partner[slot][seeking[here]] = met[here]
            self.strength[slot][seeking[here]] = strength[here]
            total[seeking[here]] += strength[here]
            waiting &= ~here


DEATH, UP, DOWN = (table.astype(np.float32).ravel() for table in (w.DEATH, w.UP, w.DOWN))


def chance_of_death(module: CareStep, sim: ss.Sim, uids: ss.uids) -> np.ndarray:
    """Of the month, by age and need."""
    return DEATH[module.cell[uids]]


def chance_of_crisis(module: CareStep, sim: ss.Sim, uids: ss.uids) -> np.ndarray:
    """Of the month, by the carer's strain."""
    return w.CRISIS_BASE + w.CRISIS_OF_STRAIN * module.strain[uids] ** 2


def make(n: int, seed: int) -> ss.Sim:
    """A starting population."""
    sim = ss.Sim(
        n_agents=n,
        modules=CareStep(n, seed),
        start=ss.months(0),
        dur=ss.months(HORIZON),
        dt=ss.months(1),
        rand_seed=seed,
        use_aging=False,
        people_results=False,
        verbose=0,
        copy_inputs=False,
    )
    return sim.init()


def advance(state: ss.Sim, months: int, threads: int) -> None:
    """Live more months; Starsim has one thread whatever ``threads`` allows."""
    for _ in range(months):
        state.run_one_step()


def statistics(state: ss.Sim) -> dict[str, float]:
    """The workload's statistics."""
    module = state.custom[0]
    return w.summary(
        need_counts=np.bincount(module.need.values, minlength=w.NEEDS),
        ties=sum(int((partner.values != w.NOBODY).sum()) for partner in module.partner),
        strength_sum=float(sum(strength.values.sum(dtype=np.float64) for strength in module.strength)),
        lonely_sum=float(module.lonely.values.sum(dtype=np.float64)),
        months=module.lived,
        deaths=module.deaths,
        crises=module.crises,
        pence=module.pence,
    )
