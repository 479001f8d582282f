"""The census at the month's end: who lives here, who needs and gets what, and how steady it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.state.codes import (
    AWAITING_ASSESSMENT,
    AWAITING_START,
    CARE_HOME,
    CARER_HOME,
    FRIEND,
    MOVE_SUDDEN,
    MOVE_UNWANTED,
    NEED_NAMES,
    NEED_NONE,
    SHARED_LIVES,
)

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem
    from naive.person import Person
    from naive.things import Arrangement


def count_adults(town: NaiveEcosystem) -> None:
    for person in town.people:
        if not (person.here and person.adult):
            continue
        if person.need > NEED_NONE:
            town.count(f"need_{NEED_NAMES[person.need]}", person)
            if person.at_home:
                count_hours(town, person)
        count_waits(town, person)
        if person.arrangement is not None:
            count_stability(town, person)


def count_hours(town: NaiveEcosystem, person: Person) -> None:
    """Asked = unpaid + paid that meets the need + unmet."""
    paid = min(person.paid_minutes, person.asked_minutes - person.unpaid_minutes)
    unmet = person.asked_minutes - person.unpaid_minutes - paid
    town.count("asked_minutes", person, person.asked_minutes)
    town.count("unpaid_minutes", person, person.unpaid_minutes)
    town.count("paid_minutes", person, paid)
    town.count("unmet_minutes", person, unmet)
    town.count("people_with_unmet_need", person, int(unmet > 0))


def count_waits(town: NaiveEcosystem, person: Person) -> None:
    """Who waits for a conversation or for support, and who lives in a care home."""
    town.count("awaiting_assessment", person, int(person.stage == AWAITING_ASSESSMENT))
    town.count("awaiting_start", person, int(person.stage == AWAITING_START))
    town.count("residents", person, int(person.setting == CARE_HOME))


def count_stability(town: NaiveEcosystem, person: Person) -> None:
    """Ties of a person with support, and whether home, support and key worker have all stayed for a year."""
    town.count("supported", person)
    if person.moved == town.month:
        town.count("moves_of_home", person)
        town.count("unwanted_moves", person, int(person.moved_how == MOVE_UNWANTED))
        town.count("sudden_moves", person, int(person.moved_how == MOVE_SUDDEN))
    town.count("stable_12_months", person, int(person.changed <= town.month - 12))
    for tie in person.own_ties():
        if tie.kind == SHARED_LIVES:
            town.count("paid_ties", person)
        else:
            town.count("unpaid_ties", person)
            town.count("mutual_unpaid_ties", person, tie.mutual)
    town.count("paid_ties", person, int(person.arrangement.key_face is not None))


def count_company(town: NaiveEcosystem, support: Arrangement) -> None:
    """Friends of a person with support, those made within a year of it, and ties where help goes both ways."""
    ties, company, row = support.person.own_ties(), town.record.company, support.model.row
    friends = [tie for tie in ties if tie.kind == FRIEND]
    company[row, "people"] += 1
    company[row, "friends"] += len(friends)
    company[row, "ties"] += len(ties) + int(support.key_face is not None)
    company[row, "mutual_ties"] += sum(tie.mutual for tie in ties)
    if town.month - support.started >= 12:
        company[row, "settled"] += 1
        company[row, "new_friends"] += sum(town.month - tie.start < 12 for tie in friends)


def count_time_alone(town: NaiveEcosystem, support: Arrangement) -> None:
    """Waking minutes of the week that nobody shares with a person who lives in an ordinary home."""
    person, model, company = support.person, support.model, town.record.company
    if not person.at_home:
        return
    company[model.row, "at_home"] += 1
    if person.lives_alone and person.setting != CARER_HOME:
        beyond = max(model.visit_minutes - model.task_minutes, 0)
        visitors = support.delivered * beyond // model.visit_minutes if model.visit_minutes > 0 else 0
        alone = town.rates.waking_minutes - person.unpaid_minutes - visitors
        company[model.row, "alone_minutes"] += max(alone, 0)


def count_stocks(town: NaiveEcosystem) -> None:
    """Everyone here, all support and all ties that are open."""
    record = town.record
    for support in town.arrangements:
        if support.open:
            record.stock[support.model.row, support.self_funded, support.person.cell] += 1
            if support.key_face is not None:
                record.ties_open[support.model.tie_kind,] += 1
            count_company(town, support)
            count_time_alone(town, support)
    here = [person for person in town.people if person.here]
    record.persons["here"] = len(here)
    for tie in {tie for person in here for tie in person.own_ties()}:
        record.ties_open[tie.kind,] += 1
