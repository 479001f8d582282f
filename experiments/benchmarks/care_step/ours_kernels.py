"""The month of care-step: a few passes over a tile, then rules for the few people to whom something may happen.

Steps are those of ``workload``. A pass does the same to all of a tile, without a branch; a rule reads as the step does.
Ties end, fade and are renewed by 16-bit draws, so their chances are multiples of 1 / 65,536; all others are exact.
"""

from __future__ import annotations

import numba
import numpy as np
from care_step import workload as law
from care_step.ours_passes import (
    add_member,
    add_slots,
    fill_tile,
    fill_tile_pairs,
    is_member,
    list_below_class,
    list_classes,
    list_members,
    shift,
    split_words,
)
from care_step.ours_state import FULL, NOBODY, SETTINGS, TILE
from care_step.workload import CRISIS, FAMILY, HOME_CARE, OWN_HOME, SHARED_LIVES
from numba import njit
from numpy.typing import NDArray

from simulation.kernels.chance import fill_words, unit, words
from simulation.kernels.compiling import rule
from simulation.kernels.passes import list_below

FATE, CHOICE, CARE, TIES, MEETING, NEW_ADULT = range(1, 7)
"""What a draw decides."""
DEATHS, CRISES = range(2)
"""What is counted, beside pence by setting."""

_WORDS, _HALVES, _16 = 2.0**32, 2**16, np.uint32(16)
_DEATH, _UP, _DOWN, _COST = law.DEATH, law.UP, law.DOWN, law.COST
_CHOICE = np.cumsum(law.CHOICE, axis=1)
_CARED_FOR = np.isin(np.arange(SETTINGS), (FAMILY, SHARED_LIVES)).astype(np.uint8)
_END_BASE = np.uint16(round(law.TIE_END_BASE * _HALVES))
_END_OF_WEAKNESS = np.uint32(round(law.TIE_END_OF_WEAKNESS * _HALVES))
_FADE = np.uint32(np.ceil((1 - law.TIE_KEEP) * _HALVES))  # up, as the product is cut down
_RENEW_FROM = np.uint16(round(law.TIE_MEET_ABOVE * _HALVES))
_RENEWAL = np.uint16(round(law.TIE_MEET_GAIN * FULL))
_NEW_TIE = np.uint32(law.TIE_NEW * _WORDS)
_LONELY_KEEP = np.float32(law.LONELY_KEEP)
_LONELY_OF_TIES = np.float32(law.LONELY_OF_TIES * FULL)


def limits_by_group() -> NDArray[np.uint32]:
    """For each age band, need and setting, a bound on how near to either end a word must be to change anything.

    Steps 1 and 2 look at both ends: low words are deaths and rising need, high ones falling need. There is no bound
    where something changes whatever the luck: a setting not yet chosen, or a crisis.
    """
    chance = np.maximum(_DEATH + _UP * (1 + law.LONELY_WORSENS), _DOWN)
    limits = np.empty((law.BANDS, law.NEEDS, SETTINGS), np.uint32)
    limits[:] = (chance * _WORDS)[:, :, None]
    limits[:, :, CRISIS] = limits[:, law.SUPPORTED_NEED :, OWN_HOME] = NOBODY
    return limits.reshape(-1)


# Passes


