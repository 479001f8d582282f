"""The twin as a Mesa model: one agent a person, plain objects for the rest, one walk through the month."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np

from naive import (
    brought,
    census,
    contracts,
    council,
    crisis,
    delivery,
    demography,
    front_door,
    hospital,
    market,
    matching,
    money,
    need,
    programmes,
    reading,
    review,
    shared_life,
    shared_lives,
    sharing,
    ties,
    unpaid_care,
    wellbeing,
    workforce,
)
from naive.brought import Application
from naive.council import Council
from naive.person import Person
from naive.record import Record
from naive.things import Arrangement, Hood, Post, Provider, Sharer, Willing
from simulation.kernels import chance
from simulation.state.catalogue import Catalogue
from simulation.state.place import Place
from simulation.state.rates import Rates

STEPS = {
    "demography": (demography.step,),
    "need and skill": (need.step,),
    "ties": (ties.step, shared_life.step),
    "unpaid care": (unpaid_care.step,),
    "front door": (front_door.step, programmes.step, brought.step),
    "matching": (
        *(market.step, contracts.step, review.step, sharing.step),
        *(shared_lives.step, matching.step, shared_lives.count_trying),
    ),
    "delivery": (delivery.step,),
    "crisis and hospital": (hospital.step, crisis.step),
    "wellbeing": (wellbeing.step,),
    "workforce": (workforce.step,),
    "census and money": (census.count_adults, money.step, brought.count, census.count_stocks),
}


class NaiveEcosystem(mesa.Model):
    """A place lived month by month; ``live_step`` walks one line of the month."""

    people: list[Person]
    hoods: list[Hood]
    providers: list[Provider]
    posts: list[Post]
    sharers: list[Sharer]
    willing: list[Willing]
    arrangements: list[Arrangement]
    newcomers: list[list[Person]]
    models: list[SimpleNamespace]
    programmes: list[SimpleNamespace]
    rates: SimpleNamespace

    def __init__(self, place: Place, catalogue: Catalogue, rates: Rates, seed: np.uint64, burn_in: int) -> None:
        super().__init__(rng=0)
        self.burn_in, self.month, self.seed = burn_in, -burn_in, seed
        self.rates = reading.plain(rates)
        self.models = reading.rows(catalogue.models)
        self.programmes = reading.rows(catalogue.programmes)
        self.applications: list[Application] = []
        self.tie_log: list[tuple[int, int, int, int]] = []
        self.record = Record()
        self.history: list[Record] = []
        self.levers = council.no_levers(len(self.models), len(self.programmes))
        self.council: Council | None = None
        self.key = place.key[0]
        reading.read_place(self, place)

    # chance

    def draws(self, decision: int, entity: int) -> tuple[float, float, float, float]:
        """Four draws about an entity this month."""
        return chance.uniforms(self.seed, decision, entity, self.month)

    def words(self, decision: int, entity: int, ordinal: int, month: int | None = None) -> tuple[int, int, int, int]:
        """Four whole numbers below 2^32; this month's, or those of a month that never changes (0)."""
        return chance.words(self.seed, decision, entity, ordinal, self.month if month is None else month)

    def match(self, one: Person, other: Person) -> int:
        """How well two people fit, 0 to 255, for life."""
        low, high = sorted((one.id, other.id))
        return self.words(chance.PAIR, low, high, 0)[0] % 256

    def worker_match(self, person: Person, post: int, generation: int) -> int:
        """How well a person and a worker fit, 0 to 255; workers are numbered by post, far above people."""
        return chance.words(self.key, chance.PAIR, person.id, 2**31 + post, generation)[0] % 256

    # the month

    def begin_month(self) -> None:
        """An empty record; the council sets its levers."""
        self.record = Record()
        self.history.append(self.record)
        if self.council is not None:
            self.council.before_month()

    def live_step(self, name: str) -> None:
        """Walk one line of the month."""
        for process in STEPS[name]:
            process(self)

    def end_month(self) -> None:
        """The council watches; providers plan their posts each quarter."""
        if self.council is not None:
            self.council.after_month()
            if self.month % 3 == 0:
                workforce.plan_posts(self)
                market.look_ahead(self)
        self.month += 1

    def step(self) -> None:
        """One month."""
        self.begin_month()
        for name in STEPS:
            self.live_step(name)
        self.end_month()

    def count(self, name: str, person: Person, amount: int = 1) -> None:
        """Count something of an adult in the person's fifth and age group."""
        self.record.counts[name, person.cell] += amount

    def pay(self, payer: int, service: int, fifth: int, pence: Any) -> None:
        """Write a payment into the ledger."""
        self.record.ledger[payer, service, fifth] += pence

    def service(self, name: str) -> int:
        """Row of the ledger of what is neither a support model nor a programme."""
        others = (
            *("assessment", "sharer_recruitment", "ae_attendance", "emergency_admission"),
            *("carer_earnings", "closing_capacity", "change_costs"),
        )
        return len(self.models) + len(self.programmes) + others.index(name)
