"""The reference workload *care-step*: its rules, tables, starting population and statistics. NumPy only.

Every implementation is one module of this folder that offers three functions:

``make(n: int, seed: int) -> State``
    A starting population of ``n`` people, drawn by the law below (:func:`starting_people` draws it in NumPy; an
    implementation may draw it in its own way). State is whatever the implementation likes.
``advance(state, months: int, threads: int) -> None``
    Lives ``months`` more months, in place, on at most ``threads`` threads.
``statistics(state) -> dict[str, float]``
    What happened since the start, by the names in :data:`STATISTICS` and no other.

The numbers are those of a workload, chosen to be cheap to state and to keep every rule busy; they are no evidence about
people, and no model of this project reads them.

State per person
----------------
Age in months, need 0-4, loneliness 0-1, setting (:data:`SETTINGS`), carer (a person, or none), strain 0-1, months in
the setting, and 8 tie slots, each a partner (a person, or none) and a strength 0-1. Ties have a direction: a tie of A
with B is A's alone. "A random person" is any of the n people, each as likely, the person included.

One month
---------
Each u is a fresh uniform. "prev" is the end of the month before; a framework that visits people one by one may use what
is current.

1. age += 1; band = min(age // 60, 20). u < DEATH[band, need]: the person is replaced in place by a new adult (age
   216 + int(24 u) months, need 0, loneliness .3, own home, no carer, strain 0, 0 months in the setting, no ties), and
   the rest of the month is skipped.
2. u < UP[band, need] * (1 + .5 lonely): need + 1; else, by the same u, u > 1 - DOWN[band, need]: need - 1.
   months += 1. Need >= 2 in own home: choose. Need < 2 elsewhere: back to own home, months 0, carer and strain cleared.
   Still in crisis and u < .4: choose.
   Choose: the setting by CHOICE[need], months 0, strain 0. Family carer: the carer is the partner of the first taken
   slot, looking at all 8 in a circle from a random one; none taken: home care instead. Shared Lives: the carer is a
   random person. Otherwise no carer. (Whoever chooses has need >= 2, by the need just updated.)
3. Settings 1 and 2, also when just chosen. The carer died in the month before: crisis. Else
   strain = clip(strain + .015 need + .03 lonely_prev[carer] - .05 + .04 (u - .5), 0, 1); then u < .001 + .06 strain^2:
   crisis. Crisis: setting 5, months 0, carer and strain cleared; counted.
4. Each tie: the partner died in the month before: dropped. u < .005 + .02 (1 - s): dropped. Else, by the same u,
   s *= .99 and, where u > .95, s = min(1, s + .15). Then, where any slot is free and u < .06: a new tie in the first
   free slot, to a random person, of strength .4 + .6 u.
5. lonely = .9 lonely + .1 / (1 + sum of s).
6. The ledger of the month and setting += COST[setting, need], integer pence.

A person who died this month adds nothing to the ledger (the replacement would add COST[0, 0] = 0).
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

SETTINGS: Final = ("own_home", "family_carer", "shared_lives", "home_care", "residential", "crisis")
OWN_HOME, FAMILY, SHARED_LIVES, HOME_CARE, RESIDENTIAL, CRISIS = range(6)
NEEDS: Final = 5
SLOTS: Final = 8
BANDS: Final = 21
NOBODY: Final = -1
"""Carer or partner: none. An unsigned field may use its largest value instead."""

# Step 1
NEW_ADULT_AGE: Final = 216
"""Months. A new adult is this old, and up to NEW_ADULT_SPREAD months older."""
NEW_ADULT_SPREAD: Final = 24
LONELY_AT_START: Final = 0.3

# Step 2
LONELY_WORSENS: Final = 0.5
SUPPORTED_NEED: Final = 2
"""From this need on, a person in own home chooses a setting."""
LEAVE_CRISIS: Final = 0.4

# Step 3
STRAIN_OF_NEED: Final = 0.015
STRAIN_OF_LONELY_CARER: Final = 0.03
STRAIN_RELIEF: Final = 0.05
STRAIN_LUCK: Final = 0.04
CRISIS_BASE: Final = 0.001
CRISIS_OF_STRAIN: Final = 0.06

# Step 4
TIE_END_BASE: Final = 0.005
TIE_END_OF_WEAKNESS: Final = 0.02
TIE_KEEP: Final = 0.99
TIE_MEET_ABOVE: Final = 0.95
TIE_MEET_GAIN: Final = 0.15
TIE_NEW: Final = 0.06
TIE_NEW_LOW: Final = 0.4
TIE_NEW_SPREAD: Final = 0.6

# Step 5
LONELY_KEEP: Final = 0.9
LONELY_OF_TIES: Final = 0.1


def monthly(yearly: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chance a month that makes this chance a year."""
    return 1 - (1 - yearly) ** (1 / 12)