@njit
def _group(born, need, setting, fate, month, group, nearness):
    """The group of each person of a tile (band, need, setting), and how near its word is to either end."""
    for k in range(TILE):
        band = min(np.uint16(month - born[k]) // np.uint16(60), law.BANDS - 1)
        group[k] = (band * law.NEEDS + need[k]) * SETTINGS + setting[k]
        nearness[k] = min(fate[k], ~fate[k])


@njit
def _age_ties(strength, halves):
    """Step 4 for one slot: ties end, fade or are renewed, by one draw each."""
    for k in range(TILE):
        s, u = strength[k], halves[k]
        ends_below = np.uint16(_END_BASE + ((np.uint32(FULL - s) * _END_OF_WEAKNESS) >> _16))
        faded = np.uint16(s - np.uint16((np.uint32(s) * _FADE) >> _16))
        renewed = np.uint16(faded + _RENEWAL)
        renewed = np.uint16(FULL) if renewed < faded else renewed
        after = renewed if u >= _RENEW_FROM else faded
        strength[k] = np.uint16(0) if (s == 0) | (u < ends_below) else after


@njit(error_model="numpy")
def _feel(before, ties, after):
    """Step 5: loneliness, from that of the month before and the sum of ties."""
    for k in range(TILE):
        after[k] = _LONELY_KEEP * before[k] + _LONELY_OF_TIES / np.float32(np.uint32(FULL) + ties[k])


@njit
def _spend(census, pence):
    """Step 6."""
    for setting in range(SETTINGS):
        for need in range(law.NEEDS):
            pence[setting] += census[setting, need] * _COST[setting, need]


# Rules


@rule
def _somebody(word, n):
    """A random person."""
    return np.uint32((np.uint64(word) * np.uint64(n)) >> np.uint64(32))


@rule
def _move(people, i, setting, carer, month):
    people.setting[i], people.since[i] = setting, month
    people.carer[i], people.strain[i] = carer, 0.0


@rule
def _replace(people, i, seed, month):
    """A new adult in the place of a person who died."""
    add_member(people.died[month % 2], i)
    age = law.NEW_ADULT_AGE + int(law.NEW_ADULT_SPREAD * unit(words(seed, NEW_ADULT, i, 0, month)[0]))
    people.born[i], people.need[i] = month - age, 0
    _move(people, i, OWN_HOME, NOBODY, month)
    for slot in range(law.SLOTS):
        people.strength[i // TILE, slot, i % TILE] = 0


@rule
def _first_tie(people, i, start):
    """The partner of the first taken slot, looking in a circle from slot ``start``, or NOBODY."""
    for step in range(law.SLOTS):
        slot = (start + step) % law.SLOTS
        if people.strength[i // TILE, slot, i % TILE] > 0:
            return people.partner[i // TILE, slot, i % TILE]
    return NOBODY


@rule
def _choose(people, i, n, u, whom, month):
    bounds = _CHOICE[people.need[i] - law.SUPPORTED_NEED]
    setting, carer = FAMILY, NOBODY
    while setting < law.RESIDENTIAL and u >= bounds[setting - FAMILY]:
        setting += 1
    if setting == FAMILY:
        carer = _first_tie(people, i, whom % law.SLOTS)
        if carer == NOBODY:
            setting = HOME_CARE
    elif setting == SHARED_LIVES:
        carer = _somebody(whom, n)
    _move(people, i, setting, carer, month)


@rule
def _change_need(people, i, u, band, lonely):
    need = people.need[i]
    if u < _UP[band, need] * (1.0 + law.LONELY_WORSENS * lonely):
        people.need[i] = need + 1
    elif u > 1.0 - _DOWN[band, need]:
        people.need[i] = need - 1


@rule
def _change(people, i, n, u, counts, seed, month):
    """Steps 1 and 2, by one draw: of those who live on, what is left of it is again uniform."""
    band = min((month - people.born[i]) // 60, law.BANDS - 1)
    death = _DEATH[band, people.need[i]]
    if u < death:
        counts[DEATHS] += 1
        _replace(people, i, seed, month)
        return
    _change_need(people, i, (u - death) / (1.0 - death), band, people.lonely[(month + 1) % 2, i])
    setting = people.setting[i]
    if people.need[i] < law.SUPPORTED_NEED:
        if setting != OWN_HOME:
            _move(people, i, OWN_HOME, NOBODY, month)
    elif setting in (OWN_HOME, CRISIS):
        luck = words(seed, CHOICE, i, 0, month)
        if setting == OWN_HOME or unit(luck[0]) < law.LEAVE_CRISIS:
            _choose(people, i, n, unit(luck[1]), luck[2], month)


@rule
def _breaks_down(people, i, u_strain, u_crisis, month):
    """Step 3: whether care by a family carer or in Shared Lives ends in crisis."""
    before, carer = (month + 1) % 2, people.carer[i]
    if is_member(people.died[before], carer):
        return True
    strain = people.strain[i] + law.STRAIN_OF_NEED * people.need[i] - law.STRAIN_RELIEF
    strain += law.STRAIN_OF_LONELY_CARER * people.lonely[before, carer] + law.STRAIN_LUCK * (u_strain - 0.5)
    strain = min(max(strain, 0.0), 1.0)
    people.strain[i] = strain
    return u_crisis < law.CRISIS_BASE + law.CRISIS_OF_STRAIN * strain * strain


@rule
def _begin_tie(people, i, n, whom, u_strength):
    """Step 4: a new tie in the first free slot, where there is one."""
    strength = people.strength[i // TILE, :, i % TILE]
    free = law.SLOTS
    for slot in range(law.SLOTS - 1, -1, -1):
        free = slot if strength[slot] == 0 else free
    if free < law.SLOTS:
        people.partner[i // TILE, free, i % TILE] = _somebody(whom, n)
        strength[free] = np.uint16((law.TIE_NEW_LOW + law.TIE_NEW_SPREAD * u_strength) * FULL + 0.5)


# The month of a tile


@rule
def _change_people(tile, people, n, limits, scratch, counts, seed, month):
    """Steps 1 and 2 of a tile; returns how many are listed in ``scratch.changed``."""
    first, last, s = tile * TILE, tile * TILE + TILE, scratch
    need, setting, census = people.need[first:last], people.setting[first:last], people.census[tile]
    people.died[month % 2, first // 32 : last // 32] = 0
    _group(people.born[first:last], need, setting, s.fate[0], month, s.group, s.nearness)
    listed = list_below_class(s.nearness, s.group, limits, min(n - first, TILE), s.changed)
    for k in range(listed):
        place = s.changed[k]
        census[setting[place], need[place]] -= 1
        _change(people, first + place, n, unit(s.fate[0, place]), counts, seed, month)
        census[setting[place], need[place]] += 1
    return listed


@rule
def _bear_strain(tile, people, scratch, counts, seed, month):
    """Step 3 of a tile."""
    first, s, census = tile * TILE, scratch, people.census[tile]
    listed = list_classes(people.setting[first : first + TILE], _CARED_FOR, TILE, s.listed)
    shift(s.listed, listed, first)
    fill_words(seed, CARE, s.listed, listed, month, s.words)
    for k in range(listed):
        i = s.listed[k]
        if _breaks_down(people, i, unit(s.words[0, k]), unit(s.words[1, k]), month):
            counts[CRISES] += 1
            census[people.setting[i], people.need[i]] -= 1
            census[CRISIS, people.need[i]] += 1
            _move(people, i, CRISIS, NOBODY, month)


@rule
def _change_ties(tile, people, scratch, seed, month):
    """Step 4 of a tile, for the ties that there are."""
    partner, strength, s = people.partner[tile], people.strength[tile], scratch
    fill_tile(seed, TIES, tile * TILE, month, s.words)
    split_words(s.words, s.halves)
    for slot in range(law.SLOTS):
        lost = list_members(partner[slot], people.died[(month + 1) % 2], s.lost)
        for k in range(lost):
            strength[slot, s.lost[k]] = 0
        _age_ties(strength[slot], s.halves[slot])


@rule
def _begin_ties(tile, people, n, scratch, seed, month):
    """Step 4 of a tile, for new ties."""
    first, s = tile * TILE, scratch
    listed = list_below(s.fate[1], min(n - first, TILE), _NEW_TIE, s.listed)
    shift(s.listed, listed, first)
    fill_words(seed, MEETING, s.listed, listed, month, s.words)
    for k in range(listed):
        if not is_member(people.died[month % 2], s.listed[k]):
            _begin_tie(people, s.listed[k], n, s.words[0, k], unit(s.words[1, k]))


@rule
def _become_lonely(tile, people, scratch, changed, month):
    """Step 5 of a tile; new adults keep the loneliness they came with."""
    first, last, s = tile * TILE, tile * TILE + TILE, scratch
    before, now = people.lonely[(month + 1) % 2, first:last], people.lonely[month % 2, first:last]
    add_slots(people.strength[tile], s.sums)
    _feel(before, s.sums, now)
    for k in range(changed):
        if is_member(people.died[month % 2], first + s.changed[k]):
            now[s.changed[k]] = law.LONELY_AT_START


@numba.njit(nogil=True)
def live_month(first_tile, last_tile, people, n, limits, scratch, counts, pence, seed, month):
    """Live a month in some tiles. Only their own people are written; of others it reads the month before."""
    for tile in range(first_tile, last_tile):
        fill_tile_pairs(seed, FATE, tile * TILE, month, scratch.fate)
        changed = _change_people(tile, people, n, limits, scratch, counts, seed, month)
        _bear_strain(tile, people, scratch, counts, seed, month)
        _change_ties(tile, people, scratch, seed, month)
        _begin_ties(tile, people, n, scratch, seed, month)
        _become_lonely(tile, people, scratch, changed, month)
        _spend(people.census[tile], pence)
