"""Chance: the authors' known answers, a plain-Python twin, uniformity, and no correlation between neighbours.

Statistical tests run on fixed seeds, so they pass or fail for ever; their bounds stand at a false alarm rate of about
one in a million, in case a seed is changed.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from naive import philox as plain

from simulation.kernels import chance

ALARM = 1e-6
BOUND = NormalDist().inv_cdf(1 - ALARM / 2)
N = 20_000
WORDS = st.integers(0, 2**32 - 1)
SEEDS = st.integers(0, 2**64 - 1)
ENTITIES = st.integers(0, 2**31 - 1)
MONTHS = st.integers(-32768, 32767)

KNOWN = (
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((2**32 - 1,) * 4, (2**32 - 1,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
)
"""Counter, key and answer, from the file kat_vectors of the Random123 library."""


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_known_answers(counter: tuple[int, ...], key: tuple[int, ...], answer: tuple[int, ...]) -> None:
    assert tuple(chance.philox(*map(np.uint64, counter), *map(np.uint64, key))) == answer
    assert plain.philox(counter, key) == answer


@given(SEEDS, st.integers(0, 255), ENTITIES, WORDS, MONTHS)
def test_words_equal_plain_python(seed: int, decision: int, entity: int, ordinal: int, month: int) -> None:
    ours = tuple(chance.words(np.uint64(seed), decision, entity, ordinal, month))
    assert ours == plain.words(seed, decision, entity, ordinal, month)


@given(SEEDS, st.integers(0, 255), ENTITIES, MONTHS)
def test_draws_are_the_units_of_the_words(seed: int, decision: int, entity: int, month: int) -> None:
    expected = tuple(plain.unit(word) for word in plain.words(seed, decision, entity, 0, month))
    assert chance.uniforms(np.uint64(seed), decision, entity, month) == expected


@given(SEEDS, st.integers(0, 255), st.integers(0, 2**31 - 2000), st.integers(1, 1024), MONTHS)
@settings(max_examples=30)
def test_filling_a_tile_gives_each_persons_own_words(seed: int, decision: int, first: int, n: int, month: int) -> None:
    out, rows = np.zeros((4, 1024), np.uint32), np.arange(first, first + 1024, dtype=np.int32)[::-1].copy()
    chance.fill_words(np.uint64(seed), decision, rows, n, month, out)
    for k in {0, n // 2, n - 1}:
        assert tuple(out[:, k]) == chance.words(np.uint64(seed), decision, int(rows[k]), 0, month)
    assert (out[:, n:] == 0).all()


@given(WORDS, st.integers(0, 2**31 - 1))
def test_words_of_pairs_are_the_published_mixing_function(word: int, other: int) -> None:
    x = word ^ (other * 0x9E3779B9 % 2**32)
    x = (x ^ (x >> 16)) * 0x7FEB352D % 2**32
    x = (x ^ (x >> 15)) * 0x846CA68B % 2**32
    assert int(chance.pair_word(np.uint32(word), other)) == x ^ (x >> 16)


def test_words_of_neighbouring_pairs_and_months_are_even_and_unrelated() -> None:
    """Of 200 people, 40 partners each with neighbouring ids, over 12 months: every fine share of the line is met as
    often as chance would have it, and neither the next partner's word nor the next month's can be told from it."""
    words = np.empty((12, 200, 40))
    for month in range(12):
        for person in range(200):
            word = np.uint32(chance.words(np.uint64(5), chance.TIE, person, 0, month)[0])
            words[month, person] = [chance.pair_word(word, other) / 2**32 for other in range(person, person + 40)]
    n, shares = words.size, np.bincount((words * 1024).astype(int).ravel(), minlength=1024)
    chi_square = ((shares - n / 1024) ** 2 / (n / 1024)).sum()
    assert abs(chi_square - 1023) < 4 * np.sqrt(2 * 1023)
    for pairs in ((words[:, :, 1:], words[:, :, :-1]), (words[1:], words[:-1]), (words[:, 1:], words[:, :-1])):
        related = np.corrcoef(pairs[0].ravel(), pairs[1].ravel())[0, 1]
        assert abs(related) < 4 / np.sqrt(n)


@given(WORDS)
def test_a_unit_is_never_0_or_1(word: int) -> None:
    for w in (0, word, 2**32 - 1):
        assert 0.0 < chance.unit(np.uint64(w)) < 1.0


@given(WORDS, st.integers(1, 65535))
def test_half_a_word_scales_to_whole_numbers_below_n(word: int, n: int) -> None:
    low, high = word % 65536, word // 65536
    assert chance.scaled16(np.uint64(word), 0, n) == low * n // 65536
    assert chance.scaled16(np.uint64(word), 1, n) == high * n // 65536


def test_replicates_have_different_keys() -> None:
    keys = {int(chance.replicate_seed(seed, replicate)) for seed in range(100) for replicate in range(-1, 100)}
    assert len(keys) == 100 * 101


def _persons(seed: int = 1, decision: int = chance.NEED, month: int = 0, first: int = 0) -> np.ndarray:
    out = np.empty((4, N), np.uint32)
    chance.fill_words(np.uint64(seed), decision, np.arange(first, first + N, dtype=np.int32), N, month, out)
    return (out + 0.5) / 2**32


def test_draws_are_uniform() -> None:
    for draws in _persons():
        counts = np.bincount((draws * 100).astype(int), minlength=100)
        chi = ((counts - N / 100) ** 2 / (N / 100)).sum()
        assert abs(chi - 99) < BOUND * np.sqrt(2 * 99) + 12  # the upper tail of chi-square is a little heavier
        assert abs(draws.mean() - 0.5) < BOUND * np.sqrt(1 / 12 / N)
        assert abs(draws.var() - 1 / 12) < BOUND * np.sqrt(1 / 180 / N)


def _uncorrelated(one: np.ndarray, other: np.ndarray) -> None:
    assert not np.array_equal(one, other)
    assert abs(np.corrcoef(one, other)[0, 1]) < BOUND / np.sqrt(len(one))


def test_neighbours_are_uncorrelated() -> None:
    here = _persons()
    for word in range(4):
        _uncorrelated(here[word, :-1], here[word, 1:])
        _uncorrelated(here[word], _persons(month=1)[word])
        _uncorrelated(here[word], _persons(decision=chance.NEED + 1)[word])
        _uncorrelated(here[word], _persons(seed=2)[word])
        _uncorrelated(here[word], here[(word + 1) % 4])


def test_one_person_over_months_is_uncorrelated_and_uniform() -> None:
    months = range(-2000, 2000)
    draws = np.array([chance.uniforms(np.uint64(7), chance.DEATH, 12345, month)[0] for month in months])
    _uncorrelated(draws[:-1], draws[1:])
    assert abs(draws.mean() - 0.5) < BOUND * np.sqrt(1 / 12 / len(draws))


def test_replicates_of_one_seed_are_uncorrelated() -> None:
    one, other = (_persons(seed=int(chance.replicate_seed(1, replicate))) for replicate in (0, 1))
    _uncorrelated(one[0], other[0])
