from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulation.catalogue.load import load_shelf
from simulation.evidence.parameters import load_parameters
from simulation.population.ages import adult_share, cells_by_fifth, draw_people, margin
from simulation.population.future import entries
from simulation.population.ranks import rank_within, sample, whole_shares
from simulation.population.streams import Streams, pick, triangular
from simulation.population.tables import age_column, by_age
from simulation.population.ties import draw_edges, write_ties
from simulation.state import codes
from simulation.state.people import empty_people
from tests.population.conftest import Sample


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=40))
def test_ranks_count_up_within_each_group_in_order_of_the_key(pairs: list[tuple[int, int]]) -> None:
    group = np.array([g for g, _ in pairs], np.int64)
    key = np.array([k for _, k in pairs], np.int64)
    rank = rank_within(group, key)
    for g in np.unique(group):
        mine = np.flatnonzero(group == g)
        assert sorted(rank[mine]) == list(range(len(mine)))
        assert (np.diff(key[mine[np.argsort(rank[mine])]]) >= 0).all()


@given(st.integers(0, 1000), st.lists(st.floats(0.0, 10.0), min_size=1, max_size=12))
def test_whole_shares_add_up(total: int, shares: list[float]) -> None:
    found = whole_shares(total, np.array(shares))
    assert (found >= 0).all()
    assert found.sum() == (total if sum(shares) > 0 else 0)


def test_a_sample_has_its_size_and_leaves_out_those_of_no_weight() -> None:
    weight = np.array([0.0, 1.0, 2.0, 4.0] * 500)
    draw = Streams(3)("test").random(len(weight))
    chosen = sample(weight, 300, draw)
    assert len(np.unique(chosen)) == 300
    assert (weight[chosen] > 0).all()
    by_weight = np.bincount(weight[chosen].astype(int), minlength=5)
    assert by_weight[4] > by_weight[2] > by_weight[1]
    assert len(sample(weight, 10_000, draw)) == 1500
    assert len(sample(weight, 0, draw)) == 0


def test_streams_are_named_and_repeat() -> None:
    assert (Streams(1)("a").random(4) == Streams(1)("a").random(4)).all()
    assert (Streams(1)("a").random(4) != Streams(1)("b").random(4)).any()
    assert (Streams(1)("a").random(4) != Streams(2)("a").random(4)).any()
    assert Streams(-1)("a").random() == Streams(2**64 - 1)("a").random()


def test_draws_stay_within_their_bounds() -> None:
    stream = Streams(1)("draws")
    assert abs(triangular(stream, 1000, 3.0)).max() < 3.0
    found = pick(stream, 10_000, np.array([1.0, 0.0, 3.0]))
    assert set(found) == {0, 2}
    assert abs((found == 2).mean() - 0.75) < 0.02


def test_fifths_together_give_the_whole_population() -> None:
    parameters = load_parameters()
    cells = cells_by_fifth(parameters)
    assert np.allclose(cells.sum(axis=1), 1.0)
    assert np.allclose(cells.mean(axis=0), margin(parameters), rtol=1e-3)
    assert 0.78 < adult_share(parameters) < 0.8


def test_people_are_drawn_in_the_numbers_asked() -> None:
    draft = draw_people(np.ones((3, 182)) / 182, np.array([5, 0, 364]), 3.0, Streams(1)("ages"))
    assert (np.bincount(draft.group, minlength=3) == (5, 0, 364)).all()
    assert (draft.months >= 0).all()
    assert abs(draft.female[5:].mean() - 0.5) < 0.01


def test_ages_are_looked_up_by_the_age_at_which_a_label_begins() -> None:
    labels = ("18_24", "25_64", "65_over")
    assert list(age_column(labels, np.array([0, 17, 18, 24, 25, 64, 65, 100]))) == [-1, -1, 0, 0, 1, 1, 2, 2]
    years = np.array([10, 20, 30])
    found = by_age(load_parameters(), "population.partner.male", ("18_24", "25_34"), years)
    assert found[0] == 0
    assert found[2] > found[1] > 0


def test_a_tie_is_written_on_both_sides_once_and_within_the_slots() -> None:
    people, parameters = empty_people(6), load_parameters()
    one = np.array([0, 0, 1, 2, 0, 0, 0])
    other = np.array([1, 1, 0, 2, 2, 3, 4])
    edges = draw_edges(one, other, codes.FRIEND, np.full(7, -50), parameters, Streams(1)("t"))
    written = write_ties(people, edges, 2)
    assert list(zip(written.one, written.other, strict=True)) == [(0, 1), (0, 2)]
    assert list(people.tie_other[0, :3]) == [1, 2, codes.NOBODY]
    assert people.tie_other[1, 0] == people.tie_other[2, 0] == 0
    assert people.tie_strength[1, 0] == people.tie_strength[0, 0]
    more = write_ties(
        people, draw_edges(one[:1], other[:1], codes.PARTNER, np.full(1, -9), parameters, Streams(2)("t")), 8
    )
    assert len(more.one) == 0


def test_entries_lie_in_order_of_month() -> None:
    rows, first = entries(np.array([2, 0, 2]), np.array([7, 8, 5]), 4)
    assert list(rows) == [8, 5, 7]
    assert list(first) == [0, 1, 1, 3, 3]


def test_every_row_of_the_population_is_read(large: Sample) -> None:
    shelf = tuple(f".{model}" for model in load_shelf().support_models)  # in a place only if a scenario names them
    ours = {row for row in large.parameters if row.startswith("population.") and not row.endswith(shelf)}
    assert ours - large.parameters.read == set()
