"""The month as a table, and the hands that walk kernels over a place.

Each process is a sieve over tiles of people, which threads may share because it writes only a person's own row, and
a settling of the few events listed, in order of rows. So one thread or many give the same bits.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.kernels import (
    brought,
    brought_counts,
    census,
    choosing,
    contracts,
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
    review,
    shared_life,
    shared_lives,
    sharing,
    ties,
    unpaid_care,
    wellbeing,
    workforce,
)
from simulation.kernels.discharge import RETURN_MONTHS
from simulation.state import codes
from simulation.state.arrangements import empty_arrangements
from simulation.state.catalogue import Catalogue
from simulation.state.handles import Handle
from simulation.state.journal import Journal, TieLog, empty_tie_log
from simulation.state.packing import pack_catalogue, pack_place, pack_record, rows_of
from simulation.state.place import ARRANGEMENTS, MATCHES, SHARERS, TIES_LOGGED, Levers, Place
from simulation.state.rates import Rates
from simulation.state.scratch import TILE, empty_scratch
from simulation.state.supply import empty_matches, empty_sharers

Sieve = Callable[[int, int, int], None]


class Hands(NamedTuple):
    """The tables of a town as kernels take them."""

    place: Handle
    catalogue: Handle
    scratch: Handle
    log: Handle
    journal: Handle
    rates: Handle
    levers: Handle


class Town:
    """A place with all that its months need: the hands of the model, without any decision.

    ``month`` runs from ``-burn_in``; ``t = month + burn_in`` is its row in the journal.
    """

    def __init__(
        self,
        place: Place,
        catalogue: Catalogue,
        rates: Rates,
        levers: Levers,
        journal: Journal,
        tie_log: TieLog,
        seed: np.uint64,
        burn_in: int,
        threads: int = 1,
    ) -> None:
        self.place, self.catalogue = pack_place(place), pack_catalogue(catalogue)
        self.rates, self.levers = pack_record(rates), pack_record(levers)
        self.journal, self.tie_log, self.seed, self.burn_in = journal, tie_log, seed, burn_in
        self.threads = threads
        self.people_rows = len(place.people.status)
        self._ties_at_start = int(np.count_nonzero(place.people.tie_gain >= 0)) // 2
        self.scratch = empty_scratch(
            self.people_rows,
            threads,
            len(place.providers.model),
            len(place.posts.provider),
            len(place.arrangements.person),
            len(self.catalogue.models),
            len(self.catalogue.programmes),
        )
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None
        self._hands = Hands(*map(Handle, self._tables()))
        hands = self.hands()
        workforce.take_stock(hands.place, hands.rates, hands.scratch)
        self.over_tiles(lambda a, b, _: demography.roll_call(a, b, hands.place, hands.scratch, 0))

    def hands(self) -> Hands:
        """The tables as kernels take them now; asked for again after one may have been replaced (``make_room``)."""
        pairs = zip(self._hands, self._tables(), strict=True)
        self._hands = Hands(*(held if held.table is table else Handle(table) for held, table in pairs))
        return self._hands

    def _tables(self) -> tuple[Any, ...]:
        return self.place, self.catalogue, self.scratch, self.tie_log, self.journal, self.rates, self.levers

    def over_tiles(self, sieve: Sieve) -> None:
        """Run a sieve over all tiles: each thread a run of them, with a chunk of the scratch of its own."""
        self._over(sieve, -(-self.people_rows // TILE))

    def over_arrangements(self, sieve: Sieve) -> None:
        """Run a sieve over the rows of arrangements in use."""
        self._over(sieve, int(self.place.counters[ARRANGEMENTS]))

    def _over(self, sieve: Sieve, rows: int) -> None:
        if self._pool is None:
            sieve(0, rows, 0)
            return
        cuts = [rows * k // self.threads for k in range(self.threads + 1)]
        jobs = [self._pool.submit(sieve, cuts[k], cuts[k + 1], k) for k in range(self.threads)]
        for job in jobs:
            job.result()

    def queue(self, stage: int) -> NDArray[np.int64]:
        """Rows of those who wait at a stage of the front door, in order of priority (equal keys by row)."""
        people = self.place.people
        rows = np.flatnonzero(people.stage == stage)  # nobody waits who is not here
        keys = np.empty(len(rows), np.int64)
        front_door.priorities(self.hands().place, rows, keys, self.seed)
        return rows[np.argsort(keys, kind="stable")]

    def by_lot(self, month: int) -> NDArray[np.int64]:
        """Those whom a sieve has listed, as columns of person, tag and lot, in order of their lots."""
        found = np.empty((3, int(self.scratch.length.sum())), np.int64)
        programmes.reached(self.hands().scratch, found, self.seed, month)
        return np.ascontiguousarray(found[:, np.argsort(found[2], kind="stable")])  # so that numba sees one type

    def in_hospital(self, month: int) -> NDArray[np.int64]:
        """Rows of those who lie in hospital (some died there) or are followed up this month, in order."""
        people = self.place.people
        followed = (people.reabled == month - RETURN_MONTHS) | (people.followed == month - hospital.CRISIS_MONTHS)
        return np.flatnonzero(followed | (people.setting == codes.HOSPITAL))

    def make_room(self, starts: int) -> None:
        """Make sure ``starts`` arrangements can begin."""
        if self._grow("arrangements", ARRANGEMENTS, starts, empty_arrangements):
            rows = len(self.place.arrangements.person)
            self.scratch = self.scratch._replace(
                key_lost=np.zeros(rows, np.uint8), key_lost_since=np.zeros(rows, np.int16)
            )

    def make_room_to_apply(self, households: int) -> None:
        """Make sure ``households`` can apply to become Shared Lives carers."""
        self._grow("sharers", SHARERS, households, empty_sharers)

    def make_room_to_match(self, people: int) -> None:
        """Make sure ``people`` can ask a programme to bring somebody, or offer to be brought."""
        self._grow("matches", MATCHES, people, empty_matches)

    def _grow(self, name: str, counter: int, more: int, empty: Callable[[int], Any]) -> bool:
        """Put a larger table in the place if ``more`` rows have no room; returns whether it was done."""
        table, used = getattr(self.place, name), int(self.place.counters[counter])
        if used + more <= len(table):
            return False
        larger: Any = rows_of(empty(2 * (used + more)))
        larger[:used] = table[:used]
        self.place = self.place._replace(**{name: larger})
        return True

    def make_room_to_log(self, t: int) -> None:
        """Make sure every tie that exists could end this month, and be recorded."""
        ties = self._ties_at_start if t == 0 else int(self.journal.ties_open[t - 1].sum())
        used, room = int(self.place.counters[TIES_LOGGED]), len(self.tie_log.kind)
        needed = used + 2 * ties + 2 * len(self.place.arrangements.person) + self.people_rows
        if needed <= room:
            return
        larger = empty_tie_log(needed + ties)
        for name in TieLog._fields:
            getattr(larger, name)[:used] = getattr(self.tie_log, name)[:used]
        self.tie_log = larger

    def close(self) -> None:
        """Let the threads go."""
        if self._pool is not None:
            self._pool.shutdown()


def _demography(town: Town, month: int, t: int) -> None:
    town.make_room_to_log(t)
    hands, seed = town.hands(), town.seed
    rates = hands.rates
    place, scratch = hands.place, hands.scratch
    town.over_tiles(lambda a, b, c: demography.sieve(a, b, place, rates, scratch, c, seed, month))
    demography.settle(place, hands.catalogue, rates, scratch, hands.log, hands.journal, t, month)
    town.over_tiles(lambda a, b, _: demography.roll_call(a, b, place, scratch, month))


def _need(town: Town, month: int, t: int) -> None:
    hands, seed = town.hands(), town.seed
    rates = hands.rates
    place, catalogue, scratch = hands.place, hands.catalogue, hands.scratch
    town.over_tiles(lambda a, b, c: need.sieve(a, b, place, catalogue, rates, scratch, c, seed, month))


def _ties(town: Town, month: int, t: int) -> None:
    hands, seed = town.hands(), town.seed
    rates = hands.rates
    place, catalogue, scratch = hands.place, hands.catalogue, hands.scratch
    town.over_tiles(lambda a, b, c: ties.sieve(a, b, place, catalogue, rates, scratch, c, seed, month))
    ties.settle(place, rates, scratch, hands.log, hands.journal, t, seed, month)
    shared_life.settle(place, catalogue, rates, hands.journal, t, seed, month)


def _unpaid_care(town: Town, month: int, t: int) -> None:
    hands, seed, sums = town.hands(), town.seed, town.scratch.sums
    rates = hands.rates
    place, catalogue, scratch = hands.place, hands.catalogue, hands.scratch
    town.over_tiles(lambda a, b, _: unpaid_care.get_ready(a, b, place, rates, scratch, month))
    brought_counts.offer_help(place, catalogue, scratch)
    town.over_tiles(lambda a, b, _: unpaid_care.ask(a, b, place, catalogue, rates, scratch))
    unpaid_care.add_up(place, scratch)
    town.over_tiles(lambda a, b, c: unpaid_care.bear(a, b, place, catalogue, rates, scratch, sums[c], c, seed, month))
    unpaid_care.settle(place, catalogue, rates, hands.levers, scratch, hands.journal, t, seed, month)


def _front_door(town: Town, month: int, t: int) -> None:
    hands, seed = town.hands(), town.seed
    rates, levers = hands.rates, hands.levers
    place, catalogue, scratch, journal = hands.place, hands.catalogue, hands.scratch, hands.journal
    sums, words, few = town.scratch.sums, town.scratch.words, town.scratch.few
    town.over_tiles(
        lambda a, b, c: front_door.ask(
            a, b, place, catalogue, rates, levers, scratch, sums[c], words[c], few[c], seed, month
        )
    )
    queue = town.queue(codes.AWAITING_ASSESSMENT)
    front_door.assess(place, catalogue, rates, levers, scratch, journal, t, queue, seed, month)
    town.over_tiles(lambda a, b, c: programmes.reach(a, b, place, catalogue, levers, scratch, c, seed, month))
    reached = town.by_lot(month)
    programmes.settle(place, catalogue, levers, scratch, journal, t, reached, seed, month)
    town.over_tiles(lambda a, b, _: brought.sieve(a, b, place, catalogue, scratch, seed, month))
    joining = town.by_lot(month)
    town.make_room_to_match(joining.shape[1])
    place, catalogue, scratch, log, journal, rates, levers = town.hands()
    brought.settle(place, catalogue, rates, joining, log, journal, t, seed, month)


def _matching(town: Town, month: int, t: int) -> None:
    seed = town.seed
    town.make_room_to_apply(int(town.levers.sharer_enquiries[0]))
    place, catalogue, scratch, log, journal, rates, levers = town.hands()
    market.settle(place, catalogue, rates, log, journal, t, seed, month)
    workforce.take_stock(place, rates, scratch)
    contracts.settle(place, catalogue, rates, scratch)
    review.settle(place, catalogue, rates, levers, scratch, log, journal, t, seed, month)
    sharing.settle(place, catalogue, rates, levers, scratch, log, journal, t, seed, month)
    shared_lives.settle(place, catalogue, rates, levers, scratch, log, journal, t, seed, month)
    choosing.strike_off(place, catalogue, levers, scratch, month)
    queue = town.queue(codes.AWAITING_START)
    town.make_room(len(queue))
    place, catalogue, scratch, log, journal, rates, levers = town.hands()
    matching.settle(place, catalogue, rates, levers, scratch, log, journal, t, queue, seed, month)
    shared_lives.count_trying(place, journal, t)


def _delivery(town: Town, month: int, t: int) -> None:
    hands, seed = town.hands(), town.seed
    rates, levers = hands.rates, hands.levers
    place, catalogue, scratch = hands.place, hands.catalogue, hands.scratch
    sums, visits, words, mine = town.scratch.sums, town.scratch.visits, town.scratch.words, town.scratch.mine
    workforce.take_stock(place, rates, scratch)
    town.over_arrangements(
        lambda a, b, c: delivery.sieve(
            a, b, place, catalogue, rates, levers, scratch, sums[c], visits[c], words[c], mine[c], seed, month
        )
    )
    town.journal.visits[t] = visits.sum(axis=0)
    visits[:] = 0
    delivery.settle(place, catalogue, scratch, hands.log, hands.journal, t, month)


def _crisis(town: Town, month: int, t: int) -> None:
    seed = town.seed
    place, catalogue, scratch, log, journal, rates, levers = town.hands()
    sums, words, few = town.scratch.sums, town.scratch.words, town.scratch.few
    hospital.settle(place, catalogue, rates, scratch, town.in_hospital(month), seed, month)
    town.over_tiles(
        lambda a, b, c: crisis.sieve(a, b, place, catalogue, rates, scratch, sums[c], words[c], few[c], seed, month)
    )
    town.make_room(int(town.scratch.length.sum()))
    place, catalogue, scratch, log, journal, rates, levers = town.hands()
    crisis.settle(place, catalogue, rates, levers, scratch, log, journal, t, seed, month)


def _wellbeing(town: Town, month: int, t: int) -> None:
    hands = town.hands()
    rates = hands.rates
    place, catalogue, scratch = hands.place, hands.catalogue, hands.scratch
    town.over_tiles(lambda a, b, c: wellbeing.sieve(a, b, place, catalogue, rates, scratch, c, month))


def _workforce(town: Town, month: int, t: int) -> None:
    hands = town.hands()
    workforce.settle(hands.place, hands.catalogue, hands.rates, hands.scratch, hands.journal, t, town.seed, month)


def _money(town: Town, month: int, t: int) -> None:
    hands = town.hands()
    town.over_tiles(lambda a, b, c: census.sieve(a, b, hands.place, hands.scratch, c, month))
    town.journal.counts[t] = town.scratch.sums.sum(axis=0)
    town.scratch.sums[:] = 0
    census.settle(hands.place, hands.catalogue, hands.rates, hands.scratch, hands.journal, t, month)
    money.settle(hands.place, hands.catalogue, hands.rates, hands.scratch, hands.journal, t, month)
    brought_counts.count(hands.place, hands.catalogue, hands.rates, hands.scratch, hands.journal, t, month)


class Step(NamedTuple):
    """One line of the month."""

    number: int
    name: str
    does: str
    kernel: str
    walk: Callable[[Town, int, int], None] | None


MONTH: tuple[Step, ...] = (
    Step(1, "demography", "deaths, moves out, births and arrivals; children turn 18", "demography", _demography),
    Step(2, "need and skill", "need rises and falls, conditions begin, skill is gained and lost", "need", _need),
    Step(
        3,
        "ties",
        "ties strengthen, fade, rupture, form; carers introduce their own people; who gives to whom",
        "ties, shared_life",
        _ties,
    ),
    Step(
        4,
        "unpaid care",
        "help asked and given by family and friends, strain, breakdown",
        "brought_counts, unpaid_care",
        _unpaid_care,
    ),
    Step(
        5,
        "front door",
        "requests, assessments, eligibility, prevention programmes, and whom they bring together",
        "front_door, programmes, brought",
        _front_door,
    ),
    Step(
        6,
        "matching",
        "providers close and open; reviews; Shared Lives carers, introductions; lists; starts of support by priority",
        "market, contracts, review, sharing, shared_lives, introductions, guests, choosing, matching",
        _matching,
    ),
    Step(7, "delivery", "hours that come and which faces bring them", "delivery", _delivery),
    Step(
        8,
        "crisis and hospital",
        "stays, being ready to leave, delay; attendances, admissions, breakdown of support",
        "hospital, crisis",
        _crisis,
    ),
    Step(9, "wellbeing", "loneliness and seven domains of a good life", "wellbeing", _wellbeing),
    Step(10, "workforce", "care workers leave, posts are filled; quality, inspections", "workforce", _workforce),
    Step(
        11, "census and money", "stocks are counted; every pound in one ledger", "census, money, brought_counts", _money
    ),
    Step(
        12, "council", "monthly: watch spending; yearly: set the budget and the prevention pot", "actors.council", None
    ),
)
"""The month, in order; the council's line is walked by the model, because the council is an agent that decides."""
