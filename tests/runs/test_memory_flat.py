"""Fifty runs in one process take no more memory than ten."""

import subprocess
import sys

from simulation.runs.memory import STATUS

FIFTY = """
from simulation import CareEcosystem
from simulation.model import live_past
from simulation.past import setting_of
from simulation.runs.memory import peak_mb

setting = setting_of(None, {"place__scale": 0.005, "time__burn_in_months": 1, "time__years": 1})
past = live_past(setting)
bytes_of_one = sum(column.nbytes for column in past.place.people)
for run in range(1, 51):
    CareEcosystem(setting, replicate=run, past=past).run()
    if run == 10:
        after_ten = peak_mb()
print(after_ten, peak_mb(), bytes_of_one / 1e6)
"""
GROWTH = 0.03


def test_memory_is_flat_over_fifty_runs():
    ran = subprocess.run([sys.executable, "-c", FIFTY], capture_output=True, text=True, check=True)
    after_ten, after_fifty, one_place = map(float, ran.stdout.split())
    assert after_fifty < (1 + GROWTH) * after_ten
    kept_by_each = 40 * one_place
    assert not STATUS.exists() or kept_by_each > GROWTH * after_ten, "too small a place to show that models are kept"
