"""All ties of a place at the start, the most important first, so that kin keep their slots."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.parameters import Parameters
from simulation.population.ages import ADULT_MONTHS
from simulation.population.crowd import Crowd
from simulation.population.friends import find_friends, find_neighbours
from simulation.population.streams import Streams
from simulation.population.ties import draw_edges, write_half_ties, write_ties
from simulation.state import codes
from simulation.state.people import People

Ints = NDArray[np.int64]


def tie_kin(
    people: People, crowd: Crowd, siblings: tuple[Ints, Ints], start: int, parameters: Parameters, streams: Streams
) -> None:
    """Partners, then parents and children in one home, then apart, then siblings, up to the slots kept for kin."""
    slots = int(parameters.value("population.kin_slots"))
    who = np.flatnonzero(crowd.partner > np.arange(len(crowd.partner)))
    other, stream = crowd.partner[who], streams("ties.partner")
    since = _since(np.maximum(crowd.birth[who], crowd.birth[other]) + ADULT_MONTHS, start, stream)
    write_ties(people, draw_edges(who, other, codes.PARTNER, since, parameters, stream), slots)
    here = crowd.entry == codes.NOBODY
    together = here | (crowd.birth < start + crowd.entry)
    for name, who in (("first", together), ("second", together), ("first_apart", here), ("second_apart", here)):
        parent = getattr(crowd, name)
        child, stream = np.flatnonzero((parent != codes.NOBODY) & who), streams(f"ties.{name}")
        since = np.minimum(crowd.birth[child], start - 1)
        edges = draw_edges(child, parent[child], codes.PARENT_CHILD, since, parameters, stream)
        write_ties(people, edges, slots)
    one, other = siblings
    since = np.minimum(np.maximum(crowd.birth[one], crowd.birth[other]), start - 1)
    edges = draw_edges(one, other, codes.SIBLING, since, parameters, streams("ties.sibling"))
    write_ties(people, edges, slots)


def tie_newcomers(
    people: People,
    crowd: Crowd,
    friends: tuple[Ints, Ints],
    start: int,
    parameters: Parameters,
    streams: Streams,
) -> None:
    """Newcomers, children to be born among them, hold their side of ties to people who are here before them."""
    slots = int(parameters.value("population.friend_slots"))
    come = crowd.entry != codes.NOBODY
    for name, kind, who in (
        ("first", codes.PARENT_CHILD, come & (crowd.birth == start + crowd.entry)),
        ("second", codes.PARENT_CHILD, come & (crowd.birth == start + crowd.entry)),
        ("joins", codes.PARTNER, come),
        ("first_apart", codes.PARENT_CHILD, come),
        ("second_apart", codes.PARENT_CHILD, come),
        ("child_apart", codes.PARENT_CHILD, come),
        ("sibling", codes.SIBLING, come),
    ):
        other = getattr(crowd, name)
        one = np.flatnonzero(who & (other != codes.NOBODY))
        stream = streams(f"ties.newcomers.{name}")
        since = start + crowd.entry[one]
        write_half_ties(people, draw_edges(one, other[one], kind, since, parameters, stream), slots)
    one, other = friends
    stream = streams("ties.newcomers.friends")
    since = start + crowd.entry[one]
    write_half_ties(people, draw_edges(one, other, codes.FRIEND, since, parameters, stream), slots)


def tie_friends(people: People, crowd: Crowd, start: int, parameters: Parameters, streams: Streams) -> None:
    """Friends, then neighbours, of adult residents, while slots last."""
    slots = int(parameters.value("population.friend_slots"))
    adult = np.flatnonzero((crowd.entry == codes.NOBODY) & (start - crowd.birth >= ADULT_MONTHS))
    months = start - crowd.birth
    met_from = int(parameters.value("population.friends_from_age_years") * 12)
    for kind, (one, other) in (
        (codes.FRIEND, find_friends(adult, crowd.hood, months, parameters, streams)),
        (codes.NEIGHBOUR, find_neighbours(adult, crowd.hood, crowd.home, parameters, streams)),
    ):
        name = codes.TIE_NAMES[kind]
        stream = streams(f"ties.{name}")
        longest = int(parameters.value(f"population.tie.{name}.longest_years") * 12)
        from_age = np.maximum(crowd.birth[one], crowd.birth[other]) + met_from
        since = _since(np.maximum(from_age, start - longest), start, stream)
        write_ties(people, draw_edges(one, other, kind, since, parameters, stream), slots)


def _since(earliest: Ints, start: int, stream: np.random.Generator) -> Ints:
    """A month from ``earliest`` to just before ``start``, evenly."""
    span = np.maximum(start - earliest, 1)
    return start - 1 - np.floor(stream.random(len(earliest)) * span).astype(np.int64)
