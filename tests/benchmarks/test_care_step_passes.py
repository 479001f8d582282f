"""Care-step's own passes over a tile do what the plain loop does."""

from __future__ import annotations

import numpy as np
import pytest
from care_step import ours_passes
from care_step.ours_passes import fill_tile, fill_tile_pairs

from simulation.kernels.chance import words

TILE = 1024


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(11)


def test_a_tile_of_words_holds_each_persons_own() -> None:
    out = np.zeros((4, TILE), np.uint32)
    seed, first, month = np.uint64(2**63 + 5), 2**31 - TILE, -3
    fill_tile(seed, 7, first, month, out)
    assert all(tuple(out[:, k]) == tuple(words(seed, 7, first + k, 0, month)) for k in range(TILE))


def test_those_at_the_same_place_of_either_half_share_a_block() -> None:
    out = np.zeros((2, TILE), np.uint32)
    seed, first, month, half = np.uint64(3), 5 * TILE, 40, TILE // 2
    fill_tile_pairs(seed, 7, first, month, out)
    for k in range(half):
        assert (*out[:, k], *out[:, half + k]) == tuple(words(seed, 7, first // 2 + k, 0, month))


def test_split_words_are_the_low_and_high_halves(rng: np.random.Generator) -> None:
    whole = rng.integers(0, 2**32, (4, TILE), dtype=np.uint32)
    halves = np.zeros((8, TILE), np.uint16)
    ours_passes.split_words(whole, halves)
    assert (halves[0::2] == whole % 2**16).all()
    assert (halves[1::2] == whole // 2**16).all()


@pytest.mark.parametrize("length", [0, 700, TILE])
def test_list_below_class_asks_the_limit_of_each_class(rng: np.random.Generator, length: int) -> None:
    draws, found = rng.integers(0, 2**32, TILE, dtype=np.uint32), np.zeros(TILE, np.int64)
    classes, limits = (
        rng.integers(0, 5, TILE, dtype=np.uint16),
        np.array([0, 2**28, 2**30, 2**31, 2**32 - 1], np.uint32),
    )
    n = ours_passes.list_below_class(draws, classes, limits, length, found)
    assert list(found[:n]) == [k for k in range(length) if draws[k] <= limits[classes[k]]]


@pytest.mark.parametrize("length", [0, 700, TILE])
def test_list_classes_finds_those_of_the_classes_chosen(rng: np.random.Generator, length: int) -> None:
    classes, found = rng.integers(0, 6, TILE, dtype=np.uint8), np.zeros(TILE, np.int64)
    n = ours_passes.list_classes(classes, np.array([0, 1, 1, 0, 0, 0], np.uint8), length, found)
    assert list(found[:n]) == [k for k in range(length) if classes[k] in {1, 2}]


def test_shift_moves_only_what_is_listed() -> None:
    found = np.array([0, 3, 5, 9], np.int64)
    ours_passes.shift(found, 3, 2048)
    assert list(found) == [2048, 2051, 2053, 9]


@pytest.mark.parametrize("length", [1, 63, 64, 65, TILE])
@pytest.mark.parametrize("size", [0, 1, 40, 5000])
def test_list_members_finds_those_in_the_set(rng: np.random.Generator, length: int, size: int) -> None:
    members, found = np.zeros(5000 // 32 + 1, np.uint32), np.zeros(TILE, np.int64)
    chosen = set(rng.choice(5000, size, replace=False).tolist())
    for i in chosen:
        ours_passes.add_member(members, i)
    assert all(ours_passes.is_member(members, i) == (i in chosen) for i in range(5000))
    ids = rng.integers(0, 5000, length, dtype=np.uint32)
    n = ours_passes.list_members(ids, members, found)
    assert list(found[:n]) == [k for k in range(length) if int(ids[k]) in chosen]


def test_add_slots_sums_without_overflow(rng: np.random.Generator) -> None:
    table, sums = rng.integers(0, 2**16, (8, TILE), dtype=np.uint16), np.zeros(TILE, np.uint32)
    table[:, 0] = 2**16 - 1
    ours_passes.add_slots(table, sums)
    assert (sums == table.sum(axis=0, dtype=np.int64)).all()
