"""Handles: what a kernel reads through one pointer is what the tables hold, whatever their sizes."""

import copy
import pickle
from typing import Any, NamedTuple

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from simulation.state.handles import Handle
from simulation.state.packing import record_of, rows_of


class Inner(NamedTuple):
    small: NDArray[np.int16]
    square: NDArray[np.float32]


class Outer(NamedTuple):
    first: NDArray[np.uint8]
    inner: Inner
    cube: NDArray[np.int64]
    rows: Any
    last: NDArray[np.float64]


class Numbers(NamedTuple):
    whole: int
    rate: float
    table: NDArray[np.float64]


def filled(n: int, m: int, seed: int = 0) -> Outer:
    stream = np.random.default_rng(seed)
    inner = Inner(stream.integers(-99, 99, n).astype(np.int16), stream.random((n, m)).astype(np.float32))
    return Outer(
        first=stream.integers(0, 255, m).astype(np.uint8),
        inner=inner,
        cube=stream.integers(-(2**60), 2**60, (n, m, 3)),
        rows=rows_of(inner),
        last=stream.random(n),
    )


@numba.njit
def through(table, i, j):
    inner = table.inner
    return (
        table.first[j],
        inner.small[i],
        inner.square[i, j],
        inner.square[i].sum(),
        table.cube[i, j, 2],
        table.rows.square[i, j],
        table.rows[i].small,
        table.last[i],
        table.cube.shape,
        len(table.first),
    )


@numba.njit
def write(table, i, value):
    table.inner.small[i] = value
    table.cube[i, 0, 1] += value
    return table.inner.small[i] + table.cube[i, 0, 1]


@numba.njit
def read_and_write(numbers, i, j):
    numbers.table[i, j] += numbers.rate
    numbers.whole += 1
    return numbers.whole, numbers.rate, numbers.table[i, j]


@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 99))
def test_kernels_read_what_the_tables_hold(n: int, m: int, seed: int) -> None:
    table = filled(n, m, seed)
    handle = Handle(table)
    for i in range(n):
        for j in range(m):
            assert through(handle, i, j) == through.py_func(table, i, j)


def test_tables_of_other_sizes_are_compiled_for_only_once() -> None:
    through(Handle(filled(2, 3)), 0, 0)
    before = len(through.signatures)
    through(Handle(filled(7, 1)), 6, 0)
    assert len(through.signatures) == before


def test_what_kernels_write_is_in_the_tables() -> None:
    table = filled(3, 2)
    expected = 5 + int(table.cube[1, 0, 1]) + 5
    assert write(Handle(table), 1, 5) == expected
    assert table.inner.small[1] == 5
    assert table.cube[1, 0, 1] == expected - 5


def test_arrays_live_as_long_as_their_handle() -> None:
    handle = Handle(filled(300, 200))
    expected = through(handle, 299, 199)
    assert [filled(300, 200, seed) for seed in range(1, 4)]  # would take the place of arrays let go
    assert through(handle, 299, 199) == expected


def test_a_copy_points_at_arrays_of_its_own() -> None:
    handle = Handle(filled(3, 2))
    for other in (copy.deepcopy(handle), pickle.loads(pickle.dumps(handle))):
        write(other, 1, 77)
        assert other.table.inner.small[1] == 77 != handle.table.inner.small[1]


def test_what_is_no_table_of_whole_arrays_is_refused() -> None:
    table = filled(4, 4)
    with pytest.raises(ValueError, match="last is not contiguous"):
        Handle(table._replace(last=table.last[::2]))
    with pytest.raises(TypeError, match="last is float"):
        Handle(table._replace(last=1.5))


def test_an_unknown_part_does_not_compile() -> None:
    @numba.njit
    def misspelt(table):
        return table.firts[0]

    with pytest.raises(numba.TypingError, match="firts"):
        misspelt(Handle(filled(1, 1)))


def test_a_record_is_read_and_written_where_it_is() -> None:
    record = record_of(Numbers(3, 0.5, np.arange(6.0).reshape(2, 3)))
    expected = read_and_write.py_func(record.copy(), 1, 2)
    handle = Handle(record)
    assert read_and_write(handle, 1, 2) == expected == (4, 0.5, 5.5)
    assert (record.whole, record.table[1, 2]) == (4, 5.5)
    record.rate = 2.0
    assert read_and_write(handle, 1, 2) == (5, 2.0, 7.5)


def test_records_of_one_kind_are_compiled_for_once_and_others_anew() -> None:
    read_and_write(Handle(record_of(Numbers(1, 1.0, np.ones((2, 3))))), 0, 0)
    before = len(read_and_write.signatures)
    read_and_write(Handle(record_of(Numbers(2, 2.0, np.zeros((2, 3))))), 0, 0)
    assert len(read_and_write.signatures) == before
    read_and_write(Handle(record_of(Numbers(1, 1.0, np.ones((3, 3))))), 0, 0)
    assert len(read_and_write.signatures) == before + 1
