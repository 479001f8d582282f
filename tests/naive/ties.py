"""Ties between people: they strengthen, fade, rupture and form."""

from __future__ import annotations

import math
from itertools import islice
from typing import TYPE_CHECKING

from naive.bonds import begin_tie, end_tie
from naive.philox import mixed
from naive.things import Tie, f32
from simulation.kernels.chance import MEET_WHOM, TIE, unit
from simulation.state.catalogue import MEETING
from simulation.state.codes import (
    END_FADED,
    END_RUPTURE,
    FRIEND,
    MOVE_UNWANTED,
    MOVE_WANTED,
    NEIGHBOUR,
    OWN_HOME,
    PARTNER,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person

TRIES, CALLS = 4, 8


def step(town: NaiveEcosystem) -> None:
    """Every tie ages and who sets out is known; then ties end, and after that people meet, in order of persons."""
    here = [person for person in town.people if person.here]
    endings = {person: age_ties(town, person) for person in here}
    setting_out = [person for person in here if person.adult and sets_out(town, person)]
    for person in here:
        for tie, reason in endings[person]:
            end_tie(town, tie, reason)
            if tie.kind == PARTNER:
                live_apart(person, tie.other(person))
    for person in setting_out:
        meet_somebody(town, person)


def age_ties(town: NaiveEcosystem, person: Person) -> list[tuple[Tie, int]]:
    """Advance the ties in which this person has the lower id; returns those that end, with the reason."""
    ending = []
    for tie in person.own_ties():
        other = tie.other(person)
        if other.id < person.id:
            continue
        tie.strength = max(later_strength(town, tie), 0.0)
        ruptured = ruptures(town, person, tie)
        if ruptured or tie.strength < town.rates.tie_floor:
            ending.append((tie, END_RUPTURE if ruptured else END_FADED))
    return ending


def growth(town: NaiveEcosystem, tie: Tie) -> float:
    """Of a tie in a month; like all that concerns its strength, every step is rounded to 32 bits."""
    one, other = tie.people
    return f32(town.rates.tie_gain[tie.kind][one.near(other)] * f32(0.5 + f32(tie.match / 256)))


def later_strength(town: NaiveEcosystem, tie: Tie) -> float:
    gained = f32(growth(town, tie) * f32(1.0 - tie.strength))
    return f32(f32(tie.strength + gained) - town.rates.tie_decay[tie.kind])


def ruptures(town: NaiveEcosystem, person: Person, tie: Tie) -> bool:
    """Drawn from a word of the person of the lower id, mixed with the other's id."""
    rates, months = town.rates, town.month - tie.start
    hazard = rates.rupture[tie.kind] * rates.rupture_frailty[tie.match]
    hazard *= math.exp(-rates.rupture_strength * tie.strength - rates.rupture_months * math.log(1.0 + months))
    return unit(mixed(town.words(TIE, person.id, 0)[0], tie.other(person).id)) < hazard


def sets_out(town: NaiveEcosystem, person: Person) -> bool:
    """Whether a person with room for a tie sets out to meet somebody."""
    chance = town.rates.meet[person.band] * town.rates.meet_need[person.need]
    chance *= person.hood.vitality
    if person.arrangement is not None:
        chance *= person.arrangement.model.meeting
    chance *= 1.0 + person.effect(MEETING)
    return person.has_room and town.draws(TIE, person.id)[1] < chance


def meet_somebody(town: NaiveEcosystem, person: Person) -> None:
    """Four people of the neighbourhood cross the person's way; the first who suits becomes a tie."""
    for other in islice(crossing(town, person), TRIES):
        if suits(town, person, other):
            kind = becomes(town, person, other)
            if begin_tie(town, person, other, kind) and kind == PARTNER:
                share_home(person, other)
            return


def crossing(town: NaiveEcosystem, person: Person) -> Iterator[Person]:
    """Others who live in the neighbourhood now, as luck brings them; rows of those who do not are passed over."""
    first, size = person.hood.first, person.hood.last - person.hood.first
    for call in range(CALLS):
        for word in town.words(MEET_WHOM, person.id, call):
            other = town.people[first + int(unit(word) * size)]
            if other.here and other.hood is person.hood and other is not person:
                yield other


def becomes(town: NaiveEcosystem, person: Person, other: Person) -> int:
    """Partners, if both are free and it goes so far; else neighbours or friends."""
    _, _, u_neighbour, u_partner = town.draws(TIE, person.id)
    if u_partner < town.rates.meet_partner and not person.has_partner and not other.has_partner:
        return PARTNER
    return NEIGHBOUR if u_neighbour < town.rates.meet_neighbour else FRIEND


def share_home(person: Person, other: Person) -> None:
    """Whoever has no family to stay with at home moves in with the other; rather who was met than who set out."""
    if person.setting != OWN_HOME or other.setting != OWN_HOME:
        return
    if not other.family_at_home:
        other.move(OWN_HOME, person.home, person.hood, MOVE_WANTED)
    elif not person.family_at_home:
        person.move(OWN_HOME, other.home, other.hood, MOVE_WANTED)


def live_apart(one: Person, other: Person) -> None:
    """Of partners who part, one founds a home: who has no family there and did not found the one they share.

    ``one`` has the lower id, and stays where neither rule decides.
    """
    if one.home != other.home or one.setting != OWN_HOME or other.setting != OWN_HOME:
        return
    if other.new_home == one.home or (other.family_at_home and not one.family_at_home):
        one.found_home(MOVE_UNWANTED)
    else:
        other.found_home(MOVE_UNWANTED)


def suits(town: NaiveEcosystem, person: Person, other: Person) -> bool:
    if not other.adult:
        return False
    apart = abs(person.age_months - other.age_months)
    return apart <= town.rates.meet_age_gap * 12 and person.tie_to(other) is None
