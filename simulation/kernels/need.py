"""Need and skill, in both directions.

Need rises a level with the chance of age band and level, times hazard ratios of each condition, of the
neighbourhood's deprivation and of help that is missing, less what programmes protect; it falls with its own chance,
more so for people with more skill than usual. Conditions begin with age. Skill drifts to what is usual for the need,
is gained where support teaches and lost where it takes over. Some problems that raise need pass: they end by
themselves, sooner with a programme that settles them; none does unless ``passing_share`` is above 0.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.kernels.chance import NEED, fill_words, unit
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.contracts import turned
from simulation.kernels.lookups import ADULT_MONTHS, age_months, band, cell, gap, programme_effect, uprooted
from simulation.kernels.passes import greatest, limit_of, mark_below
from simulation.state.catalogue import PROTECTION, SETTLING, SKILL
from simulation.state.codes import MENTAL_ILLNESS, N_NEEDS, NEED_NONE, NOBODY
from simulation.state.journal import COUNT_INDEX
from simulation.state.rates import N_CONDITIONS

NEED_ROSE = COUNT_INDEX["need_rose"]
NEED_FELL = COUNT_INDEX["need_fell"]
MENTAL_BIT = 2


class Bounds(NamedTuple):
    """Above what anybody's can be."""

    pressure: float  # what multiplies the chance that need rises
    first_rise: float  # chance that need begins, without any condition
    onset: float  # chance that a condition begins


@rule
def _bounds(rates):
    pressure = greatest(rates.rise_fifth) * (1.0 + max(rates.rise_unmet, 0.0)) * max(rates.rise_uprooted, 1.0)
    return Bounds(pressure, greatest(rates.rise[:, NEED_NONE]) * pressure, greatest(rates.onset_any))


@rule
def _multiply_out(rates, rise_ratio, fall_ratio):
    """What every set of conditions multiplies the chances by that need rises and falls."""
    for conditions in range(1 << N_CONDITIONS):
        rise_ratio[conditions] = fall_ratio[conditions] = 1.0
        for c in range(N_CONDITIONS):
            if conditions & (1 << c):
                rise_ratio[conditions] *= rates.rise_condition[c]
                fall_ratio[conditions] *= rates.fall_condition[c]


@rule
def _pressure(place, rates, programmes, i, month):
    """What multiplies the chance that need rises: deprivation, help that is missing, a sudden move, less what
    programmes protect."""
    people = place.people
    ratio = rates.rise_fifth[place.hoods.fifth[people.hood[i]]] * (1.0 + rates.rise_unmet * gap(people, i))
    if uprooted(people, rates, i, month):
        ratio *= rates.rise_uprooted
    return ratio * max(1.0 - programme_effect(people, programmes, i, PROTECTION, month), 0.0)


@rule
def _passes(people, programmes, rates, i, month):
    """Chance that the problem that last raised need ends by itself, or with what was given to settle it."""
    if not people.passing[i]:
        return 0.0
    return rates.passing_end * max(1.0 + programme_effect(people, programmes, i, SETTLING, month), 0.0)


@rule
def _change_need(place, programmes, rates, ratios, sums, bounds, i, b, u, u_passing, month):
    """One draw: its low end makes need rise, its high end makes it fall (more so with more skill than usual)."""
    people, need = place.people, place.people.need[i]
    up = rates.rise[b, need] * ratios[0, people.conditions[i]]
    down = rates.fall[b, need] * ratios[1, people.conditions[i]]
    may_rise = need < N_NEEDS - 1 and u < up * bounds.pressure
    if may_rise and u < up * _pressure(place, rates, programmes, i, month):
        people.need[i] = need + 1
        people.passing[i] = 1 if u_passing < rates.passing_share else 0
        _count(sums, people, place.hoods, i, month, NEED_ROSE)
        return
    if need == NEED_NONE:
        return
    fall = down * max(1.0 + people.skill[i] - rates.skill_usual[need], 0.0)
    if u > 1.0 - fall - _passes(people, programmes, rates, i, month):
        people.need[i] = need - 1
        people.passing[i] = 0
        _count(sums, people, place.hoods, i, month, NEED_FELL)


