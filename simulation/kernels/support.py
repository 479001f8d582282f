"""How an arrangement begins and ends, and what that does to where a person lives. One at a time, in order."""

from __future__ import annotations

import numpy as np

from simulation.kernels.bonds import log_end, meet_anew
from simulation.kernels.chance import PAIR, TEAM, unit, words
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.guests import let_go, take_in
from simulation.kernels.lookups import OLDER_MONTHS, age_months, cell
from simulation.state.arrangements import FACES
from simulation.state.codes import (
    AWAITING_START,
    CARE_HOME,
    CARER_HOME,
    IN_CRISIS,
    MOVE_SUDDEN,
    MOVE_UNWANTED,
    MOVE_WANTED,
    NEVER,
    NOBODY,
    NOT_ASKING,
    OWN_HOME,
    TENANCY,
)
from simulation.state.place import ARRANGEMENTS

FIRST_WORKER = 1 << 31
"""What the first post is called among people, where no person's row reaches."""


@rule
def weekly_pence(models, m, minutes, self_funded):
    """Gross price of a week of support, pence; to a self-funder at the model's self-funder price."""
    pence = models.price_pence[m]
    if models.basis[m] == 0:
        pence = pence * minutes // 60
    return pence * models.self_fund_permille[m] // 1000 if self_funded else pence


@rule
def priced_for(people, models, i, m, pence, month):
    """A price as it is for a person of that need and age, pence."""
    older = 1 if age_months(people, i, month) >= OLDER_MONTHS else 0
    return pence * models.need_permille[m, people.need[i]] // 1000 * models.age_permille[m, older] // 1000


@rule
def planned_minutes(place, models, rates, levers, i, m):
    """Minutes a week that a plan of model ``m`` gives: its own, or a share of the help that is missing, as far as the
    council's plans go."""
    people = place.people
    if models.minutes_week[m] > 0:
        return models.minutes_week[m]
    missing = rates.help_minutes[people.need[i]] * (1.0 - rates.help_skill * people.skill[i]) - people.unpaid_minutes[i]
    minutes = int(missing * rates.plan_share * levers.plan_factor[place.hoods.fifth[people.hood[i]]])
    return min(max(minutes, rates.plan_min_minutes), rates.plan_max_minutes)


@rule
def replan(place, models, rates, levers, row):
    """Fit an arrangement's minutes to the need and the unpaid care of now."""
    arr = place.arrangements
    minutes = planned_minutes(place, models, rates, levers, arr.person[row], arr.model[row])
    if arr.provider[row] != NOBODY:
        place.providers.planned_minutes[arr.provider[row]] += minutes - arr.minutes[row]
    arr.minutes[row] = minutes


@rule
def wait_for_start(people, i, wanted, urgency, month):
    """A person waits for a support model to start."""
    people.stage[i] = AWAITING_START
    people.stage_since[i] = month
    people.urgency[i] = urgency
    people.wanted[i] = wanted


@rule
def pays_in_full(people, models, i, m):
    """1 if a person's savings are above the limit; what the pot pays for, or nobody is charged for, is free to all."""
    charged = not models.paid_from_pot[m] and models.client_permille[m] > 0
    return 1 if people.means[i] and charged else 0


@rule
def pair_match(seed, i, j):
    """How well two people fit, 0 to 255, the same in every month and from both sides."""
    return words(seed, PAIR, min(i, j), max(i, j), 0)[0] & 255


@rule
def worker_match(key, i, post, generation):
    """How well a person and the worker (``post``, ``generation``) fit, 0 to 255, drawn as that of two people."""
    return words(key, PAIR, i, FIRST_WORKER + post, generation)[0] & 255


@rule
def move(people, rates, i, setting, home, hood, how, month):
    """Move a person to another home, remembering the own home when leaving it; a sudden move costs skill."""
    old_home, old_hood = people.home[i], people.hood[i]
    if people.setting[i] == OWN_HOME and setting != OWN_HOME:
        people.own_home[i] = old_home
        people.own_hood[i] = old_hood
    if old_home != home:
        people.changed[i] = month
        people.moved[i] = month
        people.moved_how[i] = how
        if how == MOVE_SUDDEN:
            people.skill[i] = np.float32(people.skill[i] * (1.0 - rates.move_skill))
    people.setting[i] = setting
    people.home[i] = home
    people.hood[i] = hood
    meet_anew(people, rates, i, old_home, old_hood, how)


@rule
def found_home(people, rates, i, how, month):
    """Move to a home of the person's own in the same neighbourhood, of a number that no other home has."""
    move(people, rates, i, OWN_HOME, NOBODY - 1 - 2 * i, people.hood[i], how, month)


@rule
def go_home(people, rates, i, how, month):
    """Back to the own home, or to a new one where there is none to go back to."""
    if people.own_home[i] != NOBODY:
        move(people, rates, i, OWN_HOME, people.own_home[i], people.own_hood[i], how, month)
    else:
        found_home(people, rates, i, how, month)


