"""The reference workload: implementations agree, a changed rule is found, and who cannot take part is listed."""

from types import SimpleNamespace

import numpy as np
import pytest
from care_step import agreement, bench, numpy_arrays, ours, table, workload
from care_step.bench import Bench, Settings
from care_step.child import Runner
from care_step.contestants import CONTESTANTS, chosen

PEOPLE, MONTHS = 10_000, 36


def lived(module, seed, months=MONTHS, threads=1):
    state = module.make(PEOPLE, seed)
    module.advance(state, months, threads)
    return module.statistics(state)


@pytest.fixture(scope="module")
def expected():
    return agreement.reference([lived(numpy_arrays, seed) for seed in range(2, 10)])


def beyond(found, expected):
    return [row["statistic"] for row in agreement.verdict({"it": agreement.differences(found, expected)})]


@pytest.mark.parametrize("threads", [1, 2])
def test_our_kernels_give_the_statistics_of_numpy(expected, threads):
    assert beyond(lived(ours, 1, threads=threads), expected) == []


@pytest.mark.parametrize(
    ("rule", "value", "seen"),
    [("TIE_NEW", 0.09, "ties"), ("LEAVE_CRISIS", 0.1, "cost_crisis"), ("CRISIS_OF_STRAIN", 0.3, "crises")],
)
def test_a_changed_rule_is_found(expected, monkeypatch, rule, value, seen):
    monkeypatch.setattr(workload, rule, value)
    assert seen in beyond(lived(numpy_arrays, 1), expected)


def test_statistics_that_are_missing_are_refused(expected):
    with pytest.raises(ValueError, match="ties"):
        agreement.differences({name: 0.0 for name in workload.STATISTICS if name != "ties"}, expected)


def test_not_a_number_does_not_agree(expected):
    found = {**expected.mean, "strength": float("nan")}
    assert beyond(found, expected) == ["strength"]


def test_the_start_follows_its_law():
    n = 3 * workload.BLOCK + 1
    start = workload.starting_people(n, 1)
    older = start.age >= workload.START_OLDER
    for group, chances in ((~older, workload.START_NEED[0]), (older, workload.START_NEED[1])):
        shares = np.bincount(start.need[group], minlength=workload.NEEDS) / group.sum()
        assert shares == pytest.approx(chances, abs=0.01)
    taken = start.partner != workload.NOBODY
    assert taken.mean() == pytest.approx(workload.START_TIE, abs=0.002)
    assert np.array_equal(taken, start.strength > 0)
    assert start.partner.max() == pytest.approx(n, rel=0.001)
    assert (start.age.min(), start.age.max()) == (216, 216 + 827)


def test_chances_are_chances():
    for chances in (workload.DEATH, workload.UP * 1.5 + workload.DOWN):
        assert (chances >= 0).all()
        assert (chances < 1).all()
    assert workload.CHOICE.sum(axis=1) == pytest.approx(1)
    assert workload.DEATH[16, 2] == pytest.approx(1 - (1 - 0.00035 * np.exp(0.088 * 52.5) * 1.8) ** (1 / 12))


def test_a_round_stays_within_the_first_year():
    runner = Runner(numpy_arrays, 1)
    runner.people, runner.seed = 200, 1
    runner.fresh()
    for _ in range(4):
        answer = runner.round(months=5, limit=12, at_least=0)
        assert answer["months"] == 5
        assert runner.age <= 13


def small(**changes):
    settings = Settings((300,), 2, 2, 1, 0, 0, chosen(["numpy"]))
    return settings._replace(**changes)


def test_who_is_missing_is_listed_with_the_reason():
    ghost = CONTESTANTS[0]._replace(name="ghost", title="Ghost", module="ghost")
    greedy = chosen(["numpy"])[0]._replace(name="greedy", title="Greedy", bytes_a_person=2**60)
    results = Bench(small(contestants=(ghost, greedy))).run()
    results["command"] = "run"
    page = table.markdown(results)
    assert "Ghost, at any size: ghost.py is missing" in page
    assert "Greedy, at 300 people on 1 thread: about" in page
    assert results["sizes"][0]["rows"] == []


def test_results_hold_speed_memory_and_agreement(monkeypatch):
    monkeypatch.setattr(agreement, "REPLICATES", 3)
    results = Bench(small(agree_at=300)).run()
    (row,) = results["sizes"][0]["rows"]
    assert 0 < row["lowest"] <= row["median"] <= row["highest"]
    assert len(row["timed"]) == 2
    assert set(results["agreement"]["differences"]["numpy"]) == set(workload.STATISTICS)


def test_ratios_are_of_the_same_round():
    prepared = {"rest": 1, "peak": 1, "peak_reset": True}
    seconds = {"ours": [1.0, 4.0, 1.0], "numpy": [10.0, 40.0, 12.0]}
    rows = [
        SimpleNamespace(child=SimpleNamespace(contestant=one, threads=1), prepared=prepared, months=1)
        for one in chosen(list(seconds))
    ]
    timed = [[{"months": 1, "wall": wall, "cpu": wall} for wall in walls] for walls in seconds.values()]
    made = bench.summary(1_000_000, rows, timed)["rows"]
    assert [row["ratio"] for row in made] == [1, 10]
    assert [row["median"] for row in made] == [1, pytest.approx(1 / 12)]
    assert [row["a_processor_second"] for row in made] == [1, pytest.approx(1 / 10)]


def test_an_unknown_name_lists_the_known():
    with pytest.raises(ValueError, match=r"ghost; there are ours, laser"):
        chosen(["ghost"])
