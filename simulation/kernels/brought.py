"""People whom a programme brings to those who take part: homesharers, who live in, and befrienders, who come by.

Whoever takes part in such a programme asks; others of the place offer themselves, each month with some chance. Both
wait, and give up after some months. The scheme tries out whoever has waited longest with the first of the others who
suits, at most once a month each; a trial takes some weeks, so that it lies within the month. If it goes well the two
have a match for an agreed term: in a share of matches a tie begins, who is brought may move in, and gives up to some
hours a week of help that is needed and that nobody else gives. A match ends when its term is over, when need rises
beyond what the programme is for, when one of the two moves, when the tie breaks or fades, or by death or leaving.

Each person has one open row of ``Matches`` at most. The words of a month: (offers), (trial fails, close, term).
"""

from __future__ import annotations

from simulation.kernels.bonds import begin_tie, end_tie, free_slot, slot_of
from simulation.kernels.chance import OFFER, TRIAL, unit, words
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.lookups import age_years, lives_alone
from simulation.kernels.support import found_home, move, pair_match
from simulation.state.catalogue import MOST_PROGRAMMES
from simulation.state.codes import (
    END_SUPPORT_CHANGED,
    HERE,
    HOSPITAL,
    MOVE_UNWANTED,
    MOVE_WANTED,
    NEED_NONE,
    NEVER,
    NOBODY,
    OWN_HOME,
    PARENT_CHILD,
    PARTNER,
)
from simulation.state.journal import MATCH_NAMES
from simulation.state.people import PROGRAMME_SLOTS, TIE_SLOTS
from simulation.state.place import MATCHES, SHARERS
from simulation.state.supply import MATCH_ENDS, MOVED, NEED_ROSE, PARTED, RUPTURED, TERM, WITHDREW

BEGUN, FAILED = MATCH_NAMES.index("begun"), MATCH_NAMES.index("trials_failed")
FIRST_END = MATCH_NAMES.index(MATCH_ENDS[0])
_GOES_ON = -1  # no reason to end
_OFFERS = MOST_PROGRAMMES  # tag: the programme for who asks; this and the programme for who offers
_FITS = 256  # a match of two people is a number below it


@rule
def _any_brings(programmes):
    for p in range(programmes.months.shape[0]):
        if programmes.brings[p]:
            return True
    return False


@rule
def _could_ask(people, programmes, p, i):
    """Whether a person may still be brought somebody: in the own home (alone, if who is brought moves in), with no
    more need than the programme is for."""
    if people.status[i] != HERE or people.setting[i] != OWN_HOME or people.need[i] > programmes.max_need[p]:
        return False
    return programmes.lives_in[p] == 0 or lives_alone(people, i)


@rule
def _bound(people, i):
    """Whether a person has a partner, or a child at home."""
    for slot in range(TIE_SLOTS):
        j = people.tie_other[i, slot]
        if j == NOBODY:
            continue
        younger = people.birth_month[j] > people.birth_month[i] and people.home[j] == people.home[i]
        if people.tie_kind[i, slot] == PARTNER or (people.tie_kind[i, slot] == PARENT_CHILD and younger):
            return True
    return False


@rule
def _could_offer(people, programmes, p, i, month):
    """Whether a person is free to be brought: of the age, without need, in an own or family home; and with no partner
    or child of their own there, if it means to move in."""
    if people.status[i] != HERE or people.setting[i] != OWN_HOME or people.need[i] != NEED_NONE:
        return False
    years = age_years(people, i, month)
    if years < programmes.offer_min_age[p] or years > programmes.offer_max_age[p]:
        return False
    return programmes.lives_in[p] == 0 or not _bound(people, i)


@rule
def _asks(people, p, i, month):
    """Whether a person began to take part in a programme this month."""
    for slot in range(PROGRAMME_SLOTS):
        if people.programme[i, slot] == p and people.programme_since[i, slot] == month:
            return True
    return False


@kernel
def sieve(first_tile, last_tile, place, catalogue, scratch, seed, month):
    """List the adults who ask and who offer, with the programme as tag."""
    people, programmes = place.people, catalogue.programmes
    any_brings = _any_brings(programmes)
    for tile in range(first_tile, last_tile):
        length = 0
        for k in range(scratch.adults_length[tile] if any_brings else 0):
            i = scratch.adults[tile, k]
            for p in range(programmes.months.shape[0]):
                if programmes.brings[p] == 0:
                    continue
                asks = _asks(people, p, i, month) and _could_ask(people, programmes, p, i)
                offers = not asks and _could_offer(people, programmes, p, i, month)
                if asks or (offers and unit(words(seed, OFFER, i, p, month)[0]) < programmes.offer[p]):
                    scratch.listed[tile, length] = i
                    scratch.tag[tile, length] = p if asks else _OFFERS + p
                    length += 1
        scratch.length[tile] = length


