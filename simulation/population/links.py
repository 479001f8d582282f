"""Whom newcomers know in the place before they come: a partner whom they join, parents, a grown child, friends.

A place keeps its ties only if newcomers bring some: those who leave take theirs along. Whoever is named here may have
died or left when the newcomer comes; then the tie does not begin.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.parameters import Parameters
from simulation.population.ages import ADULT_MONTHS
from simulation.population.families import birth_age
from simulation.population.kin import MOTHER_HERE_AGES, ByAge
from simulation.population.streams import Streams, triangular
from simulation.population.tables import by_age
from simulation.state.codes import NOBODY

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

JOINING_AGES: Final = ("18_24", "25_34", "35_49", "50_over")
_LOOKS: Final = 3
CHILD_HERE_AGES: Final = ("50_64", "65_74", "75_over")


class Known(NamedTuple):
    """Residents and newcomers, one entry a person, as far as it matters here."""

    female: NDArray[np.uint8]
    months: Ints  # age at the start of the burn-in; negative before birth
    entry: Ints  # month index of entry; NOBODY for residents
    hood: Ints
    partner: Ints  # who comes or lives with the person from the beginning
    head: Ints  # who stands for the household


class Links(NamedTuple):
    """Each newcomer's acquaintances (entry by person, NOBODY if none), and pairs of friends."""

    joins: Ints  # the partner whose home the newcomer moves into
    parent: Ints
    other_parent: Ints  # the parent's partner
    child: Ints
    sibling: Ints
    friends: tuple[Ints, Ints]  # newcomers, and their friends


def draw_links(known: Known, parameters: Parameters, streams: Streams) -> Links:
    """Acquaintances of adult newcomers, all of them here before."""
    age = known.months + known.entry
    adult = np.flatnonzero((known.entry != NOBODY) & (age >= ADULT_MONTHS))
    years = age[adult] // 12
    parent = _kin(known, adult, years, parameters, streams("links.parent"))
    return Links(
        _joins(known, adult, years, parameters, streams("links.joins")),
        parent,
        _other_parent(known, parent, parameters, streams("links.other_parent")),
        _children(known, adult, years, parameters, streams("links.child")),
        _siblings(known, adult, parameters, streams("links.sibling")),
        _friends(known, adult, parameters, streams("links.friends")),
    )


def move_in(head: Ints, joins: Ints) -> Ints:
    """Heads of households once newcomers, with those who come with them, live with the partners they join."""
    moved = np.where(joins == NOBODY, np.arange(len(head)), head[np.maximum(joins, 0)])
    return np.asarray(moved[moved[head]])


def _earlier(known: Known, who: Ints, other: Ints) -> Flags:
    """Whether the other has come before."""
    return np.asarray((other != NOBODY) & (known.entry[other] < known.entry[who]))


def _find(known: Known, group: Ints, who: Ints, wanted: Floats, able: Ints, stream: np.random.Generator) -> Ints:
    """Somebody of the group and age who was here before, looked for a few times; or NOBODY."""
    unborn = max(-int(known.months.min()), 0)  # so that no age is negative
    people = ByAge.of(group, known.months + unborn, able, stream)
    found = np.full(len(who), NOBODY)
    for _ in range(_LOOKS):
        left = np.flatnonzero(found == NOBODY)
        other = people.find(group[who[left]], wanted[left] + unborn, stream)
        ok = _earlier(known, who[left], other)
        found[left[ok]] = other[ok]
    return found


