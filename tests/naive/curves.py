"""Curves in plain arithmetic, so that their bits are the same everywhere."""

from __future__ import annotations

import math


def decline(x: float) -> float:
    """exp(-x) nearly: Taylor's series of exp(-x/32), to the sixth order, squared five times."""
    y = -min(x, 32.0) / 32.0
    e = 0.0
    for order in range(6, -1, -1):
        e = 1.0 / math.factorial(order) + y * e
    for _ in range(5):
        e *= e
    return e
