"""Curves in arithmetic that every processor does alike: passes over a tile vectorise, and bits agree everywhere.

The libraries' ``exp`` differs between systems in the last bit and is called once a number.
"""

from __future__ import annotations

import math

from simulation.kernels.compiling import open_rule

_SQUARINGS = 5
_TERMS = tuple(1.0 / math.factorial(k) for k in range(7))
_PARTS = 2.0**_SQUARINGS


@open_rule
def decline(x):
    """``exp(-x)`` within 1e-9, for ``x`` of 0 or more.

    exp(-x) is exp(-x/32) to the power of 32; the first by Taylor's series to the sixth order, the second by squaring.
    Beyond 32 the curve stays where it is, below 1e-13.
    """
    y = -min(x, _PARTS) / _PARTS
    e = _TERMS[6]
    e = _TERMS[5] + y * e
    e = _TERMS[4] + y * e
    e = _TERMS[3] + y * e
    e = _TERMS[2] + y * e
    e = _TERMS[1] + y * e
    e = _TERMS[0] + y * e
    for _ in range(_SQUARINGS):
        e *= e
    return e
