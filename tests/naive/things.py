"""What people have and meet: ties, support, providers, workers' posts, Shared Lives carers, neighbourhoods."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np

from simulation.state.arrangements import FACES
from simulation.state.codes import NEVER

if TYPE_CHECKING:
    from naive.person import Person


def f32(x: float) -> float:
    """The value that a float32 array keeps of a number."""
    return float(np.float32(x))


def clip(x: float) -> float:
    """A score between 0 and 1."""
    return min(max(x, 0.0), 1.0)


@dataclass(eq=False)
class Tie:
    """Between two people; one object in a slot of each."""

    people: tuple[Person, Person]
    kind: int
    strength: float
    start: int
    match: int
    mutual: int

    def other(self, person: Person) -> Person:
        one, two = self.people
        return two if person is one else one


@dataclass(eq=False)
class Enrolment:
    """Taking part in a programme (``programme`` is its row) since a month."""

    programme: int
    since: int


@dataclass(eq=False)
class Hood:
    row: int
    fifth: int
    vitality: float
    first: int
    last: int


@dataclass(eq=False)
class Post:
    """A job; ``generation`` counts the workers who have held it, so (post, generation) is a worker."""

    row: int
    staffed: bool
    generation: int
    since: int

    @property
    def worker(self) -> tuple[int, int]:
        return (self.row, self.generation)


@dataclass(eq=False)
class Provider:
    row: int
    model: SimpleNamespace
    hood: Hood
    home: int
    places: int
    posts: list[Post]
    posts_wanted: int
    pay_ratio: float
    ownership: int
    relative_size: float
    training: float
    culture: float
    quality: float
    rating: int
    inspection: int
    cost_pence: int
    lean: int
    is_open: bool
    opened: int
    plan: int
    capacity: int
    posts_usual: int
    clients: list[Arrangement] = field(default_factory=list)
    merit: float = 0.0
    """Against the mean of its support model, by which hours are awarded."""
    paid: int = 1000
    """What the council pays, per mille of the price."""

    @property
    def filled(self) -> int:
        return len(self.clients)

    @property
    def planned_minutes(self) -> int:
        return sum(client.minutes for client in self.clients)

    @property
    def staffed(self) -> int:
        return sum(post.staffed for post in self.posts)

    def staffed_minutes(self, minutes_post: int) -> int:
        """Contact minutes a week that the workers in post give."""
        return self.staffed * minutes_post

    def ratio(self, minutes_post: int) -> int:
        """Share of the planned minutes that the workers in post can give, per mille."""
        room = self.staffed_minutes(minutes_post)
        return 1000 if self.planned_minutes <= room else room * 1000 // self.planned_minutes


@dataclass(eq=False)
class Sharer:
    """A household that applies to be, or is approved as, Shared Lives carer."""

    row: int
    person: Person
    active: bool
    applied: int
    decided: int
    places: int = 0
    approved: int = NEVER
    leaves: int = NEVER
    strain: float = 0.0
    guest: Person | None = None
    """With whom a match is tried, for whom a place is held."""
    guest_model: int = 0
    guest_since: int = 0
    guest_quality: int = 0
    guests: list[Arrangement] = field(default_factory=list)

    @property
    def has_given_notice(self) -> bool:
        return self.leaves != NEVER


@dataclass(eq=False)
class Willing:
    """A person whose household would ever share its home; from month ``ready`` it may be asked."""

    person: Person
    ready: int


@dataclass(eq=False)
class Arrangement:
    """Support that a person has or had."""

    row: int
    person: Person
    model: SimpleNamespace
    provider: Provider | None
    sharer: Sharer | None
    quality: int
    started: int
    due: int
    minutes: int
    self_funded: int
    window: int
    ended: int = NEVER
    reason: int = 0
    delivered: int = 0
    anchor: int = 0
    span: int = 1
    visits: list[int] = field(default_factory=lambda: [0] * FACES)
    holder: list[int] = field(default_factory=lambda: [0] * FACES)
    closed_square: int = 0
    closed_visits: int = 0
    closed_most: int = 0
    closed_faces: int = 0
    key_face: int | None = None
    key_since: int = 0
    key_strength: float = 0.0
    order: list[tuple] = field(default_factory=list)
    """Who made each visit of the window, in order: another account of what ``visits`` holds by face."""

    @property
    def seen(self) -> Counter[tuple]:
        """Visits in the window by worker."""
        return Counter(self.order)

    @property
    def repeats(self) -> int:
        """Visits in the window by the worker of the visit before."""
        return sum(one == other for one, other in pairwise(self.order))

    def close(self, visits: int) -> None:
        """Close the account of a worker who made so many visits and no longer comes."""
        if visits > 0:
            self.closed_square += visits * visits
            self.closed_visits += visits
            self.closed_most = max(self.closed_most, visits)
            self.closed_faces += 1

    @property
    def open(self) -> bool:
        return self.ended == NEVER

    def post(self, face: int) -> Post:
        """The post behind a face of the team: a run of the provider's first ``span`` posts."""
        return self.provider.posts[(self.anchor + face) % self.span]
