"""What those whom a programme brings give, what it costs, and how those live who asked for somebody (``brought``)."""

from __future__ import annotations

import numpy as np

from simulation.kernels.brought import open_row
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.lookups import alone_but_for, at_home
from simulation.kernels.money import month_of
from simulation.state.codes import COMMUNITY, FAMILY, HERE, NEED_NONE, NEVER, NOBODY, OWN_HOME, PERSON, UNPAID
from simulation.state.journal import MATCH_NAMES
from simulation.state.place import MATCHES

PEOPLE, LONELINESS = MATCH_NAMES.index("people"), MATCH_NAMES.index("loneliness")
AT_HOME, ALONE = MATCH_NAMES.index("at_home"), MATCH_NAMES.index("alone_minutes")
UNSUPPORTED, STARTS = MATCH_NAMES.index("unsupported"), MATCH_NAMES.index("home_care_starts")
MATCHED, ASKING, OFFERING = (MATCH_NAMES.index(name) for name in ("matched", "asking", "offering"))
HELP = MATCH_NAMES.index("help_minutes")
_HOUR = 60


@kernel
def offer_help(place, catalogue, scratch):
    """Minutes a week that each person may have from whom a programme brings, for ``unpaid_care`` to give where help is
    missing (``scratch.brought``); none from somebody who has died or left since."""
    matches, status = place.matches, place.people.status
    for row in range(place.counters[MATCHES]):
        scratch.brought[matches.person[row]] = 0
    for row in range(place.counters[MATCHES]):
        matched = matches.ended[row] == NEVER and matches.offers[row] == 0 and matches.other[row] != NOBODY
        if matched and status[matches.other[row]] == HERE:
            scratch.brought[matches.person[row]] = catalogue.programmes.help_minutes[matches.programme[row]]


@rule
def _time_alone(people, programmes, rates, scratch, i, j, p):
    """Waking minutes a week without company: none where somebody else of one's own lives there; else all but help from
    family and friends, and the hours agreed with whom the programme brings (though that person may live there)."""
    if not alone_but_for(people, i, j):
        return 0
    family = people.unpaid_minutes[i] - min(scratch.brought[i], people.unpaid_minutes[i])
    agreed = programmes.agreed_minutes[p] if j != NOBODY else 0
    return max(rates.waking_minutes - family - agreed, 0)


@rule
def _count_asker(place, catalogue, rates, scratch, counts, i, month):
    """A person who ever asked: lonely, alone, and with whether open-ended support began in the own home."""
    people, models = place.people, catalogue.models
    row, now = people.arrangement[i], open_row(place, i)
    j, p = NOBODY, 0
    if now != NOBODY and place.matches.offers[now] == 0:
        j, p = place.matches.other[now], place.matches.programme[now]
    counts[PEOPLE] += 1
    counts[LONELINESS] += int(1000.0 * people.lonely[i])
    if people.setting[i] == OWN_HOME:
        counts[AT_HOME] += 1
        counts[ALONE] += _time_alone(people, catalogue.programmes, rates, scratch, i, j, p)
    m = 0 if row == NOBODY else place.arrangements.model[row]
    lasting = row != NOBODY and models.months[m] == 0 and models.spend_class[m] != UNPAID
    began = lasting and place.arrangements.started[row] == month
    counts[UNSUPPORTED] += not lasting or began
    counts[STARTS] += began and models.where[m] == OWN_HOME


@rule
def _charge(place, catalogue, rates, journal, t, row, help_minutes):
    """Fees of both, from their own purses; the value of help, which is the community's and not the family's."""
    people, hoods, models, programmes = place.people, place.hoods, catalogue.models, catalogue.programmes
    i, j, p = place.matches.person[row], place.matches.other[row], place.matches.programme[row]
    service, fifth = models.where.shape[0] + p, hoods.fifth[people.hood[i]]
    journal.ledger[t, PERSON, service, fifth] += programmes.fee_pence[p]
    journal.ledger[t, PERSON, service, hoods.fifth[people.hood[j]]] += programmes.offer_fee_pence[p]
    value = month_of(rates, models.price_pence[rates.unpaid_model] * help_minutes // _HOUR)
    journal.ledger[t, COMMUNITY, rates.unpaid_model, fifth] += value
    journal.ledger[t, FAMILY, rates.unpaid_model, fifth] -= value


@kernel
def count(place, catalogue, rates, scratch, journal, t, month):
    """At the month's end: who ever asked and how they live, the queues, matches, and what those cost."""
    people, matches = place.people, place.matches
    for row in range(place.counters[MATCHES]):
        i, j, p = matches.person[row], matches.other[row], matches.programme[row]
        counts = journal.matches[t, p]
        asks = matches.offers[row] == 0
        if asks and matches.again[row] == 0 and people.status[i] == HERE:
            _count_asker(place, catalogue, rates, scratch, counts, i, month)
        if matches.ended[row] != NEVER:
            continue
        if j == NOBODY:
            counts[ASKING if asks else OFFERING] += 1
        elif asks:
            counted = at_home(people, i) and people.need[i] > NEED_NONE  # as the family's hours are (``census``)
            help_minutes = np.int64(min(scratch.brought[i], people.unpaid_minutes[i])) if counted else 0
            counts[MATCHED] += 1
            counts[HELP] += help_minutes
            _charge(place, catalogue, rates, journal, t, row, help_minutes)
