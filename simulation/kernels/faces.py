"""Faces: which worker makes each visit, and how continuous that is.

A person's visits are drawn, each on its own and in order, from a team of the provider's posts; a post whose worker has
changed is a new face. Visits of vacant posts go round those of the provider's workers who follow the team, because its
other workers have rounds of their own; where these are fewer than the vacant posts, relief workers come too, different
ones each month. Where others cover only a part (somebody employs the worker), the rest of those visits is missed.

Over windows of six months, with N visits of which n_k by worker k, are counted

- continuity: (sum of n_k^2 - N) / (N (N - 1)) (Bice and Boxerman 1977, Medical Care 15:347);
- usual worker: the largest n_k over N (usual provider index, Breslau and Reeb 1975, Journal of Medical Education
  50:965);
- sequential: visits by the worker of the visit before, over N - 1 (Steinwachs 1979, Medical Care 17:551);
- workers: how many came.

Formulas as in BMC Health Services Research 2022 (s12913-022-07953-z, table 2) and BMC Primary Care 2020
(s12875-020-01361-0, table 1). The team's worker who came most often is the key worker, a tie like others, which ends
when the worker leaves.
"""

from __future__ import annotations

import numpy as np

from simulation.kernels.chance import VISIT, fill_calls, scaled16
from simulation.kernels.compiling import rule
from simulation.kernels.support import worker_match
from simulation.state.arrangements import FACES
from simulation.state.codes import END_SUPPORT_CHANGED, END_WORKER_LEFT, NOBODY
from simulation.state.journal import COUNT_INDEX
from simulation.state.scratch import TILE

VISITED = COUNT_INDEX["visited"]
"""The first of the counts of visits; those up to ``WORKERS`` follow it, in the order of ``VISIT_NAMES``."""
FACE_COUNT = COUNT_INDEX["faces"]
WINDOWS = COUNT_INDEX["continuity_windows"]
CONTINUITY = COUNT_INDEX["continuity"]
USUAL = COUNT_INDEX["usual_worker"]
SEQUENTIAL = COUNT_INDEX["sequential"]
WORKERS = COUNT_INDEX["workers_6_months"]
DRAWS_A_CALL = 8
_MATCH_STEP = 1 / 256
RELIEF = FACES
"""The face of the first relief worker."""


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
def _lose_key(place, scratch, row, reason, month):
    arr = place.arrangements
    scratch.key_lost[row] = reason + 1
    scratch.key_lost_since[row] = arr.key_since[row]
    arr.key_face[row] = NOBODY
    place.people.changed[arr.person[row]] = month


@rule
def _count_closed(arr, row, n):
    """Close the account of a worker who made ``n`` visits and no longer comes."""
    if n > 0:
        arr.closed_square[row] += n * n
        arr.closed_visits[row] += n
        arr.closed_most[row] = max(arr.closed_most[row], n)
        arr.closed_faces[row] += 1


@rule
def _close_face(arr, row, face):
    """Close the account of a face whose worker has changed."""
    _count_closed(arr, row, np.int64(arr.visits[row, face]))
    arr.visits[row, face] = 0
    if arr.last_face[row] == face:
        arr.last_face[row] = NOBODY


@rule
def meet_workers(place, scratch, row, size, month):
    """Where a post's worker has changed, close the account; the tie to a key worker who has left ends."""
    arr = place.arrangements
    for face in range(min(FACES, arr.span[row])):
        generation = place.posts.generation[team_post(place, row, face)]
        if arr.holder[row, face] != generation:
            _close_face(arr, row, face)
            arr.holder[row, face] = generation
            if face == arr.key_face[row]:
                _lose_key(place, scratch, row, END_WORKER_LEFT, month)
    if arr.key_face[row] >= size:
        _lose_key(place, scratch, row, END_SUPPORT_CHANGED, month)


@rule
def _present(place, row, size):
    """The faces that can come, one bit each: those whose post is staffed, and relief workers.

    There are as many others than the team as it has vacant posts, at least.
    """
    bits, vacant, others = 0, 0, 0
    for face in range(min(FACES, place.arrangements.span[row])):
        if place.posts.staffed[team_post(place, row, face)]:
            bits |= 1 << face
            others += face >= size
        else:
            vacant += face < size
    for relief in range(vacant - others):
        bits |= 1 << (RELIEF + relief)
    return bits


@rule
def _next_cover(bits, size, face):
    """The face beyond the team that follows ``face`` as cover goes round; there is one."""
    face += 1
    if bits >> face == 0:
        face = size
    while not (bits >> face) & 1:
        face += 1
    return face


