"""Philox4x32-10 in plain Python, from the paper (Salmon, Moraes, Dror and Shaw 2011), to check the kernels' own."""

from __future__ import annotations

WORD = 2**32
MULTIPLIERS = 0xD2511F53, 0xCD9E8D57
WEYL = 0x9E3779B9, 0xBB67AE85
ROUNDS = 10

Block = tuple[int, int, int, int]


def philox(counter: Block, key: tuple[int, int]) -> Block:
    """Ten rounds: two multiplications whose high and low halves are mixed with the other words and the key."""
    c, k = counter, key
    for _ in range(ROUNDS):
        high0, low0 = divmod(MULTIPLIERS[0] * c[0], WORD)
        high1, low1 = divmod(MULTIPLIERS[1] * c[2], WORD)
        c = high1 ^ c[1] ^ k[0], low1, high0 ^ c[3] ^ k[1], low0
        k = (k[0] + WEYL[0]) % WORD, (k[1] + WEYL[1]) % WORD
    return c


def words(seed: int, decision: int, entity: int, ordinal: int, month: int) -> Block:
    """The words of one decision: the counter says about whom, when and what; the key is the seed."""
    return philox((entity, ordinal, month + 32768, decision), (seed % WORD, seed // WORD))


def mixed(word: int, other: int) -> int:
    """The mixing function lowbias32 (C. Wellons 2018) of a word and another's id."""
    x = word ^ (other * 0x9E3779B9 % WORD)
    x = (x ^ (x >> 16)) * 0x7FEB352D % WORD
    x = (x ^ (x >> 15)) * 0x846CA68B % WORD
    return x ^ (x >> 16)


def unit(word: int) -> float:
    """The middle of one of 2^32 equal parts of the unit interval."""
    return (word + 0.5) / WORD
