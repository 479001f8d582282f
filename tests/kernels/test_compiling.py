"""Rules are compiled once, whatever whole numbers they are called with, and luck keeps its bits."""

import subprocess
import sys

import numba
import numpy as np

from simulation.kernels.compiling import rule


@rule
def twice(x):
    return x + x


@rule
def low_bit(word):
    return word & word


@numba.njit
def call_twice(a, b, c):
    return twice(a[0]), twice(b[0]), twice(c[0]), twice(7), twice(True)


@numba.njit
def call_low_bit(word):
    return low_bit(word)


def test_a_rule_is_compiled_once_for_whole_numbers_of_any_width() -> None:
    columns = np.array([200], np.uint8), np.array([-5], np.int32), np.array([2**40])
    assert call_twice(*columns) == (400, -10, 2**41, 14, 2)
    assert [str(signature[0]) for signature in twice.signatures] == ["int64", "bool"]


def test_words_of_luck_stay_words() -> None:
    word = np.uint64(2**64 - 1)
    assert call_low_bit(word) == word
    assert [str(signature[0]) for signature in low_bit.signatures] == ["uint64"]


def test_others_multiply_matrices_though_kernels_do_without_scipy() -> None:
    code = (
        "import sys, numba, numpy as np, simulation.kernels.compiling\n"
        "print('scipy.linalg' in sys.modules)\n"
        "multiply = numba.njit(lambda a, b: (np.dot(a, b), np.vdot(a[0], b[0])))\n"
        "print(multiply(2 * np.eye(2), np.eye(2))[0].tolist(), 'scipy.linalg' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said.splitlines() == ["False", "[[2.0, 0.0], [0.0, 2.0]] True"]
