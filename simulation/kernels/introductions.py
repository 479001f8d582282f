"""Introductions: a person who waits for Shared Lives meets carers with room, one after another, until two agree.

How well they fit, the quality of the match, is a weighted mean of three things between 0 and 1: the traits of the two,
whether the carer lives in the person's neighbourhood, and how much of the person's ties would be near. At a first
meeting both sides see it with an error of their own, and either may decline. Then come some months of visits and
stays, while the place is held; either may still decline, the sooner the worse they fit.
"""

from __future__ import annotations

from simulation.kernels.chance import GREET, INTRODUCE, TRY_OUT, unit, words
from simulation.kernels.compiling import rule
from simulation.kernels.guests import has_room, tried_by
from simulation.kernels.support import pair_match
from simulation.state.codes import CARER_HOME, NOBODY, SHARED_LIVES
from simulation.state.journal import SHARER_NAMES
from simulation.state.people import TIE_SLOTS
from simulation.state.place import SHARERS

INTRODUCTIONS = SHARER_NAMES.index("introductions")
DECLINES = SHARER_NAMES.index("declines")
STEPS = 256
"""Values that a quality can take; it is kept in a byte."""


@rule
def ties_near(people, i, hood):
    """Share of the strength of a person's ties that is with people of a neighbourhood; 1 without ties."""
    near, total = 0.0, 0.0
    for slot in range(TIE_SLOTS):
        j = people.tie_other[i, slot]
        if j == NOBODY or people.tie_kind[i, slot] == SHARED_LIVES:
            continue
        strength = float(people.tie_strength[i, slot])
        total += strength
        if people.hood[j] == hood:
            near += strength
    return near / total if total > 0.0 else 1.0


@rule
def quality_of(people, models, rates, seed, i, carer, m):
    """How well a person and a Shared Lives carer would fit, 0 to 255; who stays at home leaves no tie behind."""
    traits = pair_match(seed, i, carer) / STEPS
    place = 1.0 if people.hood[i] == people.hood[carer] else 0.0
    ties = ties_near(people, i, people.hood[carer]) if models.where[m] == CARER_HOME else 1.0
    quality = rates.fit_traits * traits + rates.fit_place * place + rates.fit_ties * ties
    return min(int(quality * STEPS), STEPS - 1)


@rule
def _agree(models, rates, seed, i, carer, m, quality, month):
    """Whether both sides want to go on after a first meeting."""
    person, host, _, _ = words(seed, GREET, i, carer, month)
    blur = rates.fit_blur * STEPS
    worse = min(unit(person), unit(host))
    return quality + blur * (2.0 * worse - 1.0) >= models.matching[m] * STEPS


@rule
def _introduce(place, models, rates, journal, t, seed, i, m, month):
    """Meet the next carers with room, from one that the month's lot picks; hold the place of the first who agrees."""
    people, sharers, count = place.people, place.sharers, place.counters[SHARERS]
    row = people.arrangement[i]
    present = place.arrangements.sharer[row] if row != NOBODY else NOBODY
    begin_at, met = int(unit(words(seed, INTRODUCE, i, 0, month)[0]) * count), 0
    for k in range(count):
        s = (begin_at + k) % count
        carer = sharers.person[s]
        if not has_room(sharers, s, month) or carer == i or s == present:
            continue
        if met == rates.introductions:
            break
        met += 1
        journal.sharers[t, INTRODUCTIONS] += 1
        quality = quality_of(people, models, rates, seed, i, carer, m)
        if _agree(models, rates, seed, i, carer, m, quality, month):
            sharers.guest[s] = i
            sharers.guest_model[s] = m
            sharers.guest_since[s] = month
            sharers.guest_quality[s] = quality
            return s
        journal.sharers[t, DECLINES] += 1
    return NOBODY


@rule
def _goes_on(place, rates, journal, t, seed, i, s, month):
    """Whether neither side gives up a try-out this month."""
    sharers = place.sharers
    u = unit(words(seed, TRY_OUT, i, sharers.person[s], month)[0])
    if u >= rates.tryout_decline * (1.0 - sharers.guest_quality[s] / STEPS):
        return True
    sharers.guest[s] = NOBODY
    journal.sharers[t, DECLINES] += 1
    return False


@rule
def find_sharer(place, models, rates, journal, t, seed, i, m, month):
    """The carer with whom a match can begin this month, or NOBODY while the person waits or tries out."""
    s = tried_by(place, i)
    if s != NOBODY and place.sharers.guest_model[s] != m:  # what is wanted by now is another thing to try out
        place.sharers.guest[s] = NOBODY
        s = NOBODY
    if s == NOBODY:
        s = _introduce(place, models, rates, journal, t, seed, i, m, month)
    elif not _goes_on(place, rates, journal, t, seed, i, s, month):
        return NOBODY
    if s == NOBODY or month - place.sharers.guest_since[s] < models.tryout_months[m]:
        return NOBODY
    return s