@rule
def open_row(place, i):
    """The open row of a person who asks, offers or has a match, or NOBODY."""
    for row in range(place.counters[MATCHES]):
        if place.matches.person[row] == i and place.matches.ended[row] == NEVER:
            return row
    return NOBODY


@rule
def has_moved_in(place, i):
    """Whether a person lives with somebody through a programme, or has somebody living in."""
    row = open_row(place, i)
    return row != NOBODY and place.matches.home[row] != NOBODY


@rule
def _close_row(matches, journal, t, row, reason, month):
    matches.ended[row] = month
    matches.reason[row] = reason
    if matches.offers[row] == 0 or matches.other[row] == NOBODY:  # a match is counted once
        journal.matches[t, matches.programme[row], FIRST_END + reason] += 1


@rule
def _moved_apart(people, i, j):
    """Whether one of two who shared a home lives elsewhere; a stay in hospital is no move."""
    for who in (i, j):
        if people.setting[who] != OWN_HOME and people.setting[who] != HOSPITAL:
            return True
    return people.home[i] != people.home[j]


@rule
def _why_over(place, programmes, row, month):
    """Why a match ends this month, or ``_GOES_ON``."""
    people, matches = place.people, place.matches
    i, j, p = matches.person[row], matches.other[row], matches.programme[row]
    if people.status[i] != HERE or people.status[j] != HERE:
        return PARTED
    if matches.close[row] and slot_of(people, i, j) == NOBODY:
        return RUPTURED
    if people.need[i] > programmes.max_need[p]:
        return NEED_ROSE
    if programmes.lives_in[p] and _moved_apart(people, i, j):
        return MOVED
    return TERM if month >= matches.due[row] else _GOES_ON


@rule
def _part(place, programmes, rates, log, journal, t, row, reason, month):
    """End a match: the tie that began with it, if it is still there, and living together."""
    people, matches = place.people, place.matches
    i, j, p = matches.person[row], matches.other[row], matches.programme[row]
    slot = slot_of(people, i, j)
    if matches.close[row] and slot != NOBODY:
        end_tie(people, log, place.counters, journal, t, i, slot, END_SUPPORT_CHANGED, month)
    in_own_home = people.status[j] == HERE and people.setting[j] == OWN_HOME
    if programmes.lives_in[p] and in_own_home and people.home[j] == matches.home[row]:
        found_home(people, rates, j, MOVE_WANTED if reason == TERM else MOVE_UNWANTED, month)
    _close_row(matches, journal, t, open_row(place, j), reason, month)
    _close_row(matches, journal, t, row, reason, month)


@rule
def _gives_up(place, programmes, row, month):
    """Whether who waits no longer could, or has waited long enough."""
    people, matches = place.people, place.matches
    i, p = matches.person[row], matches.programme[row]
    offers = matches.offers[row]
    could = _could_offer(people, programmes, p, i, month) if offers else _could_ask(people, programmes, p, i)
    return not could or month - matches.applied[row] >= programmes.patience[p]


@rule
def _end_matches(place, programmes, rates, log, journal, t, month):
    """Go through what is open, in order: matches that are over, and those who give up waiting."""
    matches = place.matches
    for row in range(place.counters[MATCHES]):
        if matches.ended[row] != NEVER:
            continue
        if matches.other[row] == NOBODY:
            if _gives_up(place, programmes, row, month):
                _close_row(matches, journal, t, row, WITHDREW, month)
        elif matches.offers[row] == 0:
            reason = _why_over(place, programmes, row, month)
            if reason != _GOES_ON:
                _part(place, programmes, rates, log, journal, t, row, reason, month)


@rule
def _apply(place, i, p, offers, month):
    """A row for somebody who asks or offers."""
    matches, row = place.matches, place.counters[MATCHES]
    again = 0
    for other in range(row):
        if matches.person[other] == i and matches.programme[other] == p and matches.offers[other] == offers:
            again = 1
    matches.person[row] = i
    matches.programme[row] = p
    matches.offers[row] = offers
    matches.again[row] = again
    matches.applied[row] = month
    matches.other[row] = NOBODY
    matches.since[row] = NEVER
    matches.due[row] = NEVER
    matches.home[row] = NOBODY
    matches.close[row] = 0
    matches.ended[row] = NEVER
    matches.reason[row] = 0
    place.counters[MATCHES] = row + 1


