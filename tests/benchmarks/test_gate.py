"""The model has not become slow: its months against a loop of fixed work, on the same machine in the same minute."""

import gate
import pytest


@pytest.fixture(scope="module")
def town():
    return gate.Town()


def test_the_model_is_as_fast_as_it_was_and_one_twice_as_slow_would_be_caught(town):
    found = gate.ratio(town)
    assert gate.fast_enough(found, gate.kept()), "renew with experiments/benchmarks/gate.py if this is meant"

    def twice_the_work():
        town.live()
        town.live()

    assert not gate.fast_enough(gate.ratio(town, twice_the_work), found)
