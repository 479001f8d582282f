"""Delivery: hours that come, and which faces bring them.

A provider short of staff gives each person the same share of what was planned. A person's visits are drawn, each on
its own, from a team of the provider's posts; a post whose worker has changed is a new face. Over windows of six
months the Bice-Boxerman index of continuity is (sum of n_k^2 - N) / (N (N - 1)) for N visits, n_k by worker k. The
worker who came most often is the key worker, a tie like others, which ends when the worker leaves.
"""

from __future__ import annotations

import numpy as np

from simulation.kernels.bonds import log_end
from simulation.kernels.chance import VISIT, fill_calls, scaled16
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.lookups import cell
from simulation.state.arrangements import FACES, WINDOW_MONTHS
from simulation.state.codes import (
    END_SUPPORT_CHANGED,
    END_WORKER_LEFT,
    HOSPITAL,
    NEVER,
    NOBODY,
)
from simulation.state.journal import COUNT_INDEX
from simulation.state.place import ARRANGEMENTS
from simulation.state.scratch import TILE

VISITED = COUNT_INDEX["visited"]
FACE_COUNT = COUNT_INDEX["faces"]
WINDOWS = COUNT_INDEX["continuity_windows"]
CONTINUITY = COUNT_INDEX["continuity"]
DRAWS_A_CALL = 8


@rule
def team_size(place, models, levers, m, provider):
    """Posts from which one person's visits come."""
    posts = place.providers.post_last[provider] - place.providers.post_first[provider]
    size = max(int(models.team[m] * levers.team_factor[0] + 0.5), 1)
    return min(size, FACES, posts)


@rule
def team_post(place, row, face):
    """The post behind a face of an arrangement's team: a run of the provider's posts that goes round at its span."""
    arr = place.arrangements
    at = arr.anchor[row] + face
    return place.providers.post_first[arr.provider[row]] + (at - arr.span[row] if at >= arr.span[row] else at)


@rule
def _close_face(arr, row, face):
    """Close the account of a worker who no longer comes."""
    n = np.int64(arr.visits[row, face])
    arr.closed_square[row] += n * n
    arr.closed_visits[row] += n
    arr.visits[row, face] = 0


