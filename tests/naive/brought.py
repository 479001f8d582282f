"""People whom a programme brings to those who take part: who asks, who offers, who has a match, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING

from naive.bonds import begin_tie, end_tie
from simulation.kernels.chance import ENROL, OFFER, TRIAL, unit
from simulation.state.catalogue import MOST_PROGRAMMES
from simulation.state.codes import (
    COMMUNITY,
    END_SUPPORT_CHANGED,
    FAMILY,
    HOSPITAL,
    MOVE_UNWANTED,
    MOVE_WANTED,
    NEED_NONE,
    OWN_HOME,
    PARENT_CHILD,
    PERSON,
    UNPAID,
)

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person


@dataclass(eq=False)
class Match:
    """Two people brought together."""

    asker: Person
    offerer: Person
    since: int
    due: int
    home: int | None
    close: bool


@dataclass(eq=False)
class Application:
    """Somebody who asks or offers; it is open until the person gives up waiting or the match ends."""

    person: Person
    programme: SimpleNamespace
    offers: bool
    applied: int
    again: bool
    tried: int | None = None
    match: Match | None = None
    ended: int | None = None
    reason: str | None = None

    @property
    def open(self) -> bool:
        return self.ended is None

    @property
    def waits(self) -> bool:
        return self.open and self.match is None


def step(town: NaiveEcosystem) -> None:
    """Who would apply is known before any match ends; then matches end, people apply, and pairs are tried out."""
    bringing = [programme for programme in town.programmes if programme.brings]
    applying = [
        (person, programme, offers)
        for person in town.people
        if person.here and person.adult
        for programme in bringing
        for offers in (False, True)
        if (offers_now if offers else asks_now)(town, person, programme)
    ]
    for one in [one for one in town.applications if one.open]:
        if one.waits and gives_up(town, one):
            close(town, one, "withdrawn")
        elif one.open and one.match is not None and not one.offers:
            reason = why_over(town, one)
            if reason is not None:
                part(town, one, reason)
    for person, programme, offers in sorted(applying, key=lambda one: lot(town, *one)):
        if open_of(town, person) is None:
            alike = [one for one in town.applications if one.person is person and one.programme is programme]
            again = any(one.offers == offers for one in alike)
            town.applications.append(Application(person, programme, offers, town.month, again))
    for asker in [one for one in town.applications if one.waits and not one.offers]:
        try_out(town, asker)
    for one in town.applications:
        if one.open and not one.offers:
            for enrolment in one.person.enrolments:
                if enrolment is not None and enrolment.programme == one.programme.row:
                    enrolment.since = town.month


def lot(town: NaiveEcosystem, person: Person, programme: SimpleNamespace, offers: bool) -> int:
    """Who joins a queue in the same month stands in it by lot."""
    return town.words(ENROL, person.id, programme.row + (MOST_PROGRAMMES if offers else 0))[1]


def asks_now(town: NaiveEcosystem, person: Person, programme: SimpleNamespace) -> bool:
    began = [one.programme for one in person.enrolments if one is not None and one.since == town.month]
    return programme.row in began and could_ask(person, programme)


def offers_now(town: NaiveEcosystem, person: Person, programme: SimpleNamespace) -> bool:
    if asks_now(town, person, programme) or not could_offer(person, programme):
        return False
    return unit(town.words(OFFER, person.id, programme.row)[0]) < programme.offer


def could_ask(person: Person, programme: SimpleNamespace) -> bool:
    in_bounds = person.here and person.setting == OWN_HOME and person.need <= programme.max_need
    return in_bounds and (person.lives_alone or not programme.lives_in)


def could_offer(person: Person, programme: SimpleNamespace) -> bool:
    of_age = programme.offer_min_age <= person.age_years <= programme.offer_max_age
    if not (of_age and person.here and person.setting == OWN_HOME and person.need == NEED_NONE):
        return False
    return not programme.lives_in or not bound(person)


def bound(person: Person) -> bool:
    """By a partner anywhere, or a child in the same home."""
    kin = [(tie.kind, tie.other(person)) for tie in person.own_ties()]
    at_home = [other for kind, other in kin if kind == PARENT_CHILD and other.home == person.home]
    return person.has_partner or any(other.birth_month > person.birth_month for other in at_home)


def open_of(town: NaiveEcosystem, person: Person) -> Application | None:
    return next((one for one in town.applications if one.person is person and one.open), None)


def moved_in(town: NaiveEcosystem, person: Person) -> bool:
    """Whether a person lives under one roof with another through a programme."""
    one = open_of(town, person)
    return one is not None and one.match is not None and one.match.home is not None


def gives_up(town: NaiveEcosystem, one: Application) -> bool:
    could = (could_offer if one.offers else could_ask)(one.person, one.programme)
    return not could or town.month >= one.applied + one.programme.patience


def why_over(town: NaiveEcosystem, one: Application) -> str | None:
    match = one.match
    pair = (match.asker, match.offerer)
    if not all(person.here for person in pair):
        return "parted"
    if match.close and match.asker.tie_to(match.offerer) is None:
        return "rupture"
    if match.asker.need > one.programme.max_need:
        return "need"
    if one.programme.lives_in:
        in_place = all(person.setting in (OWN_HOME, HOSPITAL) for person in pair)
        if not in_place or match.asker.home != match.offerer.home:
            return "moved"
    return "term" if town.month >= match.due else None


def part(town: NaiveEcosystem, one: Application, reason: str) -> None:
    """The tie of the match ends with it, and who moved in moves out."""
    match, other = one.match, open_of(town, one.match.offerer)
    tie = match.asker.tie_to(match.offerer)
    if match.close and tie is not None:
        end_tie(town, tie, END_SUPPORT_CHANGED)
    leaver = match.offerer
    if one.programme.lives_in and leaver.here and leaver.setting == OWN_HOME and leaver.home == match.home:
        leaver.found_home(MOVE_WANTED if reason == "term" else MOVE_UNWANTED)
    close(town, one, reason)
    other.ended, other.reason = town.month, reason


def close(town: NaiveEcosystem, one: Application, reason: str) -> None:
    one.ended, one.reason = town.month, reason
    town.record.matches[one.programme.row, reason] += 1


def try_out(town: NaiveEcosystem, asker: Application) -> None:
    """With the first in the queue who suits and has tried nobody this month."""
    person, programme = asker.person, asker.programme
    if not person.has_room or asker.tried == town.month:
        return
    for other in town.applications:
        free = other.waits and other.offers and other.programme is programme and other.tried != town.month
        if not free or not other.person.has_room or person.tie_to(other.person) is not None:
            continue
        if programme.lives_in and any(one.active and one.person is other.person for one in town.sharers):
            continue
        if town.match(person, other.person) >= programme.least_match * 256:
            break
    else:
        return
    fails, close_lot, term_lot, _ = (unit(word) for word in town.words(TRIAL, person.id, other.person.id))
    if fails < programme.trial_fails:
        asker.tried = other.tried = town.month
        town.record.matches[programme.row, "trials_failed"] += 1
        return
    term = programme.term * (1.0 + programme.term_spread * (2.0 * term_lot - 1.0))
    began_close = close_lot < programme.close
    if began_close:
        begin_tie(town, person, other.person, programme.brought_tie)
    if programme.lives_in:
        other.person.move(OWN_HOME, person.home, person.hood, MOVE_WANTED)
    home = person.home if programme.lives_in else None
    match = Match(person, other.person, town.month, town.month + max(int(term), 1), home, began_close)
    asker.match = other.match = match
    town.record.matches[programme.row, "begun"] += 1


def matched(town: NaiveEcosystem, person: Person) -> Application | None:
    """The open match in which a person was brought somebody."""
    one = open_of(town, person)
    return one if one is not None and one.match is not None and not one.offers else None


def help_offered(town: NaiveEcosystem, person: Person) -> int:
    """Minutes a week that a person may have from whom a programme brought."""
    one = matched(town, person)
    return one.programme.help_minutes if one is not None and one.match.offerer.here else 0


def count(town: NaiveEcosystem) -> None:
    """At the month's end."""
    for one in town.applications:
        tally, row = town.record.matches, one.programme.row
        if not one.offers and not one.again and one.person.here:
            count_asker(town, one.person, row)
        if one.waits:
            tally[row, "offering" if one.offers else "asking"] += 1
        elif one.open and not one.offers:
            helped = one.person.brought_minutes if one.person.at_home and one.person.need > NEED_NONE else 0
            tally[row, "matched"] += 1
            tally[row, "help_minutes"] += helped
            charge(town, one, helped)


