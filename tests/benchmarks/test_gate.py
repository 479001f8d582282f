"""The model has not become slow: its months against a loop of fixed work, on the same machine in the same minute."""

import gate
import pytest

TRIES = 3


@pytest.fixture(scope="module")
def measured():
    """Person-months a yard of the model, and of one that takes twice as long; again if other programs got between."""
    town = gate.Town()

    def twice_the_work():
        town.live()
        town.live()

    for _ in range(TRIES):
        usual, doubled = gate.ratios(town, [town.live, twice_the_work])
        if gate.fast_enough(usual, gate.kept()) and not gate.fast_enough(doubled, usual):
            break
    return usual, doubled


def test_the_model_is_as_fast_as_it_was(measured):
    assert gate.fast_enough(measured[0], gate.kept()), "if it is meant: experiments/benchmarks/gate.py --renew"


def test_a_model_that_takes_twice_as_long_does_not_pass(measured):
    usual, doubled = measured
    assert not gate.fast_enough(doubled, usual)