@rule
def _count_visits(place, seed, row, size, visits, month, drawn, mine):
    """Draw who makes each visit into ``mine`` (visits by face), passing over vacant posts; returns distinct faces.

    Visit v takes half v % 8 of the words of call v // 8. The order of counting is free, so each half is run through
    all its calls at once; ``drawn`` has room for ``TILE`` calls.
    """
    i, posts = place.arrangements.person[row], place.posts
    for face in range(size):
        mine[face] = 0
    calls = -(-visits // DRAWS_A_CALL)
    for begin in range(0, calls, TILE):
        fill_calls(seed, VISIT, i, begin, min(calls - begin, TILE), month, drawn)
        for half in range(DRAWS_A_CALL):
            end = (visits + DRAWS_A_CALL - 1 - half) // DRAWS_A_CALL
            for call in range(min(end - begin, TILE)):
                mine[scaled16(np.uint64(drawn[half >> 1, call]), half & 1, size)] += 1
    spare = 0
    for face in range(size):
        if not posts.staffed[team_post(place, row, face)]:
            spare += mine[face]
            mine[face] = 0
    return _cover(place, row, size, spare, mine)


@rule
def _cover(place, row, size, spare, mine):
    """Visits of vacant posts fall to the first staffed post of the team; returns distinct faces."""
    faces = 0
    for face in range(size):
        if spare > 0 and place.posts.staffed[team_post(place, row, face)]:
            mine[face] += spare
            spare = 0
        if mine[face] > 0:
            faces += 1
    return faces


@rule
def _lose_key(place, scratch, row, reason, month):
    arr = place.arrangements
    scratch.key_lost[row] = reason + 1
    scratch.key_lost_since[row] = arr.key_since[row]
    arr.key_face[row] = NOBODY
    place.people.changed[arr.person[row]] = month


@rule
def _book_visits(place, scratch, row, size, mine, month):
    """Add the month's visits to the window; a worker who has been replaced takes the account, and the tie, along."""
    arr, posts = place.arrangements, place.posts
    for face in range(size):
        generation = posts.generation[team_post(place, row, face)]
        if arr.holder[row, face] != generation:
            _close_face(arr, row, face)
            arr.holder[row, face] = generation
            if face == arr.key_face[row]:
                _lose_key(place, scratch, row, END_WORKER_LEFT, month)
        arr.visits[row, face] += np.uint16(mine[face])
    for face in range(size, FACES):
        if arr.visits[row, face] > 0:
            _close_face(arr, row, face)
    if arr.key_face[row] >= size:
        _lose_key(place, scratch, row, END_SUPPORT_CHANGED, month)


@rule
def _most_seen(arr, row):
    best = 0
    for face in range(1, FACES):
        if arr.visits[row, face] > arr.visits[row, best]:
            best = face
    return best if arr.visits[row, best] > 0 else NOBODY


@rule
def _keep_key_worker(place, rates, row, visits, mine, month):
    """The tie to the key worker grows with the share of visits made; whoever came most becomes one where there is none.

    The journal counts it as formed through ``key_since``; its end is logged when it is lost.
    """
    arr = place.arrangements
    face = arr.key_face[row]
    if face == NOBODY:
        arr.key_face[row] = _most_seen(arr, row)
        arr.key_since[row] = month
        arr.key_strength[row] = np.float32(rates.tie_first)
        return
    strength = np.float64(arr.key_strength[row])
    strength += rates.worker_tie_gain * mine[face] / max(visits, 1) * (1.0 - strength) - rates.worker_tie_decay
    arr.key_strength[row] = np.float32(min(max(strength, 0.0), 1.0))


@rule
def _close_window(arr, sums, at, row, month):
    """At the end of a window, count its continuity (per mille) and begin another."""
    square, total = arr.closed_square[row], arr.closed_visits[row]
    for face in range(FACES):
        n = np.int64(arr.visits[row, face])
        square += n * n
        total += n
        arr.visits[row, face] = 0
    if total > 1:
        sums[WINDOWS, at] += 1
        sums[CONTINUITY, at] += (square - total) * 1000 // (total * (total - 1))
    arr.closed_square[row] = 0
    arr.closed_visits[row] = 0
    arr.window[row] = month


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
def _deliver(place, catalogue, rates, levers, scratch, sums, seed, row, month, drawn, mine):
    people, arr, models = place.people, place.arrangements, catalogue.models
    i, m, provider = arr.person[row], arr.model[row], arr.provider[row]
    minutes = arr.minutes[row]
    if provider != NOBODY:
        minutes = minutes * scratch.ratio[provider] // 1000
    arr.delivered[row] = 0 if people.setting[i] == HOSPITAL else minutes
    people.paid_minutes[i] = _received(people, models, scratch, i, m, provider, arr.delivered[row])
    if provider == NOBODY or models.visit_minutes[m] == 0 or arr.delivered[row] == 0:
        return
    visits = arr.delivered[row] * rates.weeks_permille // 1000 // models.visit_minutes[m]
    size = min(team_size(place, models, levers, m, provider), arr.span[row])
    at = cell(people, place.hoods, i, month)
    faces = _count_visits(place, seed, row, size, visits, month, drawn, mine)
    _book_visits(place, scratch, row, size, mine, month)
    _keep_key_worker(place, rates, row, visits, mine, month)
    if faces > 0:
        sums[VISITED, at] += 1
        sums[FACE_COUNT, at] += faces
    if month - arr.window[row] >= WINDOW_MONTHS - 1:
        _close_window(arr, sums, at, row, month + 1)


@kernel
def sieve(first_row, last_row, place, catalogue, rates, levers, scratch, sums, drawn, mine, seed, month):
    """Deliver the open arrangements ``first_row`` to ``last_row`` (exclusive); ``mine`` is room to count visits."""
    for row in range(first_row, last_row):
        if place.arrangements.ended[row] == NEVER:
            _deliver(place, catalogue, rates, levers, scratch, sums, seed, row, month, drawn, mine)


@kernel
def settle(place, catalogue, scratch, log, journal, t, month):
    """Record the key workers lost, in order."""
    arr = place.arrangements
    for row in range(place.counters[ARRANGEMENTS]):
        kind = catalogue.models.tie_kind[arr.model[row]]
        if arr.ended[row] == NEVER and arr.key_face[row] != NOBODY and arr.key_since[row] == month:
            journal.ties_formed[t, kind] += 1
        if scratch.key_lost[row] > 0:
            reason = scratch.key_lost[row] - 1
            log_end(log, place.counters, journal, t, kind, reason, scratch.key_lost_since[row], month)
            scratch.key_lost[row] = 0
