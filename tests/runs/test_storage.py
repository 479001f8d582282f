"""A stored replicate is found whole or not at all."""

import json
import random

import numpy as np
import pyarrow as pa
import pytest
from fake_engine import FakeCase, FakePast, live

from simulation.runs import digests, storage
from simulation.runs.errors import DamagedError
from simulation.runs.storage import SideFile, State

MADE_BY = "0" * 64


@pytest.fixture
def table():
    return live(FakeCase(), "a", 1, FakePast(1), 1, False)


@pytest.fixture
def folder(tmp_path, table):
    storage.save_replicate(tmp_path, table, SideFile(1, "done", MADE_BY, 1))
    return tmp_path


def test_what_is_saved_is_read_back(folder, table):
    assert storage.read_replicates(folder, [1]).equals(table)
    assert storage.state(folder, 1, MADE_BY) is State.DONE
    side = storage.read_side(folder, 1)
    assert (side.rows, side.bytes) == (table.num_rows, storage.run_path(folder, 1).stat().st_size)


def test_the_same_table_gives_the_same_bytes(table):
    assert storage.encode(table) == storage.encode(pa.table(table.to_pydict(), schema=table.schema))


def test_a_replicate_of_another_scenario_or_version_does_not_count(folder):
    assert storage.state(folder, 1, "1" * 64) is State.DAMAGED


def test_a_table_without_its_note_does_not_count(folder):
    storage.side_path(folder, 1).unlink()
    assert storage.state(folder, 1, MADE_BY) is State.MISSING


@pytest.mark.parametrize("seed", range(40))
def test_a_flipped_bit_anywhere_is_noticed(folder, seed):
    path = storage.run_path(folder, 1)
    data = bytearray(path.read_bytes())
    data[random.Random(seed).randrange(len(data))] ^= 1 << seed % 8
    path.write_bytes(data)
    assert storage.state(folder, 1, MADE_BY) is State.DAMAGED


def test_a_flipped_bit_in_a_page_is_noticed_on_reading_alone(folder, table):
    path = storage.run_path(folder, 1)
    data = bytearray(path.read_bytes())
    noticed = 0
    for place in range(40, 300, 20):
        bad = bytearray(data)
        bad[place] ^= 4
        path.write_bytes(bad)
        try:
            noticed += not storage.read_table(path).equals(table)
            assert storage.read_table(path).equals(table)
        except DamagedError:
            noticed += 1
    assert noticed > 0


@pytest.mark.parametrize("length", [0, 1, 4, 100])
def test_a_truncated_file_is_damaged(folder, length):
    path = storage.run_path(folder, 1)
    path.write_bytes(path.read_bytes()[:length])
    assert storage.state(folder, 1, MADE_BY) is State.DAMAGED
    with pytest.raises(DamagedError, match="rep-000001"):
        storage.read_table(path)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"replicate": 1}', '{"nonsense": 2}'])
def test_an_unreadable_note_is_damaged(folder, text):
    storage.side_path(folder, 1).write_text(text)
    assert storage.state(folder, 1, MADE_BY) is State.DAMAGED


def test_the_digest_of_values_ignores_order_chunks_and_encoding(table):
    once = digests.of_values(table)
    shuffled = table.take(pa.array(np.random.default_rng(1).permutation(table.num_rows)))
    coded = table.set_column(0, "strategy", table["strategy"].dictionary_encode())
    chunks = pa.concat_tables([table.slice(0, 5), table.slice(5)])
    columns = table.select(list(reversed(table.column_names)))
    assert {digests.of_values(other) for other in (shuffled, coded, chunks, columns)} == {once}


def test_the_digest_of_values_sees_the_last_bit(table):
    value = table["value"].to_numpy().copy()
    value[3] = np.nextafter(value[3], 2)
    changed = table.set_column(table.column_names.index("value"), "value", pa.array(value))
    assert digests.of_values(changed) != digests.of_values(table)


def test_undefined_values_and_signs_of_zero_do_not_disturb_the_digest():
    first = pa.table({"month": pa.array([0, 1], pa.int16()), "value": pa.array([None, 0.0], pa.float64())})
    second = pa.table({"month": pa.array([0, 1], pa.int16()), "value": pa.array([float("nan"), -0.0])})
    assert digests.of_values(first) == digests.of_values(second)


def test_the_note_is_plain_json(folder):
    assert json.loads(storage.side_path(folder, 1).read_text())["status"] == "done"
