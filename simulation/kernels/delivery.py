"""Delivery: hours that come, and which faces bring them (``faces``).

A provider short of staff gives each person the same share of what was planned; visits that nobody makes are missed.
"""

from __future__ import annotations

from simulation.kernels.bonds import log_end
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.faces import (
    FACE_COUNT,
    VISITED,
    book_visits,
    close_window,
    count_visits,
    keep_key_worker,
    key_match,
    meet_workers,
    team_size,
    tell,
)
from simulation.kernels.lookups import cell
from simulation.state.arrangements import WINDOW_MONTHS
from simulation.state.codes import HOSPITAL, NEVER, NOBODY
from simulation.state.journal import VISIT_NAMES
from simulation.state.place import ARRANGEMENTS

PLANNED = VISIT_NAMES.index("planned_minutes")
MISSED = VISIT_NAMES.index("missed_minutes")
KEY_WORKERS = VISIT_NAMES.index("key_workers")
KEY_MATCH = VISIT_NAMES.index("key_match")


@rule
def _received(people, models, scratch, i, m, provider, delivered):
    """Help that reaches the person, minutes a week: the worker's, or all that is missing where someone is always there.

    Worker minutes in a shared home serve many at once, so they say who comes and what it costs, not what is received.
    """
    if not models.full_help[m] or people.setting[i] == HOSPITAL:
        return min(delivered, 7 * 24 * 60)
    missing = people.asked_minutes[i] - people.unpaid_minutes[i]
    return missing if provider == NOBODY else missing * scratch.ratio[provider] // 1000


@rule
def _visit(place, catalogue, rates, levers, scratch, sums, tally, seed, row, month, drawn, mine):
    """A month of visits: who comes, the key worker, at a window's end its continuity; returns visits missed."""
    people, arr, models = place.people, place.arrangements, catalogue.models
    m, provider = arr.model[row], arr.provider[row]
    visits = arr.delivered[row] * rates.weeks_permille // 1000 // models.visit_minutes[m]
    size = min(team_size(place, models, levers, m, provider), arr.span[row])
    at = cell(people, place.hoods, arr.person[row], month)
    meet_workers(place, scratch, row, size, month)
    missed = count_visits(place, seed, row, size, visits, rates.cover[m], month, drawn, mine)
    faces = book_visits(arr, row, mine)
    keep_key_worker(place, rates, row, size, visits, mine, month)
    if faces > 0:
        tell(sums, tally, at, VISITED, 1)
        tell(sums, tally, at, FACE_COUNT, faces)
    if month - arr.window[row] >= WINDOW_MONTHS - 1:
        close_window(arr, sums, tally, at, row, month + 1)
    return missed


@rule
def _deliver(place, catalogue, rates, levers, scratch, sums, tallies, seed, row, month, drawn, mine):
    people, arr, models = place.people, place.arrangements, catalogue.models
    i, m, provider = arr.person[row], arr.model[row], arr.provider[row]
    in_hospital, minutes = people.setting[i] == HOSPITAL, arr.minutes[row]
    if provider != NOBODY:
        minutes = minutes * scratch.ratio[provider] // 1000
    arr.delivered[row] = 0 if in_hospital else minutes
    if provider != NOBODY and not in_hospital:
        if models.visit_minutes[m] > 0 and arr.delivered[row] > 0:
            tally = tallies[m]
            missed = _visit(place, catalogue, rates, levers, scratch, sums, tally, seed, row, month, drawn, mine)
            lost = missed * models.visit_minutes[m] * 1000 // rates.weeks_permille
            arr.delivered[row] -= min(lost, arr.delivered[row])
        tallies[m, PLANNED] += arr.minutes[row]
        tallies[m, MISSED] += arr.minutes[row] - arr.delivered[row]
    people.paid_minutes[i] = _received(people, models, scratch, i, m, provider, arr.delivered[row])


@kernel
def sieve(first_row, last_row, place, catalogue, rates, levers, scratch, sums, tallies, drawn, mine, seed, month):
    """Deliver the open arrangements ``first_row`` to ``last_row`` (exclusive); ``mine`` is room to count visits."""
    for row in range(first_row, last_row):
        if place.arrangements.ended[row] == NEVER:
            _deliver(place, catalogue, rates, levers, scratch, sums, tallies, seed, row, month, drawn, mine)


@kernel
def settle(place, catalogue, scratch, log, journal, t, month):
    """Count key workers and how well they fit; record those lost, in order."""
    arr = place.arrangements
    for row in range(place.counters[ARRANGEMENTS]):
        kind = catalogue.models.tie_kind[arr.model[row]]
        if arr.ended[row] == NEVER and arr.key_face[row] != NOBODY:
            journal.ties_formed[t, kind] += arr.key_since[row] == month
            journal.visits[t, arr.model[row], KEY_WORKERS] += 1
            journal.visits[t, arr.model[row], KEY_MATCH] += key_match(place, row)
        if scratch.key_lost[row] > 0:
            reason = scratch.key_lost[row] - 1
            log_end(log, place.counters, journal, t, kind, reason, scratch.key_lost_since[row], month)
            scratch.key_lost[row] = 0
