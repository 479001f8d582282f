"""Working space of a month: short lists per tile, sums per chunk. Nothing here outlives the month."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.state.arrangements import FACES
from simulation.state.codes import N_CELLS, N_PERSON_TIES
from simulation.state.journal import N_COUNTS, VISIT_NAMES
from simulation.state.people import TIE_SLOTS
from simulation.state.rates import N_CONDITIONS

TILE = 1024
"""People in a tile: their hot fields fit in the nearest caches."""
LIST = TILE * (TIE_SLOTS + 1)
"""Room for every event of ties that a tile can have in one pass; what is not touched costs no memory."""


class Scratch(NamedTuple):
    """``listed``/``tag`` hold, for each tile, the few rows for whom something may happen; ``length`` counts them."""

    listed: NDArray[np.int32]  # [tile, event] at least LIST events
    tag: NDArray[np.uint8]  # [tile, event]
    length: NDArray[np.int64]  # [tile]
    here: NDArray[np.int32]  # [tile, TILE] rows of people who live here, in order, until the next month's demography
    here_length: NDArray[np.int64]  # [tile]
    adults: NDArray[np.int32]  # [tile, TILE] those of ``here`` aged 18 or over this month, in order
    adults_length: NDArray[np.int64]  # [tile]
    needing: NDArray[np.int32]  # [tile, TILE] those of ``here`` with need > 0 after the month's step of need, in order
    needing_length: NDArray[np.int64]  # [tile]
    sums: NDArray[np.int64]  # [chunk, count, cell]
    words: NDArray[np.uint32]  # [chunk, 4, TILE]
    numbers: NDArray[np.uint32]  # [chunk, TILE + 1] number of each person's home
    homes: NDArray[np.uint32]  # [chunk, TILE + 1] numbers of a tile's homes, once where their people lie together
    home_first: NDArray[np.int32]  # [chunk, TILE + 1] where the people of each of ``homes`` begin; then the end
    lots: NDArray[np.uint32]  # [chunk, 4, TILE] words of ``homes``
    mark: NDArray[np.uint8]  # [chunk, TILE] a mark of each person of a tile
    values: NDArray[np.float64]  # [chunk, 4, TILE] numbers of each person of a tile that a pass works on
    few: NDArray[np.int32]  # [chunk, TILE + 1] places in a tile of those who pass a bound
    limits: NDArray[np.float32]  # [chunk, kind of tie] bound on the word of a tie that ruptures
    slot_words: NDArray[np.uint32]  # [chunk, TILE * TIE_SLOTS] the word of the slot's person
    flags: NDArray[np.uint8]  # [chunk, TILE * TIE_SLOTS]
    few_slots: NDArray[np.int32]  # [chunk, TILE * TIE_SLOTS + 1] slots of a tile that pass a bound
    rows: NDArray[np.int32]  # [chunk, TILE + 1] rows of a tile's people that a pass found
    suited: NDArray[np.int32]  # [chunk, TILE + 1] rows of people whom a programme suits
    ratios: NDArray[np.float64]  # [chunk, 2, set of conditions] factors on the chances that need rises and falls
    mine: NDArray[np.int64]  # [chunk, 2 * FACES] visits of one person by face, then by relief workers
    visits: NDArray[np.int64]  # [chunk, model, VISIT_NAMES]
    cared: NDArray[np.uint8]  # [person] 1 if unpaid care was given last month
    able: NDArray[np.uint8]  # [person] 1 if unpaid care could be given this month
    tie_minutes: NDArray[np.int16]  # [person, slot] help received along the tie, minutes a week
    brought: NDArray[np.int16]  # [person] help from whom a programme brings, minutes a week: at most, then given
    staffed: NDArray[np.int64]  # [provider] posts staffed
    ratio: NDArray[np.int64]  # [provider] share of planned minutes its staff can give, per mille
    kept: NDArray[np.float64]  # [provider] sum over people supported of skill above what is usual for their need
    off_list: NDArray[np.uint8]  # [provider] 1 if a list lets nobody choose it this month
    merit: NDArray[np.float64]  # [provider] by which hours are awarded, against the mean of its model; highest first
    paid: NDArray[np.int64]  # [provider] what the council pays, per mille of the model's price
    bond: NDArray[np.float32]  # [post] strength of its worker's strongest tie to a person visited, 0-1
    eligible: NDArray[np.int64]  # [tile, programme] people for whom the programme is
    key_lost: NDArray[np.uint8]  # [arrangement] 1 + reason why the key worker's tie ended this month, or 0
    key_lost_since: NDArray[np.int16]  # [arrangement] month that tie had begun


def empty_scratch(
    people: int, chunks: int, providers: int, posts: int, arrangements: int, models: int, programmes: int
) -> Scratch:
    """Working space for a place of ``people`` rows, advanced in ``chunks`` parallel chunks."""
    tiles, room = -(-people // TILE), max(LIST, TILE * programmes)
    return Scratch(
        listed=np.zeros((tiles, room), np.int32),
        tag=np.zeros((tiles, room), np.uint8),
        length=np.zeros(tiles, np.int64),
        here=np.zeros((tiles, TILE), np.int32),
        here_length=np.zeros(tiles, np.int64),
        adults=np.zeros((tiles, TILE), np.int32),
        adults_length=np.zeros(tiles, np.int64),
        needing=np.zeros((tiles, TILE), np.int32),
        needing_length=np.zeros(tiles, np.int64),
        sums=np.zeros((chunks, N_COUNTS, N_CELLS), np.int64),
        words=np.zeros((chunks, 4, TILE), np.uint32),
        numbers=np.zeros((chunks, TILE + 1), np.uint32),
        homes=np.zeros((chunks, TILE + 1), np.uint32),
        home_first=np.zeros((chunks, TILE + 1), np.int32),
        lots=np.zeros((chunks, 4, TILE), np.uint32),
        mark=np.zeros((chunks, TILE), np.uint8),
        values=np.zeros((chunks, 4, TILE)),
        few=np.zeros((chunks, TILE + 1), np.int32),
        limits=np.zeros((chunks, N_PERSON_TIES), np.float32),
        slot_words=np.zeros((chunks, TILE * TIE_SLOTS), np.uint32),
        flags=np.zeros((chunks, TILE * TIE_SLOTS), np.uint8),
        few_slots=np.zeros((chunks, TILE * TIE_SLOTS + 1), np.int32),
        rows=np.zeros((chunks, TILE + 1), np.int32),
        suited=np.zeros((chunks, TILE + 1), np.int32),
        ratios=np.zeros((chunks, 2, 1 << N_CONDITIONS)),
        mine=np.zeros((chunks, 2 * FACES), np.int64),
        visits=np.zeros((chunks, models, len(VISIT_NAMES)), np.int64),
        cared=np.zeros(people, np.uint8),
        able=np.zeros(people, np.uint8),
        tie_minutes=np.zeros((people, TIE_SLOTS), np.int16),
        brought=np.zeros(people, np.int16),
        staffed=np.zeros(providers, np.int64),
        ratio=np.zeros(providers, np.int64),
        kept=np.zeros(providers),
        off_list=np.zeros(providers, np.uint8),
        merit=np.zeros(providers),
        paid=np.full(providers, 1000, np.int64),
        bond=np.zeros(posts, np.float32),
        eligible=np.zeros((tiles, programmes), np.int64),
        key_lost=np.zeros(arrangements, np.uint8),
        key_lost_since=np.zeros(arrangements, np.int16),
    )
