"""The model has not become slow: its months against a loop of fixed work, on the same machine in the same minute."""

import gate
import pytest


@pytest.fixture(scope="module")
def measured():
    town = gate.Town()

    def twice_the_work():
        town.live()
        town.live()

    return gate.ratios(town, [town.live, twice_the_work])


def test_the_model_is_as_fast_as_it_was(measured):
    assert gate.fast_enough(measured[0], gate.kept()), "if it is meant: experiments/benchmarks/gate.py --renew"


def test_a_model_that_takes_twice_as_long_does_not_pass(measured):
    usual, doubled = measured
    assert not gate.fast_enough(doubled, usual)
