"""What a person's support costs in a month, by payer: the money kernel itself, over this person's support alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulation.kernels import money
from simulation.state.codes import COUNCIL, NHS, NOBODY, PERSON
from simulation.state.handles import Handle
from simulation.state.journal import empty_journal
from simulation.state.place import ARRANGEMENTS

if TYPE_CHECKING:
    from simulation.model import CareEcosystem


class Cost(NamedTuple):
    """Pence of a month of support and of programmes joined. Assessments, A&E and hospital are not in it: the model
    prices them by the event in a neighbourhood's count, and not by person."""

    council: int
    nhs: int
    person: int


NOTHING_SPENT = Cost(0, 0, 0)


def spent(model: CareEcosystem, i: int, month: int) -> Cost:
    """What is spent on a person in a month that has just been lived."""
    support, programmes = _support(model, i, month), _programmes(model, i, month)
    return support._replace(council=support.council + programmes)


def _support(model: CareEcosystem, i: int, month: int) -> Cost:
    """The kernel's own price of a week, its split over payers, and its length of a month."""
    place, town = model.place, model.town
    row = int(place.people.arrangement[i])
    if row == NOBODY:
        return NOTHING_SPENT
    counters = place.counters.copy()
    counters[ARRANGEMENTS] = 1
    alone = place._replace(arrangements=place.arrangements[row : row + 1].copy(), counters=counters)
    journal = empty_journal(1, len(model.model_ids), len(model.programme_ids))
    hands = town.hands()
    money.settle(Handle(alone), hands.catalogue, hands.rates, hands.scratch, Handle(journal), 0, month)
    pence = journal.ledger[0].sum(axis=(1, 2))
    return Cost(int(pence[COUNCIL]), int(pence[NHS]), int(pence[PERSON]))


def _programmes(model: CareEcosystem, i: int, month: int) -> int:
    people, price = model.place.people, model.town.catalogue.programmes.cost_pence
    joined = (people.programme[i] != NOBODY) & (people.programme_since[i] == month)
    return int(np.sum(price[people.programme[i][joined]]))