@rule
def _shares(place, i):
    """Whether a person is, or has applied to be, a Shared Lives carer, and so cannot move in with somebody."""
    for s in range(place.counters[SHARERS]):
        if place.sharers.active[s] and place.sharers.person[s] == i:
            return True
    return False


@rule
def _join(place, joining, month):
    """Those listed (person and tag columns) join the queues, in order of their lots."""
    for e in range(joining.shape[1]):
        i, tag = joining[0, e], joining[1, e]
        if open_row(place, i) == NOBODY:
            _apply(place, i, tag % _OFFERS, tag // _OFFERS, month)


@rule
def _free_to_try(matches, row, p, offers, month):
    """Whether a row is of somebody who waits, on that side of that programme, and has tried nobody this month."""
    waits = matches.ended[row] == NEVER and matches.other[row] == NOBODY
    return waits and matches.programme[row] == p and matches.offers[row] == offers and matches.since[row] != month


@rule
def _first_who_suits(place, programmes, seed, row, month):
    """The row of whoever has waited longest of those who could be tried out with an asker, or NOBODY."""
    people, matches = place.people, place.matches
    i, p = matches.person[row], matches.programme[row]
    for other in range(place.counters[MATCHES]):
        if _free_to_try(matches, other, p, 1, month):
            j = matches.person[other]
            fits = pair_match(seed, i, j) >= programmes.least_match[p] * _FITS
            if not fits or slot_of(people, i, j) != NOBODY or free_slot(people, j) == NOBODY:
                continue
            if programmes.lives_in[p] == 0 or not _shares(place, j):
                return other
    return NOBODY


@rule
def _begin(place, programmes, rates, journal, t, seed, row, other, u_close, u_term, month):
    """A match: for a term; in a share of matches with a tie; perhaps under one roof."""
    people, matches = place.people, place.matches
    i, j, p = matches.person[row], matches.person[other], matches.programme[row]
    term = programmes.term[p] * (1.0 + programmes.term_spread[p] * (2.0 * u_term - 1.0))
    close = u_close < programmes.close[p]
    if close:
        begin_tie(people, rates, journal, t, i, j, programmes.brought_tie[p], month, pair_match(seed, i, j), 1)
    if programmes.lives_in[p]:
        move(people, rates, j, OWN_HOME, people.home[i], people.hood[i], MOVE_WANTED, month)
    for mine, whom in ((row, j), (other, i)):
        matches.other[mine] = whom
        matches.since[mine] = month
        matches.due[mine] = month + max(int(term), 1)
        matches.home[mine] = people.home[i] if programmes.lives_in[p] else NOBODY
        matches.close[mine] = close
    journal.matches[t, p, BEGUN] += 1


@rule
def _try_out(place, programmes, rates, journal, t, seed, month):
    """Whoever has waited longest comes first; a trial that fails leaves both waiting."""
    people, matches = place.people, place.matches
    for row in range(place.counters[MATCHES]):
        p = matches.programme[row]
        if not _free_to_try(matches, row, p, 0, month) or free_slot(people, matches.person[row]) == NOBODY:
            continue
        other = _first_who_suits(place, programmes, seed, row, month)
        if other == NOBODY:
            continue
        fails, close, term, _ = words(seed, TRIAL, matches.person[row], matches.person[other], month)
        if unit(fails) < programmes.trial_fails[p]:
            matches.since[row] = month
            matches.since[other] = month
            journal.matches[t, p, FAILED] += 1
        else:
            _begin(place, programmes, rates, journal, t, seed, row, other, unit(close), unit(term), month)


@rule
def _go_on_taking_part(place, month):
    """Who waits or has a match goes on taking part in the programme."""
    people, matches = place.people, place.matches
    for row in range(place.counters[MATCHES]):
        if matches.ended[row] == NEVER and matches.offers[row] == 0:
            i = matches.person[row]
            for slot in range(PROGRAMME_SLOTS):
                if people.programme[i, slot] == matches.programme[row]:
                    people.programme_since[i, slot] = month


@kernel
def settle(place, catalogue, rates, joining, log, journal, t, seed, month):
    """Matches end, people join the queues, and those who wait are tried out with each other."""
    _end_matches(place, catalogue.programmes, rates, log, journal, t, month)
    _join(place, joining, month)
    _try_out(place, catalogue.programmes, rates, journal, t, seed, month)
    _go_on_taking_part(place, month)