@rule
def _how_moved(people, models, rates, i, m):
    """How a move into support comes about: sudden in a crisis; else wanted, unless it is to a care home."""
    if m == rates.emergency_model or (people.stage[i] != NOT_ASKING and people.urgency[i] == IN_CRISIS):
        return MOVE_SUDDEN
    return MOVE_UNWANTED if models.where[m] == CARE_HOME else MOVE_WANTED


@rule
def team_span(providers, provider):
    """Posts that the teams of a provider go round: those it wants, as far as it has them."""
    return max(min(providers.posts_wanted[provider], providers.post_last[provider] - providers.post_first[provider]), 1)


@rule
def team_anchor(seed, i, provider, team, span):
    """Where a person's team begins, by the person's lot; each ``team`` that the provider may offer has a lot."""
    return int(unit(words(seed, TEAM, i, provider, team)[0]) * span)


@kernel
def form_team(place, row, provider, team, seed):
    """The run of the provider's posts from which visits come, beginning at one that the person's lot picks."""
    arr, providers = place.arrangements, place.providers
    posts = providers.post_last[provider] - providers.post_first[provider]
    span = team_span(providers, provider)
    arr.span[row] = span
    arr.anchor[row] = team_anchor(seed, arr.person[row], provider, team, span)
    for face in range(FACES):
        post = providers.post_first[provider] + (arr.anchor[row] + face) % span
        arr.holder[row, face] = place.posts.generation[post] if posts > 0 else 0


@rule
def begin(place, catalogue, rates, journal, t, i, m, provider, team, sharer, minutes, seed, month):
    """Start an arrangement with a ``team`` of the provider; to end any other the person had is the caller's task.

    Returns its row.
    """
    people, arr, models = place.people, place.arrangements, catalogue.models
    row = place.counters[ARRANGEMENTS]
    place.counters[ARRANGEMENTS] = row + 1
    arr.person[row] = i
    arr.model[row] = m
    arr.provider[row] = provider
    arr.sharer[row] = sharer
    arr.started[row] = month
    arr.due[row] = month + models.months[m] if models.months[m] > 0 else NEVER
    arr.minutes[row] = minutes
    arr.self_funded[row] = pays_in_full(people, models, i, m)
    arr.window[row] = month
    how = _how_moved(people, models, rates, i, m)
    people.arrangement[i] = row
    people.stage[i] = NOT_ASKING
    people.changed[i] = month
    if provider != NOBODY:
        place.providers.filled[provider] += 1
        place.providers.planned_minutes[provider] += minutes
        form_team(place, row, provider, team, seed)
    journal.starts[t, m, arr.self_funded[row], cell(people, place.hoods, i, month)] += 1
    _settle_in(place, models, rates, i, m, provider, sharer, how, month)
    if sharer != NOBODY:
        take_in(place, rates, journal, t, row, month)
    return row


@rule
def _settle_in(place, models, rates, i, m, provider, sharer, how, month):
    """Put the person where the model's people live."""
    people, where = place.people, models.where[m]
    if where == CARER_HOME and sharer != NOBODY:
        carer = place.sharers.person[sharer]
        move(people, rates, i, CARER_HOME, people.home[carer], people.hood[carer], how, month)
    elif where == CARE_HOME or where == TENANCY:
        if provider != NOBODY:
            move(people, rates, i, where, place.providers.home[provider], place.providers.hood[provider], how, month)
        else:  # a number that no other home has
            move(people, rates, i, where, NOBODY - 2 - 2 * i, people.hood[i], how, month)
    elif people.setting[i] != OWN_HOME:
        go_home(people, rates, i, MOVE_WANTED, month)


@rule
def _lose_key_worker(place, log, journal, t, row, kind, reason, month):
    arr = place.arrangements
    if arr.key_face[row] != NOBODY:
        log_end(log, place.counters, journal, t, kind, reason, arr.key_since[row], month)
        arr.key_face[row] = NOBODY


@rule
def end(place, catalogue, log, journal, t, row, reason, month):
    """End an arrangement: free the place, end the tie to the worker or Shared Lives carer, record why."""
    people, arr, models = place.people, place.arrangements, catalogue.models
    i, m = arr.person[row], arr.model[row]
    arr.ended[row] = month
    arr.reason[row] = reason
    journal.ends[t, m, reason] += 1
    people.arrangement[i] = NOBODY
    people.paid_minutes[i] = 0
    provider = arr.provider[row]
    if provider != NOBODY:
        place.providers.filled[provider] -= 1
        place.providers.planned_minutes[provider] -= arr.minutes[row]
    _lose_key_worker(place, log, journal, t, row, models.tie_kind[m], reason, month)
    if arr.sharer[row] != NOBODY:
        let_go(place, log, journal, t, row, reason, month)
    for face in range(FACES):
        arr.visits[row, face] = 0