def count_asker(town: NaiveEcosystem, person: Person, row: int) -> None:
    tally, support = town.record.matches, person.arrangement
    tally[row, "people"] += 1
    tally[row, "loneliness"] += int(1000.0 * person.lonely)
    if person.setting == OWN_HOME:
        tally[row, "at_home"] += 1
        tally[row, "alone_minutes"] += time_alone(town, person)
    lasting = support is not None and support.model.months == 0 and support.model.spend_class != UNPAID
    began = lasting and support.started == town.month
    tally[row, "unsupported"] += int(began or not lasting)
    tally[row, "home_care_starts"] += int(began and support.model.where == OWN_HOME)


def time_alone(town: NaiveEcosystem, person: Person) -> int:
    one = matched(town, person)
    guest = None if one is None else one.match.offerer
    others = [tie.other(person) for tie in person.own_ties()]
    if any(other.home == person.home and other is not guest for other in others):
        return 0
    company = person.unpaid_minutes - person.brought_minutes
    company += 0 if one is None else one.programme.agreed_minutes
    return max(town.rates.waking_minutes - company, 0)


def charge(town: NaiveEcosystem, one: Application, helped: int) -> None:
    """Fees of both; help is valued as the community's, where all unpaid help was valued as the family's."""
    rates, programme, match = town.rates, one.programme, one.match
    service = len(town.models) + programme.row
    town.pay(PERSON, service, match.asker.hood.fifth, programme.fee_pence)
    town.pay(PERSON, service, match.offerer.hood.fifth, programme.offer_fee_pence)
    weekly = town.models[rates.unpaid_model].price_pence * helped // 60
    value = weekly * rates.weeks_permille // 1000
    town.pay(COMMUNITY, rates.unpaid_model, match.asker.hood.fifth, value)
    town.pay(FAMILY, rates.unpaid_model, match.asker.hood.fifth, -value)
