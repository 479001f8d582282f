"""Need and skill, in both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naive.contracts import skill_taught
from naive.person import CONDITIONS
from naive.things import clip, f32
from simulation.kernels.chance import NEED
from simulation.state.catalogue import PROTECTION, SETTLING, SKILL
from simulation.state.codes import N_NEEDS, NEED_NONE

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person

MENTAL_ILLNESS = CONDITIONS["mental_illness"]


def step(town: NaiveEcosystem) -> None:
    for person in town.people:
        if person.here:
            change_need(town, person)
            change_conditions(town, person)
            if person.need > NEED_NONE:
                learn(town, person)


def change_need(town: NaiveEcosystem, person: Person) -> None:
    """One draw: its low end makes need rise, its high end makes it fall. Another says if its cause passes."""
    u, _, _, u_passing = town.draws(NEED, person.id)
    if person.need < N_NEEDS - 1 and u < chance_of_rise(town, person):
        person.need += 1
        person.passing = int(u_passing < town.rates.passing_share)
        if person.adult:
            town.count("need_rose", person)
    elif person.need > NEED_NONE and u > 1.0 - chance_of_fall(town, person) - chance_to_pass(town, person):
        person.need -= 1
        person.passing = 0
        if person.adult:
            town.count("need_fell", person)


def chance_of_rise(town: NaiveEcosystem, person: Person) -> float:
    rates, ratio = town.rates, 1.0
    for condition in sorted(person.conditions):
        ratio *= rates.rise_condition[condition]
    pressure = rates.rise_fifth[person.hood.fifth] * (1.0 + rates.rise_unmet * person.gap)
    if person.uprooted:
        pressure *= rates.rise_uprooted
    pressure *= max(1.0 - person.effect(PROTECTION), 0.0)
    return rates.rise[person.band][person.need] * ratio * pressure


def chance_of_fall(town: NaiveEcosystem, person: Person) -> float:
    """Skill above the usual makes it likelier."""
    rates, ratio = town.rates, 1.0
    for condition in sorted(person.conditions):
        ratio *= rates.fall_condition[condition]
    more_skill = max(1.0 + person.skill - rates.skill_usual[person.need], 0.0)
    return rates.fall[person.band][person.need] * ratio * more_skill


def chance_to_pass(town: NaiveEcosystem, person: Person) -> float:
    """A problem that passes ends by itself, and sooner with what was given to settle it."""
    sooner = max(1.0 + person.effect(SETTLING), 0.0)
    return town.rates.passing_end * sooner if person.passing else 0.0


def change_conditions(town: NaiveEcosystem, person: Person) -> None:
    """At most one condition begins; a mental illness may end."""
    _, u_onset, u_remit, _ = town.draws(NEED, person.id)
    passed = 0.0
    for condition, by_band in enumerate(town.rates.onset):
        if passed <= u_onset < passed + by_band[person.band]:
            person.conditions.add(condition)
        passed += by_band[person.band]
    if u_remit < town.rates.remission[MENTAL_ILLNESS]:
        person.conditions.discard(MENTAL_ILLNESS)


def learn(town: NaiveEcosystem, person: Person) -> None:
    """Towards what is usual for the need; support teaches, or takes over; programmes teach."""
    rates, skill = town.rates, person.skill
    skill += rates.skill_drift * (rates.skill_usual[person.need] - skill)
    if person.arrangement is not None:
        gain, loss = skill_taught(town, person.arrangement.model, person.arrangement.provider)
        skill += gain * (1.0 - skill) - loss * skill
    skill += person.effect(SKILL) * (1.0 - skill)
    person.skill = f32(clip(skill))
