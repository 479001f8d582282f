"""Reviews: plans follow need, time-limited support ends, and support that is no longer needed ends.

Support at home also stops for reasons that the model does not tell apart (somebody else steps in, another purse pays,
the person would rather do without), with one calibrated chance.
"""

from __future__ import annotations

from simulation.kernels.chance import CHOICE, REVIEW, uniforms
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.front_door import choose, choose_by
from simulation.kernels.lookups import cell
from simulation.kernels.support import end, go_home, replan, wait_for_start
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
    NOBODY,
    NOT_ASKING,
    OWN_HOME,
    PRESSING,
    ROUTINE,
)
from simulation.state.journal import COUNT_INDEX
from simulation.state.place import ARRANGEMENTS

SHORT_STAYS_OVER = COUNT_INDEX["short_stays_over"]
SHORT_STAYS_KEPT = COUNT_INDEX["short_stays_kept"]


@rule
def _stays(place, catalogue, rates, levers, seed, i, month):
    """A care home to stay in for good, from the kinds the person's group and need allow; or NOBODY.

    The first care home chosen with this month's luck, last month's and so on, as often as there are models.
    """
    models = catalogue.models
    for k in range(models.where.shape[0]):
        m = choose_by(place, catalogue, rates, levers, uniforms(seed, CHOICE, i, month - k)[0], i, month)
        if m != NOBODY and models.where[m] == CARE_HOME:
            return m
    return NOBODY


@rule
def _finish(place, catalogue, log, journal, t, row, month):
    """Support ends because it is no longer needed, and nobody waits for the same elsewhere any more."""
    people, i, m = place.people, place.arrangements.person[row], place.arrangements.model[row]
    end(place, catalogue, log, journal, t, row, END_NEED_MET, month)
    if people.stage[i] == AWAITING_START and people.wanted[i] == m:
        people.stage[i] = NOT_ASKING


@rule
def _come_to_term(place, catalogue, rates, levers, log, journal, t, seed, row, month, sums):
    """A time-limited arrangement ends: a short stay in a care home may become permanent, others lead on to what need
    asks."""
    people, arr = place.people, place.arrangements
    i, m = arr.person[row], arr.model[row]
    at = cell(people, place.hoods, i, month)
    sums[SHORT_STAYS_OVER, at] += catalogue.models.where[m] == CARE_HOME
    if uniforms(seed, REVIEW, i, month)[1] < rates.short_stay_kept[m]:
        wanted = _stays(place, catalogue, rates, levers, seed, i, month)
        if wanted != NOBODY:
            sums[SHORT_STAYS_KEPT, at] += 1
            arr.due[row] = NEVER
            wait_for_start(people, i, wanted, FROM_HOSPITAL, month)
            return
    _finish(place, catalogue, log, journal, t, row, month)
    if people.setting[i] != OWN_HOME and people.setting[i] != HOSPITAL:
        go_home(people, rates, i, MOVE_WANTED, month)
    if people.need[i] >= NEED_MODERATE and people.stage[i] == NOT_ASKING:
        people.stage[i] = AWAITING_ASSESSMENT
        people.stage_since[i] = month
        people.urgency[i] = ROUTINE


@rule
def _review(place, catalogue, rates, levers, log, journal, t, seed, row, month):
    people, arr, models = place.people, place.arrangements, catalogue.models
    i, m = arr.person[row], arr.model[row]
    if people.need[i] < models.min_need[m]:
        _finish(place, catalogue, log, journal, t, row, month)
        if people.setting[i] != OWN_HOME and people.setting[i] != HOSPITAL:
            go_home(people, rates, i, MOVE_WANTED, month)
        return
    if people.need[i] > models.max_need[m] and people.stage[i] == NOT_ASKING:
        wanted = choose(place, catalogue, rates, levers, seed, i, month)
        if wanted != NOBODY and wanted != m:
            wait_for_start(people, i, wanted, PRESSING, month)
    replan(place, models, rates, levers, row)


@rule
def _may_stop(models, m):
    """Whether a model is open-ended support in the own home."""
    return models.where[m] == OWN_HOME and models.months[m] == 0


@kernel
def settle(place, catalogue, rates, levers, scratch, log, journal, t, seed, month):
    """Walk the open arrangements in order."""
    arr = place.arrangements
    for row in range(place.counters[ARRANGEMENTS]):
        if arr.ended[row] != NEVER:
            continue
        u_review, _, u_stop, _ = uniforms(seed, REVIEW, arr.person[row], month)
        if arr.due[row] <= month:
            _come_to_term(place, catalogue, rates, levers, log, journal, t, seed, row, month, scratch.sums[0])
        elif u_stop < rates.support_stop and _may_stop(catalogue.models, arr.model[row]):
            _finish(place, catalogue, log, journal, t, row, month)
        elif u_review < rates.review:
            _review(place, catalogue, rates, levers, log, journal, t, seed, row, month)