@rule
def count_visits(place, seed, row, size, visits, cover, month, drawn, mine):
    """Count who makes each visit in ``mine`` (visits by face); returns how many visits are missed.

    Visit v takes half v % 8 of the words of call v // 8; ``drawn`` has room for ``TILE`` calls. Of the visits of vacant
    posts, ``cover`` per mille are made by others, evenly spread, beginning with another of them each month.
    """
    arr = place.arrangements
    i, bits = arr.person[row], _present(place, row, size)
    last, same, spare, covered = np.int64(arr.last_face[row]), 0, 0, 0
    other = size + month % max(FACES - size, 1) - 1
    for face in range(2 * FACES):
        mine[face] = 0
    calls = -(-visits // DRAWS_A_CALL)
    for begin in range(0, calls, TILE):
        fill_calls(seed, VISIT, i, begin, min(calls - begin, TILE), month, drawn)
        for call in range(min(calls - begin, TILE)):
            for half in range(min(visits - (begin + call) * DRAWS_A_CALL, DRAWS_A_CALL)):
                came = scaled16(np.uint64(drawn[half >> 1, call]), half & 1, size)
                if not (bits >> came) & 1:
                    spare += 1
                    if spare * cover // 1000 == covered:
                        continue
                    covered += 1
                    other = _next_cover(bits, size, other)
                    came = np.int64(other)
                mine[came] += 1
                same += came == last
                last = came
    arr.repeats[row] += same
    arr.last_face[row] = NOBODY if last >= RELIEF else last
    return spare - covered


@rule
def book_visits(arr, row, mine):
    """Add the month's visits to the window; returns how many workers came."""
    faces = 0
    for face in range(FACES):
        if mine[face] > 0:
            arr.visits[row, face] += np.uint16(mine[face])
            faces += 1
    for face in range(RELIEF, 2 * FACES):
        _count_closed(arr, row, mine[face])
        faces += mine[face] > 0
    return faces


@rule
def _most_seen(arr, row, size):
    best = 0
    for face in range(1, size):
        if arr.visits[row, face] > arr.visits[row, best]:
            best = face
    return best if arr.visits[row, best] > 0 else NOBODY


@rule
def key_match(place, row):
    """How well a person and the key worker fit, 0 to 255."""
    arr, face = place.arrangements, place.arrangements.key_face[row]
    return worker_match(place.key[0], arr.person[row], team_post(place, row, face), arr.holder[row, face])


@rule
def _fit(place, rates, row):
    """Factor on how fast the tie to a key worker grows: 1 if fit does not count, else more the better the two fit."""
    if rates.worker_fit == 0.0:
        return 1.0
    return 1.0 + rates.worker_fit * (key_match(place, row) * _MATCH_STEP - 0.5)


@rule
def keep_key_worker(place, rates, row, size, visits, mine, month):
    """The tie to the key worker grows with the share of visits made; whoever came most becomes one where there is none.

    The journal counts it as formed through ``key_since``; its end is logged when it is lost.
    """
    arr = place.arrangements
    face = arr.key_face[row]
    if face == NOBODY:
        arr.key_face[row] = _most_seen(arr, row, size)
        arr.key_since[row] = month
        arr.key_strength[row] = np.float32(rates.tie_first)
        return
    strength = np.float64(arr.key_strength[row])
    gain = rates.worker_tie_gain * _fit(place, rates, row)
    strength += gain * mine[face] / max(visits, 1) * (1.0 - strength) - rates.worker_tie_decay
    arr.key_strength[row] = np.float32(min(max(strength, 0.0), 1.0))


@rule
def tell(sums, tally, at, count, amount):
    """Count something of a visited person in the person's cell and with the model."""
    sums[count, at] += amount
    tally[count - VISITED] += amount


@rule
def close_window(arr, sums, tally, at, row, month):
    """At the end of a window, count its continuity (per mille) and workers, and begin another."""
    square, total = arr.closed_square[row], arr.closed_visits[row]
    most, workers = arr.closed_most[row], arr.closed_faces[row]
    for face in range(FACES):
        n = np.int64(arr.visits[row, face])
        square += n * n
        total += n
        most = max(most, n)
        workers += 1 if n > 0 else 0
        arr.visits[row, face] = 0
    if total > 1:
        tell(sums, tally, at, WINDOWS, 1)
        tell(sums, tally, at, CONTINUITY, (square - total) * 1000 // (total * (total - 1)))
        tell(sums, tally, at, USUAL, most * 1000 // total)
        tell(sums, tally, at, SEQUENTIAL, arr.repeats[row] * 1000 // (total - 1))
        tell(sums, tally, at, WORKERS, workers)
    arr.closed_square[row] = 0
    arr.closed_visits[row] = 0
    arr.closed_most[row] = 0
    arr.closed_faces[row] = 0
    arr.repeats[row] = 0
    arr.last_face[row] = NOBODY
    arr.window[row] = month
