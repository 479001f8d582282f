"""Reviews: plans follow need, time-limited support ends, as does support no longer needed or stopped otherwise."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from naive.front_door import choose
from naive.support import end, replan
from naive.things import Arrangement
from simulation.kernels.chance import REVIEW
from simulation.state.codes import (
    AWAITING_ASSESSMENT,
    AWAITING_START,
    CARE_HOME,
    END_NEED_MET,
    FROM_HOSPITAL,
    HOSPITAL,
    MOVE_WANTED,
    NEED_MODERATE,
    NEVER,
    NOT_ASKING,
    OWN_HOME,
    PRESSING,
    ROUTINE,
)

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person


def step(town: NaiveEcosystem) -> None:
    for support in town.arrangements:
        if not support.open:
            continue
        u_review, _, u_stop, _ = town.draws(REVIEW, support.person.id)
        if support.due <= town.month:
            come_to_term(town, support)
        elif u_stop < town.rates.support_stop and support.model.where == OWN_HOME and support.model.months == 0:
            no_longer_needed(town, support)
        elif u_review < town.rates.review:
            review(town, support)


def come_to_term(town: NaiveEcosystem, support: Arrangement) -> None:
    """A short stay in a care home may become permanent; other support ends, and leads on to what need asks."""
    person = support.person
    town.count("short_stays_over", person, int(support.model.where == CARE_HOME))
    if town.draws(REVIEW, person.id)[1] < town.rates.short_stay_kept[support.model.row]:
        home = care_home_to_stay_in(town, person)
        if home is not None:
            town.count("short_stays_kept", person)
            support.due = NEVER
            person.wait(AWAITING_START, FROM_HOSPITAL)
            person.wanted = home.row
            return
    finish(town, support)
    if person.need >= NEED_MODERATE and person.stage == NOT_ASKING:
        person.wait(AWAITING_ASSESSMENT, ROUTINE)


def care_home_to_stay_in(town: NaiveEcosystem, person: Person) -> SimpleNamespace | None:
    """The first care home among choices made with this month's luck, last month's, and so on, one for each model."""
    for back in range(len(town.models)):
        chosen = choose(town, person, town.month - back)
        if chosen is not None and chosen.where == CARE_HOME:
            return chosen
    return None


def finish(town: NaiveEcosystem, support: Arrangement) -> None:
    """Support ends as planned; a person who lived elsewhere because of it goes home."""
    no_longer_needed(town, support)
    if support.person.setting not in (OWN_HOME, HOSPITAL):
        support.person.go_home(MOVE_WANTED)


def no_longer_needed(town: NaiveEcosystem, support: Arrangement) -> None:
    """Whoever waited for the same from somebody else does not any more."""
    person = support.person
    end(town, support, END_NEED_MET)
    if person.stage == AWAITING_START and person.wanted == support.model.row:
        person.stage = NOT_ASKING


def review(town: NaiveEcosystem, support: Arrangement) -> None:
    """Too little need: support ends. Too much: something else is awaited. Either way the plan follows need."""
    person, model = support.person, support.model
    if person.need < model.min_need:
        finish(town, support)
        return
    if person.need > model.max_need and person.stage == NOT_ASKING:
        wanted = choose(town, person)
        if wanted is not None and wanted is not model:
            person.wait(AWAITING_START, PRESSING)
            person.wanted = wanted.row
    replan(town, support)
