"""Wellbeing: loneliness of every adult, and seven domains of a good life for people with moderate or more need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naive.curves import decline
from naive.things import clip, f32
from simulation.state.codes import DOMAIN_NAMES, NEED_MODERATE

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person


def step(town: NaiveEcosystem) -> None:
    for person in town.people:
        if not (person.here and person.adult):
            continue
        ties = closeness(person)
        feel_lonely(town, person, ties)
        if person.need >= NEED_MODERATE:
            live_well(town, person, ties)
        tally(town, person, ties)


def key_strength(person: Person) -> float:
    """Strength of the tie to the key worker, 0 without one."""
    support = person.arrangement
    return 0.0 if support is None or support.key_face is None else support.key_strength


def closeness(person: Person) -> float:
    """Sum of the strengths of a person's ties, the key worker's included."""
    total = 0.0
    for tie in person.own_ties():
        total += tie.strength
    return total + key_strength(person)


def feel_lonely(town: NaiveEcosystem, person: Person, ties: float) -> None:
    """A share of the way towards (base + temper + need) exp(-k ties)."""
    rates = town.rates
    target = rates.lonely_base + rates.lonely_temper * person.temper + rates.lonely_need[person.need]
    target *= decline(rates.lonely_ties * ties)
    person.lonely = f32(clip(rates.lonely_keep * person.lonely + (1.0 - rates.lonely_keep) * target))


def live_well(town: NaiveEcosystem, person: Person, ties: float) -> None:
    """A share of the way towards what the person's life gives, domain by domain."""
    rates, keep = town.rates, town.rates.fulfil_keep
    close, missing, key = 1.0 - decline(ties), person.gap, key_strength(person)
    for d in range(len(DOMAIN_NAMES)):
        target = rates.fulfil_base[d] + rates.fulfil_need[d] * person.need / 4.0
        target += rates.fulfil_ties[d] * close + rates.fulfil_unmet[d] * missing
        target += rates.fulfil_skill[d] * person.skill + rates.fulfil_continuity[d] * key
        if person.arrangement is not None:
            target += person.arrangement.model.domains[d]
        person.fulfilment[d] = f32(keep * person.fulfilment[d] + (1.0 - keep) * clip(target))


def tally(town: NaiveEcosystem, person: Person, ties: float) -> None:
    """Scores are counted in thousandths."""
    rates = town.rates
    town.count("people", person)
    town.count("loneliness", person, int(1000.0 * person.lonely))
    town.count("often_lonely", person, int(person.lonely >= rates.lonely_often))
    town.count("isolated", person, int(ties == 0.0))
    if person.need < NEED_MODERATE:
        return
    town.count("people_drawing_on_care", person)
    town.count("enough_contact", person, int(ties >= rates.contact_enough))
    for name, score in zip(DOMAIN_NAMES, person.fulfilment, strict=True):
        town.count(name, person, int(1000.0 * score))
