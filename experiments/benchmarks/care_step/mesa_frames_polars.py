"""Care-step in mesa-frames: one AgentSetPolars of people, changed by native Polars expressions over everyone.

As mesa-frames documents: ``step`` calls ``do`` for each process, and a process gives the set new columns with
``with_columns``, which Polars works out on its own pool of threads (POLARS_MAX_THREADS, read when it is imported).
Nobody is null. Uniforms come from the model's NumPy generator. This is the release on the package index, 0.1.0a0 of
August 2024.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from care_step import workload as w
from mesa_frames import AgentSetPolars, ModelDF

PARTNERS = [f"partner_{slot}" for slot in range(w.SLOTS)]
STRENGTHS = [f"strength_{slot}" for slot in range(w.SLOTS)]
DEATH, UP, DOWN = (pl.lit(pl.Series(table.astype(np.float32).ravel())) for table in (w.DEATH, w.UP, w.DOWN))
BOUNDS = [pl.lit(pl.Series(bound.astype(np.float32))) for bound in np.cumsum(w.CHOICE, axis=1)[:, :-1].T]
COST = pl.lit(pl.Series(w.COST.ravel()))
SMALL, ID, REAL = pl.Int8, pl.UInt32, pl.Float32
NONE, ZERO = pl.lit(None, dtype=ID), pl.lit(0.0, dtype=REAL)


class People(AgentSetPolars):
    """Everyone, a row each."""

    def __init__(self, n: int, seed: int, model: CareModel) -> None:
        super().__init__(model)
        start = w.starting_people(n, seed)
        columns = {
            "unique_id": pl.arange(n, eager=True, dtype=pl.Int64),
            "age": pl.Series(start.age.astype(np.int16)),
            "need": pl.Series(start.need),
            "lonely": pl.repeat(w.LONELY_AT_START, n, dtype=REAL, eager=True),
            "setting": pl.repeat(w.OWN_HOME, n, dtype=SMALL, eager=True),
            "carer": pl.repeat(None, n, dtype=ID, eager=True),
            "strain": pl.repeat(0.0, n, dtype=REAL, eager=True),
            "since": pl.repeat(0, n, dtype=pl.Int16, eager=True),
            "died": pl.repeat(False, n, dtype=pl.Boolean, eager=True),
        }
        for slot in range(w.SLOTS):
            taken = pl.Series(start.partner[:, slot] != w.NOBODY)
            partner, strength = pl.Series(start.partner[:, slot].view(np.uint32)), pl.Series(start.strength[:, slot])
            columns[PARTNERS[slot]] = partner.cast(ID).set(~taken, None)
            columns[STRENGTHS[slot]] = strength.cast(REAL).set(~taken, None)
        self += pl.DataFrame(columns)

    def step(self) -> None:
        """One month."""
        for process in ("die", "change_need", "change_setting", "choose", "care_unpaid", "keep_ties", "meet", "pay"):
            self.do(process)

    def uniform(self) -> pl.Series:
        """A fresh uniform for everyone."""
        return pl.Series(self.model.random.random(len(self), dtype=np.float32))

    def die(self) -> None:
        """Step 1; the cell is the place in the tables, and stays that of the start of the month."""
        age = pl.col("age")
        before = self.agents.with_columns(died_before="died", lonely_before="lonely", age=age + 1)
        cell = pl.min_horizontal(age // 60, w.BANDS - 1) * w.NEEDS + pl.col("need")
        met = before.with_columns(cell=cell.cast(ID)).with_columns(died=self.uniform() < DEATH.gather("cell"))
        new = w.NEW_ADULT_AGE + (w.NEW_ADULT_SPREAD * self.uniform()).cast(pl.Int16)
        died = pl.when("died")
        self.agents = met.with_columns(
            died.then(new).otherwise(age).alias("age"),
            died.then(pl.lit(0, SMALL)).otherwise("need").alias("need"),
            died.then(pl.lit(w.LONELY_AT_START, REAL)).otherwise("lonely").alias("lonely"),
            *move(pl.col("died"), pl.lit(w.OWN_HOME, SMALL)),
            *(pl.when(~pl.col("died")).then(name).alias(name) for name in (*PARTNERS, *STRENGTHS)),
        )
        self.model.deaths += int(self.agents["died"].sum())

    def change_need(self) -> None:
        """Step 2, first half."""
        u, alive = pl.col("u"), ~pl.col("died")
        rises = alive & (u < UP.gather("cell") * (1 + w.LONELY_WORSENS * pl.col("lonely")))
        falls = alive & (u > 1 - DOWN.gather("cell"))
        self.agents = self.agents.with_columns(u=self.uniform()).with_columns(
            need=pl.col("need") + rises.cast(SMALL) - falls.cast(SMALL), since=pl.col("since") + alive.cast(pl.Int16)
        )

    def change_setting(self) -> None:
        """Step 2, second half: home again where need allows."""
        supported, at_home = pl.col("need") >= w.SUPPORTED_NEED, pl.col("setting") == w.OWN_HOME
        self.agents = self.agents.with_columns(*move(~supported & ~at_home, pl.lit(w.OWN_HOME, SMALL)))

    def choose(self) -> None:
        """Choose a setting by need: only those who choose are looked at, and then written back."""
        crisis = (pl.col("setting") == w.CRISIS) & (self.uniform() < w.LEAVE_CRISIS)
        choosing = (pl.col("need") >= w.SUPPORTED_NEED) & ((pl.col("setting") == w.OWN_HOME) | crisis)
        some = self.agents.filter(choosing)
        rng, count = self.model.random, len(some)
        u, need = pl.lit(pl.Series(rng.random(count, dtype=np.float32))), pl.col("need") - w.SUPPORTED_NEED
        setting = w.FAMILY + pl.sum_horizontal((u >= bound.gather(need)).cast(SMALL) for bound in BOUNDS)
        some = some.with_columns(setting=setting.cast(SMALL), first=pl.Series(rng.integers(0, w.SLOTS, count)))
        first, family, shared = pl.col("first"), pl.col("setting") == w.FAMILY, pl.col("setting") == w.SHARED_LIVES
        known = pl.coalesce(
            pl.when(first == slot).then(pl.coalesce(PARTNERS[slot:] + PARTNERS[:slot])) for slot in range(w.SLOTS)
        )
        host = pl.Series(rng.integers(0, len(self), count, dtype=np.uint32))
        some = some.with_columns(carer=pl.when(family).then(known).when(shared).then(host))
        alone = family & pl.col("carer").is_null()
        some = some.select(
            "unique_id",
            "carer",
            setting=pl.when(alone).then(pl.lit(w.HOME_CARE, SMALL)).otherwise("setting"),
            since=pl.lit(0, pl.Int16),
            strain=ZERO,
        )
        self.agents = self.agents.update(some, on="unique_id", include_nulls=True)

    def care_unpaid(self) -> None:
        """Step 3."""
        carer, cared = pl.col("carer"), pl.col("carer").is_not_null()
        load = w.STRAIN_OF_NEED * pl.col("need") + w.STRAIN_OF_LONELY_CARER * pl.col("lonely_before").gather(carer)
        luck = w.STRAIN_LUCK * (pl.col("u") - 0.5)
        strain = (pl.col("strain") + load - w.STRAIN_RELIEF + luck).clip(0, 1).cast(REAL)
        agents = self.agents.with_columns(u=self.uniform())
        agents = agents.with_columns(strain=pl.when(cared).then(strain).otherwise(ZERO), u=self.uniform())
        breaks = pl.col("u") < w.CRISIS_BASE + w.CRISIS_OF_STRAIN * pl.col("strain").pow(2)
        agents = agents.with_columns(breaks=cared & (breaks | pl.col("died_before").gather(carer)))
        self.model.crises += int(agents["breaks"].sum())
        self.agents = agents.with_columns(*move(pl.col("breaks"), pl.lit(w.CRISIS, SMALL))).drop("breaks")

    def keep_ties(self) -> None:
        """Step 4, first half."""
        luck = [f"luck_{slot}" for slot in range(w.SLOTS)]
        agents = self.agents.with_columns(self.uniform().alias(name) for name in luck)
        changed = []
        for partner, strength, name in zip(PARTNERS, STRENGTHS, luck, strict=True):
            s, u = pl.col(strength), pl.col(name)
            ends = u < w.TIE_END_BASE + w.TIE_END_OF_WEAKNESS * (1 - s)
            stays = ~(ends | pl.col("died_before").gather(partner))
            gain = pl.when(u > w.TIE_MEET_ABOVE).then(pl.lit(w.TIE_MEET_GAIN, REAL)).otherwise(ZERO)
            changed += [
                pl.when(stays).then(partner).alias(partner),
                pl.when(stays).then((w.TIE_KEEP * s + gain).clip(upper_bound=1)).cast(REAL).alias(strength),
            ]
        self.agents = agents.with_columns(changed).drop(luck)

    def meet(self) -> None:
        """Step 4, second half, and step 5."""
        free = pl.coalesce(pl.when(pl.col(name).is_null()).then(pl.lit(k, SMALL)) for k, name in enumerate(PARTNERS))
        seeking = ~pl.col("died") & (self.uniform() < w.TIE_NEW)
        agents = self.agents.with_columns(
            slot=pl.when(seeking).then(free),
            met=pl.Series(self.model.random.integers(0, len(self), len(self), dtype=np.uint32)),
            fresh=w.TIE_NEW_LOW + w.TIE_NEW_SPREAD * self.uniform(),
        )
        agents = agents.with_columns(
            pl.when(pl.col("slot") == k).then(new).otherwise(names[k]).alias(names[k])
            for names, new in ((PARTNERS, "met"), (STRENGTHS, "fresh"))
            for k in range(w.SLOTS)
        )
        lonely = w.LONELY_KEEP * pl.col("lonely") + w.LONELY_OF_TIES / (1 + pl.sum_horizontal(STRENGTHS))
        lonely = pl.when("died").then("lonely").otherwise(lonely.cast(REAL)).alias("lonely")
        self.agents = agents.with_columns(lonely).drop("slot", "met", "fresh", "u")

    def pay(self) -> None:
        """Step 6."""
        price = COST.gather(pl.col("setting").cast(ID) * w.NEEDS + pl.col("need").cast(ID))
        spent = self.agents.group_by("setting").agg(price.sum().alias("pence"))
        self.model.ledger.append(spent)
        self.agents = self.agents.drop("cell", "died_before", "lonely_before")


def move(who: pl.Expr, setting: pl.Expr) -> list[pl.Expr]:
    """Columns in which some begin a setting, with no carer."""
    return [
        pl.when(who).then(setting).otherwise("setting").alias("setting"),
        pl.when(who).then(pl.lit(0, pl.Int16)).otherwise("since").alias("since"),
        pl.when(who).then(NONE).otherwise("carer").alias("carer"),
        pl.when(who).then(ZERO).otherwise("strain").alias("strain"),
    ]


class CareModel(ModelDF):
    """People, and what their care cost."""

    def __init__(self, n: int, seed: int) -> None:
        super().__init__(seed)
        self.deaths = 0
        self.crises = 0
        self.ledger: list[pl.DataFrame] = []
        self.agents += People(n, seed, self)


def make(n: int, seed: int) -> CareModel:
    """A starting population."""
    return CareModel(n, seed)


def advance(state: CareModel, months: int, threads: int) -> None:
    """Live more months, on as many threads as Polars was given when it was imported; a mismatch is refused."""
    if pl.thread_pool_size() != threads:
        raise ValueError(f"Polars has {pl.thread_pool_size()} threads, not {threads}: set POLARS_MAX_THREADS")
    for _ in range(months):
        state.step()


def statistics(state: CareModel) -> dict[str, float]:
    """The workload's statistics."""
    people = state.get_agents_of_type(People).agents
    paid = pl.concat(state.ledger).group_by("setting").agg(pl.col("pence").sum())
    pence = dict(paid.iter_rows())
    return w.summary(
        need_counts=np.bincount(people["need"].to_numpy(), minlength=w.NEEDS),
        ties=sum(people[name].count() for name in PARTNERS),
        strength_sum=sum(float(people[name].cast(pl.Float64).sum()) for name in STRENGTHS),
        lonely_sum=float(people["lonely"].cast(pl.Float64).sum()),
        months=len(state.ledger),
        deaths=state.deaths,
        crises=state.crises,
        pence=np.array([pence.get(setting, 0) for setting in range(len(w.SETTINGS))]),
    )
