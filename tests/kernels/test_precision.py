"""What 32 bits cost: strengths of ties after fifty years, against the same sums in 64 bits."""

from __future__ import annotations

import numpy as np

from simulation.kernels import ties
from simulation.state.codes import N_PERSON_TIES

MONTHS, TIES = 600, 20_000
TOLERANCE = 1e-5
"""Of a strength (0 to 1). The evidence knows no strength to better than a twentieth."""


def test_strengths_in_32_bits_stay_within_tolerance_of_64() -> None:
    stream = np.random.default_rng(7)
    kind = stream.integers(0, N_PERSON_TIES, TIES).astype(np.uint8)
    gain = stream.uniform(0.002, 0.15, TIES).astype(np.float32)
    decay = stream.uniform(0.002, 0.03, N_PERSON_TIES).astype(np.float32)
    strength = stream.uniform(0.05, 1.0, TIES).astype(np.float32)
    exact = strength.astype(np.float64)
    nobody, words, flags = np.zeros(TIES, np.int32), np.zeros(TIES, np.uint32), np.zeros(TIES, np.uint8)
    for _ in range(MONTHS):
        ties._age(0, nobody, kind, gain, strength, words, decay, decay, np.float32(2), np.float32(0), flags)
        exact = np.maximum(exact + gain.astype(np.float64) * (1 - exact) - decay[kind].astype(np.float64), 0.0)
    assert np.abs(strength - exact).max() < TOLERANCE