_MIDDLE = (5 * np.arange(BANDS) + 2.5)[:, None]
DEATH: Final = monthly(np.minimum(0.9, 0.00035 * np.exp(0.088 * (_MIDDLE - 30)) * [1, 1.3, 1.8, 2.6, 4]))
"""Chance a month of dying, band x need."""
UP: Final = monthly(np.minimum(0.6, 0.004 * np.exp(0.055 * (_MIDDLE - 20)) * [1, 1.6, 1.4, 1, 0]))
"""Chance a month that need rises by one, band x need, before loneliness."""
DOWN: Final = monthly(np.exp(-0.015 * (_MIDDLE - 40)) * [0, 0.30, 0.15, 0.08, 0.04])
"""Chance a month that need falls by one, band x need."""
CHOICE: Final = np.array([[0.60, 0.05, 0.30, 0.05], [0.40, 0.06, 0.34, 0.20], [0.25, 0.05, 0.30, 0.40]])
"""Chance of settings 1-4, by need 2, 3, 4."""
COST: Final = np.array(
    [
        [0, 2_000, 10_000, 20_000, 40_000],
        [0, 5_000, 30_000, 45_000, 60_000],
        [0, 60_000, 160_000, 190_000, 220_000],
        [0, 40_000, 90_000, 150_000, 240_000],
        [0, 250_000, 300_000, 350_000, 420_000],
        [0, 400_000, 500_000, 600_000, 700_000],
    ],
    dtype=np.int64,
)
"""Pence a month, setting x need."""

# The start: everyone lives in own home, so that those with need >= 2 choose in the first month.
START_AGE: Final = 216
START_AGE_SPREAD: Final = 828
"""Age START_AGE + int(START_AGE_SPREAD u) months: 18 to 86 years."""
START_OLDER: Final = 65 * 12
START_NEED: Final = np.array([[0.86, 0.06, 0.04, 0.03, 0.01], [0.60, 0.15, 0.12, 0.08, 0.05]])
"""Chance of need 0-4, below START_OLDER months and from it on."""
START_TIE: Final = 0.5
"""Chance that a slot holds a tie to a random person, of strength TIE_NEW_LOW + TIE_NEW_SPREAD u."""


class People(NamedTuple):
    """A starting population, plain arrays of n people; ``partner`` and ``strength`` are n x SLOTS.

    ``partner`` is NOBODY in a free slot, where ``strength`` is 0. All live in own home with loneliness LONELY_AT_START,
    strain 0, no carer and 0 months in the setting.
    """

    age: NDArray[np.int32]
    need: NDArray[np.int8]
    partner: NDArray[np.int32]
    strength: NDArray[np.float32]


BLOCK: Final = 2**16
"""People drawn at once, so that drawing takes little more memory than what is drawn."""


def starting_people(n: int, seed: int) -> People:
    """Draw the starting population of n people."""
    rng = np.random.default_rng(seed)
    slots = (n, SLOTS)
    people = People(np.empty(n, np.int32), np.empty(n, np.int8), np.empty(slots, np.int32), np.empty(slots, np.float32))
    for low in range(0, n, BLOCK):
        _draw(people, slice(low, min(n, low + BLOCK)), rng)
    return people


def _draw(people: People, rows: slice, rng: np.random.Generator) -> None:
    """Fill in some of the people."""
    n, count = len(people.age), rows.stop - rows.start
    age = START_AGE + (START_AGE_SPREAD * rng.random(count)).astype(np.int32)
    bounds = np.cumsum(START_NEED[(age >= START_OLDER).astype(np.intp), :-1], axis=1)
    people.age[rows] = age
    people.need[rows] = (rng.random(count)[:, None] >= bounds).sum(axis=1)
    taken = rng.random((count, SLOTS)) < START_TIE
    people.partner[rows] = np.where(taken, rng.integers(0, n, taken.shape), NOBODY)
    people.strength[rows] = np.where(taken, TIE_NEW_LOW + TIE_NEW_SPREAD * rng.random(taken.shape), 0.0)


STATISTICS: Final = (
    *(f"need_{need}" for need in range(NEEDS)),
    "ties",
    "strength",
    "lonely",
    "deaths",
    "crises",
    *(f"cost_{setting}" for setting in SETTINGS),
)
"""Share of people of each need, taken tie slots a person, mean strength of ties, mean loneliness (all at the end);
deaths and crises a thousand person-months, and pence a person-month spent in each setting (all since the start)."""


def summary(
    *,
    need_counts: NDArray[np.int64],
    ties: int,
    strength_sum: float,
    lonely_sum: float,
    months: int,
    deaths: int,
    crises: int,
    pence: NDArray[np.int64],
) -> dict[str, float]:
    """The STATISTICS from plain counts and sums; ``pence`` is the sum over months by setting, ``months`` the past."""
    people = int(need_counts.sum())
    lived = people * months
    shares = [*(need_counts / people), ties / people, strength_sum / max(1, ties), lonely_sum / people]
    rates = [1000 * deaths / lived, 1000 * crises / lived, *(np.asarray(pence) / lived)]
    return dict(zip(STATISTICS, (float(value) for value in (*shares, *rates)), strict=True))
