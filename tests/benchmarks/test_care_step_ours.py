"""Care-step in this project's style: the same bits on one thread or more, and nothing but the law's states."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from care_step import ours
from care_step import workload as law
from care_step.ours_state import NOBODY, SETTINGS

N, MONTHS = 5_000, 18


def lived(threads: int, seed: int = 4) -> ours.State:
    state = ours.make(N, seed)
    ours.advance(state, MONTHS, threads)
    return state


def digest(state: ours.State) -> str:
    kept = (*state.people, state.counts, state.pence)
    return hashlib.sha256(b"".join(np.ascontiguousarray(column).tobytes() for column in kept)).hexdigest()


@pytest.fixture(scope="module")
def state() -> ours.State:
    return lived(1)


@pytest.mark.parametrize("threads", [2, 3, 7])
def test_one_thread_or_more_give_the_same_bits(state: ours.State, threads: int) -> None:
    assert digest(lived(threads)) == digest(state)


def test_months_at_once_or_one_by_one_give_the_same_bits(state: ours.State) -> None:
    other = ours.make(N, 4)
    for _ in range(MONTHS):
        ours.advance(other, 1, 1)
    assert digest(other) == digest(state)


def test_another_seed_gives_another_course(state: ours.State) -> None:
    assert digest(lived(1, seed=5)) != digest(state)


def test_the_census_counts_the_people(state: ours.State) -> None:
    people = state.people
    counted = np.zeros((SETTINGS, law.NEEDS), np.int64)
    np.add.at(counted, (people.setting[:N], people.need[:N]), 1)
    assert (people.census.sum(axis=0) == counted).all()


def test_people_are_where_the_law_puts_them(state: ours.State) -> None:
    people = state.people
    cared_for = np.isin(people.setting, (law.FAMILY, law.SHARED_LIVES))
    assert ((people.need >= law.SUPPORTED_NEED) == (people.setting != law.OWN_HOME)).all()
    assert ((people.carer != NOBODY) == cared_for).all()
    assert (people.carer[cared_for] < N).all()
    assert (people.partner < N).all()
    assert not people.strain[~cared_for].any()


def test_those_who_fill_the_last_tile_stay_as_they_were(state: ours.State) -> None:
    people = state.people
    assert not people.strength.transpose(0, 2, 1).reshape(-1, law.SLOTS)[N:].any()
    assert not people.need[N:].any()
