"""Who has which support at the start, in a steady state: council-funded and self-funded, by age and group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.parameters import Parameters
from simulation.population.ages import ADULT_MONTHS, OLDER_MONTHS
from simulation.population.makeup import Makeup
from simulation.population.ranks import sample, whole_shares
from simulation.population.tables import by_age
from simulation.state import codes
from simulation.state.catalogue import Models

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

AGES: Final = ("age_18_64", "age_65_over")
GROUPS_OF_AGE: Final = (
    (codes.GROUP_LEARNING, codes.GROUP_MENTAL, codes.GROUP_PHYSICAL),
    (codes.GROUP_LEARNING, codes.GROUP_OLDER),
)
ANY_GROUP: Final = -1
CARE_HOME_AGES: Final = ("18_64", "65_74", "75_84", "85_over")
_SWEEPS: Final = 10
_UNLIKELY: Final = float(np.finfo(float).eps)
"""Weight of a person for whom the catalogue does not name the model: only if nobody else is left."""


class Pool(NamedTuple):
    """People among whom support is shared out, one entry a person."""

    months: Ints  # age at the start
    need: NDArray[np.uint8]
    group: Ints
    means: NDArray[np.uint8]


class Target(NamedTuple):
    """So many people of an age and group have a model and pay, or do not."""

    age: int
    group: int  # or ANY_GROUP
    self_funded: int
    model: int
    people: int


def targets(
    pool: Pool, models: Models, model_ids: Sequence[str], makeup: Makeup, parameters: Parameters
) -> list[Target]:
    """How many people have each model, models for the greatest need first."""
    found = _council_targets(pool, model_ids, makeup.clients, parameters)
    found += _self_targets(found, models, model_ids, makeup.self_funders / makeup.clients, parameters)
    return sorted(found, key=lambda t: (t.self_funded, -int(models.min_need[t.model]), -t.model, t.age, t.group))


def _council_targets(pool: Pool, model_ids: Sequence[str], ratio: Floats, parameters: Parameters) -> list[Target]:
    """``ratio`` [age group]: clients per head over the average place's."""
    older = (pool.months >= OLDER_MONTHS).astype(np.int64)
    found = []
    for age, (name, groups) in enumerate(zip(AGES, GROUPS_OF_AGE, strict=True)):
        adults = int(((pool.months >= ADULT_MONTHS) & (older == age)).sum())
        clients = round(parameters.value(f"population.clients_per_1000.{name}") * ratio[age] * adults / 1000)
        labels = [codes.GROUP_NAMES[group] for group in groups]
        by_group = whole_shares(clients, parameters.vector(f"population.client_group.{name}", labels))
        for group, label, people in zip(groups, labels, by_group, strict=True):
            by_model = whole_shares(int(people), _mix(f"population.mix.{label}", model_ids, parameters))
            found += [Target(age, group, 0, m, int(n)) for m, n in enumerate(by_model) if n]
    return found


def _self_targets(
    council: list[Target], models: Models, model_ids: Sequence[str], ratio: Floats, parameters: Parameters
) -> list[Target]:
    """``ratio`` [age group]: people paying for themselves for each whom the council supports, over the average's."""
    found = []
    for age, name in enumerate(AGES):
        for kind, in_care_home in (("care_home", True), ("community", False)):
            of_kind = [
                t for t in council if t.age == age and in_care_home == (models.where[t.model] == codes.CARE_HOME)
            ]
            share = parameters.value(f"population.self_funded.{kind}.{name}")
            people = round(sum(t.people for t in of_kind) * share / (1.0 - share) * ratio[age])
            by_model = whole_shares(people, _mix(f"population.mix_self.{kind}", model_ids, parameters))
            found += [Target(age, ANY_GROUP, 1, m, int(n)) for m, n in enumerate(by_model) if n]
    return found


def _mix(prefix: str, model_ids: Sequence[str], parameters: Parameters) -> Floats:
    """Shares by model; 0 for a model that the table does not name."""
    ids = [f"{prefix}.{model}" for model in model_ids]
    return np.array([parameters.value(row) if row in parameters else 0.0 for row in ids])


def share_out(
    pool: Pool,
    given: Ints,
    wanted: Sequence[Target],
    models: Models,
    leaning: Floats,
    parameters: Parameters,
    stream: np.random.Generator,
) -> None:
    """Give people without support the models of ``wanted``, in order; ``given`` [person] holds the model or NOBODY.

    Within a target, people are drawn by the catalogue's choice weights for their group and need, times how much oftener
    people with that need are supported, times ``leaning``.
    """
    older = (pool.months >= OLDER_MONTHS).astype(np.int64)
    adult = pool.months >= ADULT_MONTHS
    reached = parameters.vector("population.supported_by_need", codes.NEED_NAMES[1:])
    care_home = by_age(parameters, "population.care_home_age_weight", CARE_HOME_AGES, pool.months // 12)
    for target in wanted:
        m = target.model
        able = adult & (given == codes.NOBODY) & (older == target.age) & (pool.means == target.self_funded)
        able &= (pool.need >= models.min_need[m]) & (pool.need <= models.max_need[m]) & (pool.need > codes.NEED_NONE)
        if target.group != ANY_GROUP:
            able &= pool.group == target.group
        who = np.flatnonzero(able)
        weight = np.maximum(models.choice[m, pool.group[who], pool.need[who]], _UNLIKELY) * leaning[who]
        weight = weight * reached[pool.need[who] - 1]
        if models.where[m] == codes.CARE_HOME:
            weight = weight * care_home[who]
        given[who[sample(weight, target.people, stream.random(len(who)))]] = m


def elapsed_months(where: NDArray[np.uint8], months: Ints, parameters: Parameters, stream: np.random.Generator) -> Ints:
    """Months since each person's support began: exponential, at least 1, not before adulthood."""
    mean = parameters.vector("population.elapsed_months", codes.SETTING_NAMES[:-1])[where]
    since = 1 + np.floor(-np.log1p(-stream.random(len(where))) * mean).astype(np.int64)
    longest = int(parameters.value("population.longest_elapsed_months"))
    return np.minimum(np.minimum(since, longest), np.maximum(months - ADULT_MONTHS, 1))


def planned_minutes(model: Ints, asked: Floats, models: Models, least: int, most: int, parameters: Parameters) -> Ints:
    """Minutes a week of each plan: the model's own, or in proportion to the help asked.

    Plans of models priced by the hour have the mean of the evidence (within ``least`` to ``most``).
    """
    hourly = models.basis[model] == codes.PER_HOUR
    mean = parameters.value("population.plan_mean_minutes")
    plan = np.clip(asked, least, most)
    for _ in range(_SWEEPS):  # because of the limits, scaling once misses the mean
        scale = mean / plan[hourly].mean() if hourly.any() else 1.0
        plan = np.clip(plan * scale, least, most)
    return np.where(models.minutes_week[model] > 0, models.minutes_week[model], np.floor(plan).astype(np.int64))
