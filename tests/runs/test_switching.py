"""The search for a switching value, on functions whose root is known."""

import pytest

from simulation.runs.switching import FOUND, NONE, NOT_REACHED, UNDECIDED, WITHIN, Tried, search


def curve(function, mcse=0.01):
    tried = []

    def live(value):
        tried.append(Tried(value, function(value), mcse, 10))
        return tried[-1]

    return live, tried


@pytest.mark.parametrize(
    "function", [lambda x: x - 0.3, lambda x: 0.3 - x, lambda x: x**3 - 0.2, lambda x: 4 * x**7 - 1]
)
def test_the_value_found_is_lived_and_its_cost_lies_within_two_errors_of_nothing(function):
    live, tried = curve(function)
    found = search(0.0, 1.0, live)
    assert found.verdict == FOUND
    assert tried[-1].value == found.value
    assert abs(tried[-1].cost) < WITHIN * tried[-1].mcse
    assert list(found.tried) == tried


@pytest.mark.parametrize("function", [lambda x: x + 1, lambda x: -x - 1])
def test_ends_of_one_sign_mean_that_there_is_none_inside_the_range(function):
    found = search(0.0, 1.0, curve(function)[0])
    assert found.verdict == NONE == "no switching value inside the plausible range"
    assert found.value is None
    assert len(found.tried) == 2


def test_an_end_that_costs_nothing_is_the_value():
    found = search(0.0, 1.0, curve(lambda x: x)[0])
    assert (found.verdict, found.value) == (FOUND, 0.0)


def test_luck_that_hides_both_ends_decides_nothing():
    assert search(0.0, 1.0, curve(lambda x: x - 0.5, mcse=10)[0]).verdict == UNDECIDED


def test_a_jump_over_nothing_is_not_called_a_value():
    found = search(0.0, 1.0, curve(lambda x: -1.0 if x < 0.5 else 1.0)[0])
    assert found.verdict == NOT_REACHED
    assert found.value is None