@rule
def _count(sums, people, hoods, i, month, which):
    if age_months(people, i, month) >= ADULT_MONTHS:
        sums[which, cell(people, hoods, i, month)] += 1


@rule
def _change_conditions(people, rates, i, b, u_onset, u_remit):
    """At most one condition begins in a month; a mental illness may end."""
    passed = 0.0
    for c in range(N_CONDITIONS):
        chance = rates.onset[c, b]
        if passed <= u_onset < passed + chance:
            people.conditions[i] |= np.uint8(1 << c)
        passed += chance
    if people.conditions[i] & MENTAL_ILLNESS and u_remit < rates.remission[MENTAL_BIT]:
        people.conditions[i] &= np.uint8(255 - MENTAL_ILLNESS)


@rule
def _learn(place, catalogue, rates, i, month):
    """Skill after a month of the support the person has."""
    people, models = place.people, catalogue.models
    skill = np.float64(people.skill[i])
    skill += rates.skill_drift * (rates.skill_usual[people.need[i]] - skill)
    if people.arrangement[i] != NOBODY:
        m, provider = (
            place.arrangements.model[people.arrangement[i]],
            place.arrangements.provider[people.arrangement[i]],
        )
        gain, loss = models.skill_gain[m], models.skill_loss[m]
        if provider != NOBODY and models.outcome_pay[m] > 0.0:
            part = turned(place.providers, models, rates, m, provider)
            gain, loss = gain + part * rates.contract_gain, loss * (1.0 - part)
        skill += gain * (1.0 - skill) - loss * skill
    skill += programme_effect(people, catalogue.programmes, i, SKILL, month) * (1.0 - skill)
    people.skill[i] = np.float32(min(max(skill, 0.0), 1.0))


@rule
def _list_concerned(people, rows, living, mark, few):
    """Places of those with a mark, a need or a condition: for all others the month changes nothing."""
    n = 0
    for k in range(living):
        few[n] = k
        n += (mark[k] | people.need[rows[k]] | people.conditions[rows[k]]) != 0
    return n


@kernel
def sieve(first_tile, last_tile, place, catalogue, rates, scratch, chunk, seed, month):
    """Advance need, conditions and skill of each person; list those with any need, for the rest of the month.

    Only a person's own row is written. ``scratch.needing`` holds need as it is after this step: a crisis or a review
    later in the month may change it, so who reads the list after those asks for the need itself as well.
    """
    people, words, mark, few = place.people, scratch.words[chunk], scratch.mark[chunk], scratch.few[chunk]
    bounds, ratios = _bounds(rates), scratch.ratios[chunk]
    _multiply_out(rates, ratios[0], ratios[1])
    for tile in range(first_tile, last_tile):
        rows, living, needing = scratch.here[tile], scratch.here_length[tile], 0
        fill_words(seed, NEED, rows, living, month, words)
        mark[:living] = 0
        mark_below(words[0], living, limit_of(bounds.first_rise), mark)
        mark_below(words[1], living, limit_of(bounds.onset), mark)
        for k in few[: _list_concerned(people, rows, living, mark, few)]:
            i, u_onset = rows[k], unit(words[1, k])
            b = band(people, i, month)
            u, u_passing, sums = unit(words[0, k]), unit(words[3, k]), scratch.sums[chunk]
            _change_need(place, catalogue.programmes, rates, ratios, sums, bounds, i, b, u, u_passing, month)
            if u_onset < rates.onset_any[b] or people.conditions[i] & MENTAL_ILLNESS:
                _change_conditions(people, rates, i, b, u_onset, unit(words[2, k]))
            if people.need[i] > NEED_NONE:
                _learn(place, catalogue, rates, i, month)
                scratch.needing[tile, needing] = i
                needing += 1
        scratch.needing_length[tile] = needing