def _joins(known: Known, adult: Ints, years: Ints, parameters: Parameters, stream: np.random.Generator) -> Ints:
    """The only adults of their household who come to live with a partner here; nobody is joined twice."""
    chance = by_age(parameters, "population.arrivals.join_partner", JOINING_AGES, years)
    adults = np.bincount(known.head[adult], minlength=len(known.head))
    only = (adults[adult] == 1) & (known.head[adult] == adult)
    who = adult[(stream.random(len(adult)) < chance) & only]
    gap = parameters.value("population.partner_age_gap_years") * 12
    noise = triangular(stream, len(who), parameters.value("population.partner_age_noise_years") * 12)
    wanted = known.months[who] + noise + np.where(known.female[who] == 1, gap, -gap)
    single = known.partner == NOBODY
    single[who] = False
    joins = np.full(len(known.months), NOBODY)
    everywhere = np.zeros(len(known.months), np.int64)
    for sex in (0, 1):
        mine = known.female[who] == 1 - sex
        able = np.flatnonzero(single & (known.female == sex))
        other = _find(known, everywhere, who[mine], wanted[mine], able, stream)
        grown = known.months[other] + known.entry[who[mine]] >= ADULT_MONTHS
        one, other = who[mine][grown & (other != NOBODY)], other[grown & (other != NOBODY)]
        other, once = np.unique(other, return_index=True)
        joins[one[once]] = other
    return joins


def _kin(known: Known, adult: Ints, years: Ints, parameters: Parameters, stream: np.random.Generator) -> Ints:
    """A mother, or a father on his own, who lives here."""
    chance = by_age(parameters, "population.mother_here", MOTHER_HERE_AGES, years)
    chance = chance * parameters.value("population.arrivals.kin_ratio")
    who = adult[stream.random(len(adult)) < chance]
    wanted = known.months[who] + birth_age(len(who), parameters, stream)
    able = np.flatnonzero((known.female == 1) | (known.partner == NOBODY))
    return _placed(known, who, _find(known, np.zeros_like(known.hood), who, wanted, able, stream))


def _other_parent(known: Known, parent: Ints, parameters: Parameters, stream: np.random.Generator) -> Ints:
    """Mostly the parent's partner is a parent too."""
    both = (stream.random(len(parent)) < parameters.value("population.both_parents")) & (parent != NOBODY)
    return np.where(both, known.partner[parent], NOBODY)


def _children(known: Known, adult: Ints, years: Ints, parameters: Parameters, stream: np.random.Generator) -> Ints:
    """A grown child who lives here, of newcomers later in life."""
    chance = by_age(parameters, "population.arrivals.child_here", CHILD_HERE_AGES, years)
    who = adult[stream.random(len(adult)) < chance]
    wanted = known.months[who] - birth_age(len(who), parameters, stream)
    everyone = np.arange(len(known.months))
    return _placed(known, who, _find(known, np.zeros_like(known.hood), who, wanted, everyone, stream))


def _siblings(known: Known, adult: Ints, parameters: Parameters, stream: np.random.Generator) -> Ints:
    """A brother or sister who lives here."""
    who = adult[stream.random(len(adult)) < parameters.value("population.arrivals.sibling")]
    apart = triangular(stream, len(who), parameters.value("population.sibling_gap_years") * 12)
    everyone = np.arange(len(known.months))
    return _placed(
        known, who, _find(known, np.zeros_like(known.hood), who, known.months[who] + apart, everyone, stream)
    )


def _placed(known: Known, who: Ints, found: Ints) -> Ints:
    placed = np.full(len(known.months), NOBODY)
    placed[who] = found
    return placed


def _friends(known: Known, adult: Ints, parameters: Parameters, stream: np.random.Generator) -> tuple[Ints, Ints]:
    """Friends of about the same age in the neighbourhood that the newcomer moves to."""
    mean = parameters.value("population.arrivals.friends")
    who = np.repeat(adult, np.floor(mean + stream.random(len(adult))).astype(np.int64))
    noise = triangular(stream, len(who), parameters.value("population.friends_age_noise_years") * 12)
    able = np.flatnonzero(known.months + known.entry.max() >= ADULT_MONTHS)
    other = _find(known, known.hood, who, known.months[who] + noise, able, stream)
    grown = (other != NOBODY) & (known.months[other] + known.entry[who] >= ADULT_MONTHS)
    return who[grown], other[grown]
