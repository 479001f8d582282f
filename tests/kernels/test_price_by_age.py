"""A price by age: no difference where it is 1, and where it is not, only the money of people of that age."""

from __future__ import annotations

import numpy as np
import pytest
from naive.small import Case, setting_of_case

from kernels.test_null import Change, differing, lived
from simulation.month import Town
from simulation.state.codes import CARE_HOME

HOMES = Case(seed=8, adults=1500, per_hood=300, months=2, heat=0.0)


def priced(younger: int, older: int) -> Change:
    """Every support at these prices by age, per mille, and money enough, so that nothing but prices differs."""

    def change(town: Town) -> None:
        town.catalogue.models.age_permille[:, 0] = younger
        town.catalogue.models.age_permille[:, 1] = older

    return change


def money_enough(town: Town) -> None:
    town.levers.start_pence[0] = 10**9


@pytest.mark.parametrize(("younger", "older"), [(2000, 1000), (1000, 2000)])
def test_only_people_of_that_age_cost_more(younger: int, older: int) -> None:
    usual = lived(HOMES, change=priced(1000, 1000), each_month=money_enough)
    dear = lived(HOMES, change=priced(younger, older), each_month=money_enough)
    assert differing(usual, dear) == {"journal.ledger", "journal.long_term"}
    before, after = usual.journal.long_term.sum(axis=(0, 1)), dear.journal.long_term.sum(axis=(0, 1))
    assert (before > 0).all()
    assert after[0] == pytest.approx(before[0] * younger / 1000, rel=0.05)  # the NHS's part of nursing does not rise
    assert after[1] == pytest.approx(before[1] * older / 1000, rel=0.2)


def test_care_homes_cost_more_for_the_young_and_others_the_same() -> None:
    models = setting_of_case(HOMES).catalogue.models
    by_age = models.age_permille
    homes = (models.where == CARE_HOME) & (by_age != 1000).any(axis=1)
    assert homes.sum() > 1
    assert (by_age[homes, 0] > 1000).all()
    assert (by_age[homes, 1] < 1000).all()
    assert np.all(by_age[models.where != CARE_HOME] == 1000)
