"""How long support lasts and what follows it, on arrangements small enough to count by hand."""

from __future__ import annotations

import numpy as np

from measures.fakes import MODELS, SETTINGS
from simulation.measures import spells
from simulation.state.codes import END_DEATH, END_NEED_MET, NEVER
from simulation.state.record import Spells

OLD, YOUNG = -900, -400


def arrangements(*rows):
    """Rows of person, model name, started, ended, and then reason, self-funded, birth month."""
    filled = [(*row, *(END_NEED_MET, 0, OLD)[len(row) - 4 :]) for row in rows]
    person, model, *rest = zip(*filled, strict=True)
    return Spells(np.array(person), np.array([MODELS.index(name) for name in model]), *map(np.array, rest))


def test_a_change_of_model_without_a_gap_is_one_stretch():
    given = arrangements((0, "home_care", 0, 7), (0, "residential_home", 8, NEVER), (1, "home_care", 8, NEVER))
    assert spells.over_a_year(spells.long_term(given, SETTINGS), 14) == (2, 1)
    assert spells.over_a_year(spells.long_term(given, SETTINGS), 12) == (2, 0)


def test_a_gap_of_two_months_begins_anew():
    given = arrangements((0, "home_care", 0, 7), (0, "home_care", 9, NEVER))
    assert spells.over_a_year(spells.long_term(given, SETTINGS), 14) == (1, 0)


def test_self_funded_and_short_term_support_are_no_long_term_clients():
    given = arrangements((0, "home_care", 0, NEVER, 0, 1), (1, "reablement", 0, NEVER))
    assert spells.over_a_year(spells.long_term(given, SETTINGS), 20) == (0, 0)


def test_residents_of_a_year_over_the_average_day():
    given = arrangements(
        (0, "nursing_home", -20, NEVER),
        (1, "residential_home", -3, 6),
        (2, "residential_home", 6, NEVER, 0, 1),
        (3, "residential_home", 0, NEVER, 0, 0, YOUNG),
    )
    people, months = np.array([spells.residents(spells.care_homes(given, SETTINGS), 0, n) for n in (12, 11)]).T
    assert people.tolist() == [3, 0]
    assert np.array_equal(spells.residents_ratio(people, months), [3 / 2, np.nan], equal_nan=True)


def test_stepping_down_is_to_a_less_supported_setting_alive():
    given = arrangements(
        (0, "residential_home", -20, NEVER),
        (1, "residential_home", -3, 6),
        (2, "nursing_home", -3, 4),
        (2, "home_care", 4, NEVER),
        (3, "residential_home", -3, 6, END_DEATH),
        (4, "shared_lives", -3, 5),
        (5, "shared_lives", -3, 5),
        (5, "residential_home", 5, NEVER),
        (6, "home_care", -3, 2),
        (7, "residential_home", 0, NEVER),
    )
    assert spells.stepped_down(given, MODELS, 0, 12) == (6, 3)
    assert spells.stepped_down(given, MODELS, 12, 24) == (3, 0)


def test_a_stay_is_as_long_as_all_its_homes():
    given = arrangements(
        (0, "residential_home", -30, -10),
        (0, "nursing_home", -10, 5),
        (1, "nursing_home", 0, 3),
        (2, "home_care", 0, 9),
    )
    assert spells.median_length(spells.stay_lengths(spells.care_homes(given, SETTINGS), 0, 12)) == (35 + 3) / 2
    assert np.isnan(spells.median_length(spells.stay_lengths(spells.care_homes(given, SETTINGS), 12, 24)))


def test_what_followed_reablement():
    given = arrangements(
        (0, "reablement", 0, 2), (0, "home_care", 5, NEVER),
        (1, "reablement", 0, 2), (1, "home_care", 6, NEVER),
        (2, "reablement", 0, 2), (2, "home_care", 3, NEVER, 0, 1),
        (3, "reablement", 0, 2, END_DEATH),
        (4, "reablement", 0, 2),
        (5, "reablement", 0, 2), (5, "reablement", 2, 10),
    )  # fmt: skip
    assert spells.after_reablement(given, MODELS, SETTINGS, 0, 12) == (5, 1, 1, 2)
    assert spells.after_reablement(given, MODELS, SETTINGS, 6, 12) == (0, 0, 0, 0)


def test_nothing_is_known_of_nobody():
    none = Spells(*(np.zeros(0, kind) for kind in ("i4", "u1", "i2", "i2", "u1", "u1", "i2")))
    counts = spells.lasting(none, MODELS, SETTINGS, [(0, 12)])
    assert all(not column.any() for column in counts)
    assert np.isnan(spells.share(counts.over_a_year, counts.clients)).all()
    assert np.isnan(spells.median_length(counts.stays[0]))
