"""Life that is shared: a Shared Lives carer's own people become friends, and help comes to go both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naive.bonds import begin_tie
from naive.philox import mixed
from naive.things import Arrangement
from simulation.kernels.chance import ACQUAINT, BALANCE, unit
from simulation.state.codes import FRIEND, HOSPITAL, SHARED_LIVES

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person


def step(town: NaiveEcosystem) -> None:
    """Everybody with support, in the order in which it began: first who is met, then how help goes."""
    for support in town.arrangements:
        if support.open:
            if support.sharer is not None:
                introduce(town, support)
            balance(town, support.person, support.model.reciprocity)


def introduce(town: NaiveEcosystem, support: Arrangement) -> None:
    """The carer may introduce the person to one of their own people: grown up, and not known yet."""
    person, carer = support.person, support.sharer.person
    whether, whom, _, _ = town.words(ACQUAINT, person.id, 0)
    if person.setting == HOSPITAL or unit(whether) >= town.rates.acquaint * support.model.carer_time:
        return
    own = [tie.other(carer) for tie in carer.own_ties() if tie.kind != SHARED_LIVES]
    strangers = [one for one in own if one is not person and one.here and one.adult and person.tie_to(one) is None]
    if strangers:
        begin_tie(town, person, strangers[int(unit(whom) * len(strangers))], FRIEND)


def balance(town: NaiveEcosystem, person: Person, reciprocity: float) -> None:
    """Some ties find a new balance; help then goes both ways the sooner the nearer the two live and the more the
    person can do, and as far as the support fosters it."""
    rates, word = town.rates, town.words(BALANCE, person.id, 0)[0]
    for tie in person.own_ties():
        other = tie.other(person)
        u = unit(mixed(word, other.id))
        if u < rates.balance:
            tie.mutual = int(u < rates.balance * (reciprocity * rates.mutual[person.near(other)] * person.skill))
