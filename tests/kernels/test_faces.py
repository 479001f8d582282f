"""Faces follow who is in post: turnover never makes care more continuous, whatever the size of teams and providers."""

from __future__ import annotations

from functools import cache
from statistics import fmean, stdev

import numpy as np
import pytest
from naive.small import MANY_PROVIDERS, Case, average

from simulation.evidence.parameters import load_parameters
from simulation.kernels.chance import replicate_seed
from simulation.month import MONTH, Town
from simulation.past import Setting, new_journal, prepare
from simulation.state.catalogue import Catalogue
from simulation.state.codes import NEVER
from simulation.state.journal import VISIT_NAMES, empty_tie_log
from simulation.state.place import ARRANGEMENTS, Place, copy_place

MONTHS, SEEDS = 12, range(1, 9)
LOW, HIGH = 0.3, 3.0
"""Factors on the hazard that a worker leaves."""
SETTLED = 1.895
"""Student's t at 7 degrees of freedom, one side of 95 in 100."""


@cache
def beginning(seed: int, adults: int, tiny: bool) -> tuple[Setting, Place, Catalogue]:
    """A place as it begins; in a tiny one each provider supports some four people."""
    parameters = load_parameters().override(MANY_PROVIDERS) if tiny else load_parameters()
    case = Case(seed=seed, adults=adults, per_hood=500, months=MONTHS, heat=0.0)
    setting = average()._replace(
        parameters=parameters,
        seed=seed,
        adults=case.adults,
        people_per_neighbourhood=case.per_hood,
        burn_in=0,
        months=MONTHS,
    )
    return setting, *prepare(setting)


def town_of(seed: int, adults: int, tiny: bool) -> Town:
    """A town of one's own in such a place."""
    setting, place, catalogue = beginning(seed, adults, tiny)
    place, catalogue = copy_place(place), catalogue._replace(models=catalogue.models.copy())
    journal, log = new_journal(setting), empty_tie_log(0)
    return Town(place, catalogue, setting.rates, setting.empty_levers(), journal, log, replicate_seed(seed, 0), 0)


def visited(town: Town, leaving: float, team: float) -> dict[str, float]:
    """A year of visits and of workers coming and going, nothing else; all hours come, whoever is there.

    (An assistant's visits that nobody makes leave more of the rest to the other: that is no continuity gained.)
    Returns what was counted, all models together.
    """
    town.rates.minutes_post, town.rates.cover = 10**6, 1000
    town.catalogue.models.leave_base[:] *= leaving
    town.levers.team_factor[0] = team
    for month in range(MONTHS):
        town.make_room_to_log(month)
        for line in MONTH:
            if line.name in ("delivery", "workforce"):
                line.walk(town, month, month)
    return dict(zip(VISIT_NAMES, town.journal.visits.sum(axis=(0, 1)).tolist(), strict=True))


@cache
def counted(seed: int, adults: int, tiny: bool, leaving: float, team: float) -> dict[str, float]:
    return visited(town_of(seed, adults, tiny), leaving, team)


def index(counts: dict[str, float], name: str) -> float:
    """The mean of an index over windows."""
    return counts[name] / counts["continuity_windows"]


@pytest.mark.parametrize("name", ["continuity", "usual_worker", "sequential"])
@pytest.mark.parametrize("team", [0.3, 1.0, 1.5])
@pytest.mark.parametrize(("adults", "tiny"), [(1500, False), (1500, True), (6000, False)])
def test_more_turnover_lowers_continuity(adults: int, tiny: bool, team: float, name: str) -> None:
    """With the same hours, paired by seed: the mean difference lies below zero by more than its luck.

    Who comes most and who came last are touched less: at least these must not rise by more than luck.
    """
    differences = [
        index(counted(seed, adults, tiny, HIGH, team), name) - index(counted(seed, adults, tiny, LOW, team), name)
        for seed in SEEDS
    ]
    error = stdev(differences) / len(differences) ** 0.5
    sign = 1 if name == "continuity" else -1
    assert fmean(differences) + sign * SETTLED * error < 0, differences


@pytest.mark.parametrize("tiny", [False, True])
def test_more_turnover_brings_more_faces(tiny: bool) -> None:
    few, many = ([counted(seed, 1500, tiny, leaving, 1.0) for seed in SEEDS] for leaving in (LOW, HIGH))
    assert sum(index(counts, "workers_6_months") for counts in many) > sum(
        index(counts, "workers_6_months") for counts in few
    )


def test_a_vacant_post_brings_other_workers_and_not_more_of_the_same() -> None:
    """One month, one post of each team vacant: nobody of the team makes more visits than before."""
    towns = [town_of(2, 3000, False) for _ in range(2)]
    towns[1].place.posts.staffed[::5] = 0
    for town in towns:
        town.rates.minutes_post = 10**6
        deliver = next(line for line in MONTH if line.name == "delivery")
        town.make_room_to_log(0)
        deliver.walk(town, 0, 0)
    used = int(towns[0].place.counters[ARRANGEMENTS])
    before, after = (town.place.arrangements for town in towns)
    same = (before.delivered[:used] == after.delivered[:used]) & (before.ended[:used] == NEVER)
    team = towns[0].catalogue.models.team[before.model[:used]]
    in_team = np.arange(before.visits.shape[1]) < np.minimum(team, before.span[:used])[:, None]
    grew = (after.visits[:used].astype(int) > before.visits[:used]) & in_team & same[:, None]
    lost = (after.visits[:used].astype(int) < before.visits[:used]) & in_team & same[:, None]
    assert lost.any()
    assert not grew.any()
