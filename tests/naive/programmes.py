"""Prevention programmes: outreach to people at some distance from crisis, as far as the month's places go."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from naive.things import Enrolment
from simulation.kernels.chance import ENROL, UPTAKE, unit
from simulation.state.codes import COUNCIL, OWN_HOME

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person


def step(town: NaiveEcosystem) -> None:
    """About as many are reached as there are places; a lot decides who comes first."""
    levers, reached = town.levers, []
    for programme in town.programmes:
        row = programme.row
        suited = [person for person in town.people if person.here and person.adult and fits(town, programme, person)]
        share = min(levers.programme_places[row] / max(levers.programme_eligible[row], 1), 1.0)
        for person in suited:
            luck, lot, _, _ = town.words(ENROL, person.id, row)
            if unit(luck) < share * levers.reach[person.hood.fifth] and not programme.quick_fix:
                reached.append((lot, person, programme))
        levers.programme_eligible[row] = len(suited)
    for _, person, programme in sorted(reached, key=lambda one: one[0]):
        if levers.programme_places[programme.row] > 0 and fits(town, programme, person):
            enrol(town, programme, person)


def fits(town: NaiveEcosystem, programme: SimpleNamespace, person: Person) -> bool:
    """At home, within the programme's bounds, not in it now, and one who would take part."""
    willing, room, _, _ = town.words(UPTAKE, person.id, programme.row, 0)
    would = unit(willing) < programme.uptake and unit(room) < programme.room
    can_have = person.setting == OWN_HOME and (person.lives_alone or not programme.lives_in)
    carer = person.care_minutes > 0 and person.strain >= programme.min_strain
    return (
        would
        and (can_have or not programme.brings)
        and person.at_home
        and programme.min_need <= person.need <= programme.max_need
        and (programme.min_strain <= 0.0 or carer)
        and person.lonely >= programme.min_lonely
        and person.age_years >= programme.min_age
        and not taking_part(town, programme, person)
    )


def taking_part(town: NaiveEcosystem, programme: SimpleNamespace, person: Person) -> bool:
    return any(
        one is not None and one.programme == programme.row and town.month < one.since + programme.months
        for one in person.enrolments
    )


def help_carer(town: NaiveEcosystem, person: Person) -> bool:
    """The first programme for carers with room, for a carer who asked; strain and willingness play no part."""
    for programme in town.programmes:
        for_carers = programme.min_strain > 0.0 and town.levers.programme_places[programme.row] > 0
        within = programme.min_need <= person.need <= programme.max_need
        if for_carers and within and not taking_part(town, programme, person):
            enrol(town, programme, person)
            return True
    return False


def offer(town: NaiveEcosystem, person: Person, quick: bool = False) -> bool:
    """The first programme (or quick fix) with room that fits, for a person at the front door."""
    for programme in town.programmes:
        if quick and not programme.quick_fix:
            continue
        if town.levers.programme_places[programme.row] > 0 and fits(town, programme, person):
            enrol(town, programme, person)
            return True
    return False


def enrol(town: NaiveEcosystem, programme: SimpleNamespace, person: Person) -> None:
    """Take part, in place of an earlier time in the same programme, nothing, or what began longest ago."""

    def place(slot: int) -> tuple[bool, bool, int]:
        one = person.enrolments[slot]
        if one is None:
            return True, False, 0
        return one.programme != programme.row, True, one.since

    slot = min(range(len(person.enrolments)), key=place)
    person.enrolments[slot] = Enrolment(programme.row, town.month)
    town.levers.programme_places[programme.row] -= 1
    town.count("programme_starts", person)
    town.pay(COUNCIL, len(town.models) + programme.row, person.hood.fifth, programme.cost_pence)
