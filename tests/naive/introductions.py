"""Introductions: a person who waits for Shared Lives meets carers with room, until two agree and have tried it out."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from naive.things import Sharer
from simulation.kernels.chance import GREET, INTRODUCE, TRY_OUT, unit
from simulation.state.codes import CARER_HOME, SHARED_LIVES

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person


def tried_by(town: NaiveEcosystem, person: Person) -> Sharer | None:
    """The carer with whom the person tries out a match."""
    return next((sharer for sharer in town.sharers if sharer.guest is person), None)


def find_sharer(town: NaiveEcosystem, person: Person, model: SimpleNamespace) -> Sharer | None:
    """The carer with whom a match can begin: nobody while the person waits or tries out."""
    sharer = tried_by(town, person)
    if sharer is not None and sharer.guest_model != model.row:  # what they tried out is not what is wanted now
        sharer.guest = sharer = None
    if sharer is not None and gives_up(town, person, sharer):
        sharer.guest = None
        town.record.sharers["declines"] += 1
        return None
    sharer = sharer or introduce(town, person, model)
    if sharer is None or town.month < sharer.guest_since + model.tryout_months:
        return None
    return sharer


def gives_up(town: NaiveEcosystem, person: Person, sharer: Sharer) -> bool:
    """Either side may, the likelier the worse they fit."""
    worst = 1.0 - sharer.guest_quality / 256
    return unit(town.words(TRY_OUT, person.id, sharer.person.id)[0]) < town.rates.tryout_decline * worst


def introduce(town: NaiveEcosystem, person: Person, model: SimpleNamespace) -> Sharer | None:
    """The next few carers with room, round from one that the month's lot picks; the first who agrees holds a place."""
    first = int(unit(town.words(INTRODUCE, person.id, 0)[0]) * len(town.sharers))
    round_ = town.sharers[first:] + town.sharers[:first]
    present = None if person.arrangement is None else person.arrangement.sharer
    open_to = [s for s in round_ if has_room(town, s) and s.person is not person and s is not present]
    for sharer in open_to[: town.rates.introductions]:
        town.record.sharers["introductions"] += 1
        quality = quality_of(town, person, sharer.person, model)
        if agree(town, person, sharer, quality, model):
            sharer.guest, sharer.guest_model = person, model.row
            sharer.guest_since, sharer.guest_quality = town.month, quality
            return sharer
        town.record.sharers["declines"] += 1
    return None


def has_room(town: NaiveEcosystem, sharer: Sharer) -> bool:
    """Approved, staying, trying nobody out, and not full."""
    stays = sharer.active and sharer.approved <= town.month and not sharer.has_given_notice
    return stays and sharer.guest is None and len(sharer.guests) < sharer.places


def agree(town: NaiveEcosystem, person: Person, sharer: Sharer, quality: int, model: SimpleNamespace) -> bool:
    """Both see the quality of the match with an error of their own; the least that either sees must be enough."""
    blur = town.rates.fit_blur * 256
    draws = town.words(GREET, person.id, sharer.person.id)[:2]
    least_seen = min(quality + blur * (2.0 * unit(draw) - 1.0) for draw in draws)
    return least_seen >= model.matching * 256


def quality_of(town: NaiveEcosystem, person: Person, carer: Person, model: SimpleNamespace) -> int:
    """Traits, place, and closeness to the ties that matter, weighted; 0 to 255."""
    rates = town.rates
    traits = town.match(person, carer) / 256
    place = float(person.hood is carer.hood)
    ties = ties_near(person, carer) if model.where == CARER_HOME else 1.0
    return min(int((rates.fit_traits * traits + rates.fit_place * place + rates.fit_ties * ties) * 256), 255)


def ties_near(person: Person, carer: Person) -> float:
    """Share of the strength of a person's other ties that is with people of the carer's neighbourhood."""
    near = total = 0.0
    for tie in person.own_ties():
        if tie.kind == SHARED_LIVES:
            continue
        total += tie.strength
        if tie.other(person).hood is carer.hood:
            near += tie.strength
    return near / total if total > 0 else 1.0
