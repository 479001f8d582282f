"""State of care-step in this project's style: small types, ties in fixed slots, whole tiles of people.

Ties are kept tile by tile and slot by slot, [tile, slot, place in tile], so that a slot of all people of a tile is one
vector. What another person reads (who died, loneliness) is kept twice, for this month and the month before, so that
neither order nor threads matter.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from care_step import workload as law
from numpy.typing import NDArray

TILE = 1024
"""People of a tile."""
FULL = 65535
"""Strength 1 of a tie; 0 is a free slot, whatever partner it held last."""
NOBODY = np.uint32(0xFFFFFFFF)
SETTINGS = len(law.SETTINGS)


class People(NamedTuple):
    """n people and as many more, to whom nothing happens, as fill the last tile."""

    born: NDArray[np.int16]
    """Month of birth; age is the month it is, less this."""
    need: NDArray[np.uint8]
    setting: NDArray[np.uint8]
    since: NDArray[np.int16]
    """Month in which the person came to the setting."""
    carer: NDArray[np.uint32]
    strain: NDArray[np.float32]
    lonely: NDArray[np.float32]
    """[month % 2, person]: at the end of the month."""
    died: NDArray[np.uint32]
    """[month % 2, word]: the set, as bits, of those who died in the month."""
    partner: NDArray[np.uint32]
    """[tile, slot, place in tile]."""
    strength: NDArray[np.uint16]
    """[tile, slot, place in tile], in 65,535ths."""
    census: NDArray[np.int32]
    """[tile, setting, need]: people."""


class Scratch(NamedTuple):
    """Working memory of one thread, for a tile at a time."""

    fate: NDArray[np.uint32]
    """[2, place]: a draw for steps 1 and 2, and one for a new tie."""
    words: NDArray[np.uint32]
    """[4, place in the tile or in a list]: draws."""
    halves: NDArray[np.uint16]
    """[slot, place]: a draw for every tie."""
    group: NDArray[np.uint16]
    nearness: NDArray[np.uint32]
    sums: NDArray[np.uint32]
    changed: NDArray[np.int64]
    listed: NDArray[np.int64]
    lost: NDArray[np.int64]


def empty_scratch() -> Scratch:
    """Scratch of one thread."""
    return Scratch(
        fate=np.zeros((2, TILE), np.uint32),
        words=np.zeros((4, TILE), np.uint32),
        halves=np.zeros((law.SLOTS, TILE), np.uint16),
        group=np.zeros(TILE, np.uint16),
        nearness=np.zeros(TILE, np.uint32),
        sums=np.zeros(TILE, np.uint32),
        changed=np.zeros(TILE, np.int64),
        listed=np.zeros(TILE, np.int64),
        lost=np.zeros(TILE, np.int64),
    )


def _by_tile(slots: NDArray[np.int64] | NDArray[np.float64], dtype: type) -> NDArray[np.generic]:
    """Slots [person, slot] as [tile, slot, place in tile], with zeros for those who fill the last tile."""
    tiles = -(-len(slots) // TILE)
    filled = np.zeros((tiles * TILE, law.SLOTS), dtype)
    filled[: len(slots)] = slots
    return np.ascontiguousarray(filled.reshape(tiles, TILE, law.SLOTS).transpose(0, 2, 1))


def starting_state(n: int, seed: int) -> People:
    """The starting population of n people, at the end of month 0."""
    start = law.starting_people(n, seed)
    tiles = -(-n // TILE)
    rows = tiles * TILE
    born, need = np.zeros(rows, np.int16), np.zeros(rows, np.uint8)
    born[:n], need[:n] = -start.age, start.need
    census = np.zeros((tiles, SETTINGS, law.NEEDS), np.int32)
    np.add.at(census, (np.arange(n) // TILE, law.OWN_HOME, start.need), 1)
    return People(
        born=born,
        need=need,
        setting=np.full(rows, law.OWN_HOME, np.uint8),
        since=np.zeros(rows, np.int16),
        carer=np.full(rows, NOBODY),
        strain=np.zeros(rows, np.float32),
        lonely=np.full((2, rows), law.LONELY_AT_START, np.float32),
        died=np.zeros((2, rows // 32), np.uint32),
        partner=_by_tile(np.maximum(start.partner, 0), np.uint32),
        strength=_by_tile(np.rint(start.strength * FULL), np.uint16),
        census=census,
    )
