"""The front door: asking, a conversation, eligibility, and what is offered."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from naive.choosing import take_up
from naive.discharge import leave_hospital
from naive.programmes import offer
from naive.support import replan
from simulation.kernels.chance import ASK, ASSESS, CHOICE, PATHWAY, PRIORITY, uniforms
from simulation.state.codes import (
    AWAITING_ASSESSMENT,
    AWAITING_START,
    CARE_HOME,
    FROM_HOSPITAL,
    HOSPITAL,
    IN_CRISIS,
    NEED_MODERATE,
    NEED_NONE,
    NOBODY,
    NOT_ASKING,
    PRESSING,
    ROUTINE,
)

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person


def step(town: NaiveEcosystem) -> None:
    """Who asks; then as many as the month's assessments allow are seen, in order of the queue."""
    for person in town.people:
        if person.here and person.adult and person.stage == NOT_ASKING and person.at_home:
            may_ask(town, person)
    for person in queue(town, AWAITING_ASSESSMENT)[: town.levers.assessments]:
        if person.adult and not person.in_treatment:
            assess(town, person)


def choose(town: NaiveEcosystem, person: Person, luck_of: int | None = None) -> SimpleNamespace | None:
    """A support model by its weight for the person's group and need, the council's preference and the take-up; or None.

    ``luck_of`` is the month whose draw decides; this month's if not given.
    """
    wishes = [m.choice[person.group][person.need] * town.levers.preference[m.row] for m in town.models]
    weights = [wish * take_up(town, person, m) for wish, m in zip(wishes, town.models, strict=True)]
    total = 0.0
    for weight in weights:
        total += weight
    if total <= 0.0:
        return None
    mark = uniforms(town.seed, CHOICE, person.id, town.month if luck_of is None else luck_of)[0] * total
    able = [(model, weight) for model, weight in zip(town.models, weights, strict=True) if weight > 0.0]
    for model, weight in able:
        if mark < weight:
            return model
        mark -= weight
    return able[-1][0]


def may_ask(town: NaiveEcosystem, person: Person) -> None:
    """People ask by chance; a young person with need is put forward on turning 18."""
    u_ask, u_self, _, _ = town.draws(ASK, person.id)
    if u_ask < chance_to_ask(town, person):
        ask(town, person, u_self)
    elif person.age_months == 18 * 12 and person.need >= NEED_MODERATE:
        ask(town, person, 1.0)
        person.urgency = PRESSING


def chance_to_ask(town: NaiveEcosystem, person: Person) -> float:
    chance = town.rates.ask[1 if person.older else 0][person.need] * (1.0 + town.rates.ask_gap * person.gap)
    return chance if person.arrangement is None else chance * town.rates.ask_supported


def ask(town: NaiveEcosystem, person: Person, u_self: float) -> None:
    """Ask the council, or, with savings and enough need, arrange support alone."""
    person.wait(AWAITING_ASSESSMENT, ROUTINE)
    if (
        person.means
        and person.need >= NEED_MODERATE
        and person.arrangement is None
        and u_self < town.rates.self_arrange
    ):
        chosen = choose(town, person)
        if chosen is not None:
            person.stage, person.wanted = AWAITING_START, chosen.row
            return
    town.count("requests", person)


def queue(town: NaiveEcosystem, stage: int) -> list[Person]:
    """Those at a stage: the most urgent first, then the longest waiting, then by a lot fixed for the person."""

    def place(person: Person) -> tuple[int, int, int]:
        return -person.urgency, person.stage_since, town.words(PRIORITY, person.id, 0, 0)[0] % 2**24

    return sorted((person for person in town.people if person.here and person.stage == stage), key=place)


def assess(town: NaiveEcosystem, person: Person) -> None:
    """A conversation: reablement first; with enough need, support; else perhaps a programme, or where else to turn."""
    town.count("assessments", person)
    town.count("assessment_wait_months", person, town.month - person.stage_since)
    if fixed_first(town, person):
        person.stage = NOT_ASKING
        return
    enough = enough_need(town, person)  # as it is assessed: the last days in a bed may raise it
    wanted = reablement_offered(town, person)
    if wanted is None and given_support(town, person, town.month):
        wanted = choose(town, person)
        if wanted is not None and wanted.where == CARE_HOME and first_a_short_stay(town, person):
            wanted = town.models[town.rates.interim_model]
    if wanted is not None:
        person.stage, person.stage_since, person.wanted = AWAITING_START, town.month, wanted.row
        return
    person.stage = NOT_ASKING
    if person.setting == HOSPITAL:
        leave_hospital(town, person)
    if enough and person.arrangement is not None:
        replan(town, person.arrangement)
        return
    reached = town.draws(ASSESS, person.id)[1] < town.levers.early_offer
    if not (reached and offer(town, person)):
        town.count("signposted", person)


def fixed_first(town: NaiveEcosystem, person: Person) -> bool:
    """Whoever can wait and has no support may be offered a quick fix before anything else; taken up, that is all."""
    can_wait = person.arrangement is None and person.urgency == ROUTINE
    return can_wait and town.draws(ASSESS, person.id)[3] < town.levers.quick_first and offer(town, person, quick=True)


def first_a_short_stay(town: NaiveEcosystem, person: Person) -> bool:
    """Whoever is to go from hospital to a care home may first go to one to be assessed."""
    there = person.setting == HOSPITAL and town.rates.interim_model != NOBODY
    return there and town.draws(PATHWAY, person.id)[1] < town.rates.interim_share


def reablement_offered(town: NaiveEcosystem, person: Person) -> SimpleNamespace | None:
    """Reablement, if a person without support, for whom it is and who can wait, is offered it and the pot pays."""
    row = town.rates.reablement_model
    if row == NOBODY or person.arrangement is not None or person.need == NEED_NONE:
        return None
    reablement, can_wait = town.models[row], person.urgency in (ROUTINE, FROM_HOSPITAL)
    fits = reablement.min_need <= person.need <= reablement.max_need
    offered = town.draws(ASSESS, person.id)[0] < town.rates.reablement_offer[person.group]
    settled = person.changed <= town.month - 12
    return reablement if fits and can_wait and offered and settled and town.levers.pot_starts[row] > 0 else None


def enough_need(town: NaiveEcosystem, person: Person) -> bool:
    return person.need >= town.levers.eligible_need and person.need > NEED_NONE


def given_support(town: NaiveEcosystem, person: Person, assessed: int) -> bool:
    """With enough need: at once when a carer has stopped or in a crisis; if support no longer fits; or if enough help
    is missing and the assessment (of the month ``assessed``) ends in an offer taken up."""
    if not enough_need(town, person):
        return False
    if person.urgency in (PRESSING, IN_CRISIS):
        return True
    if person.arrangement is not None:
        return person.need > person.arrangement.model.max_need
    taken_up = uniforms(town.seed, ASSESS, person.id, assessed)[2] < town.rates.eligible_share
    return person.gap >= town.rates.ask_least_gap and taken_up
