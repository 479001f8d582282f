"""How many people meet does not depend on how long the scenario is, and so on how many rows are for later people."""

import pytest

from simulation import CareEcosystem
from simulation.scenario import load_text
from simulation.state.codes import FRIEND, NEIGHBOUR

CASE = """
schema: 1
name: meeting
place: {{adults: 40000}}
time: {{years: {years}, burn_in_months: 12}}
comparator: no_change
strategies: [no_change]
"""


def met_in_a_year(years: int) -> int:
    """Friends and neighbours found in a year by people of a place that has rows for so many years' newcomers."""
    model = CareEcosystem(load_text(CASE.format(years=years)), strategy="no_change", replicate=1)
    for _ in range(12):
        model.step()
    return int(model.town.journal.ties_formed[12:24, [FRIEND, NEIGHBOUR]].sum())


def test_meeting_does_not_depend_on_the_length_of_the_scenario() -> None:
    short, long = met_in_a_year(1), met_in_a_year(25)
    assert short > 7000
    assert long == pytest.approx(short, rel=0.05)
