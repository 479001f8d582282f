"""Several places: each lived whole, resumed place by place, and added up to the same values however they were lived."""

import json

import pyarrow.compute as pc
import pytest
from fake_engine import ENGINE, FakeCase, FakePast, table_of
from test_job import Listener

from simulation.measures.parts import archive_path
from simulation.runs import manifest, places, storage
from simulation.runs.job import Job
from simulation.runs.options import RunOptions
from simulation.runs.predict import costs
from simulation.runs.verify import verify, verify_by_living

NAMES = ("ash", "birchwood", "cedar")


def job(out, case=None, talk=None, workers=1, **options):
    case = case or FakeCase(places=NAMES, replicates=2)
    return Job(case, RunOptions(out=out, workers=workers, **options), "", ENGINE, talk or Listener())


def values(out):
    return manifest.read(out)["values_sha256"]


def troubled(tmp_path, trouble, **fields):
    (tmp_path / "marks").mkdir()
    return FakeCase(places=NAMES, replicates=2, trouble=json.dumps(trouble), marks=str(tmp_path / "marks"), **fields)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    out = tmp_path_factory.mktemp("undisturbed")
    assert job(out).run().exit_code == 0
    return [storage.read_side(out, k).values_sha256 for k in (1, 2)]


def test_the_whole_is_the_sum_of_its_places(tmp_path):
    case = FakeCase(places=NAMES, replicates=2)
    assert job(tmp_path, case).run().replicates == 2
    whole = storage.read_table(storage.run_path(tmp_path, 2)).filter(pc.field("strategy") == "b")
    own = [case.of_place(name) for name in NAMES]
    apart = [table_of(one, "b", 2, FakePast(one.seed))["value"].to_numpy() for one in own]
    assert whole["value"].to_numpy() == pytest.approx(sum(apart))
    assert verify(tmp_path).sound
    assert verify_by_living(tmp_path, 2, engine=ENGINE).sound


def test_two_workers_give_the_values_of_one(tmp_path):
    job(tmp_path / "1", workers=1).run()
    job(tmp_path / "2", workers=2).run()
    assert values(tmp_path / "1") == values(tmp_path / "2")


def test_the_largest_place_is_lived_first(tmp_path):
    case = FakeCase(places=NAMES, replicates=2)  # the fake is as large as its name is long
    assert places.places_missing(tmp_path, case, "x") == [2, 3, 1]


def test_no_past_goes_to_the_disk(tmp_path):
    case = troubled(tmp_path, {"cedar": "raise"})
    job(tmp_path / "out", case).run()
    assert not (tmp_path / "out" / "place").exists()


def test_a_killed_worker_costs_one_retry_and_changes_nothing(tmp_path, undisturbed):
    talk = Listener()
    case = troubled(tmp_path, {"cedar": "die_once"})
    assert job(tmp_path / "out", case, talk, workers=2).run().exit_code == 0
    assert [storage.read_side(tmp_path / "out", k).values_sha256 for k in (1, 2)] == undisturbed
    assert any("Place cedar: its process was killed by signal 9" in text for text in talk.said)


def test_a_place_that_fails_fails_the_whole_by_name_and_the_others_are_kept(tmp_path):
    out = tmp_path / "out"
    outcome = job(out, troubled(tmp_path, {"birchwood": "raise"})).run()
    assert (outcome.exit_code, outcome.replicates) == (1, 0)
    assert "place birchwood: ValueError: a knob that cannot be" in manifest.read(out)["failed"]["1"]["reason"]
    made_by = storage.read_side(out, 1).identity_sha256
    assert [places.is_done(out, name, 1, made_by) for name in NAMES] == [True, False, True]
    assert verify(out).sound


def test_only_what_is_missing_is_lived(tmp_path, undisturbed):
    job(tmp_path).run()
    lost, kept = archive_path(tmp_path, "ash", 2), archive_path(tmp_path, "cedar", 1)
    stamp = kept.stat().st_mtime_ns
    lost.write_bytes(b"damaged")
    assert list(verify(tmp_path).damaged) == ["places/ash/rep-000002.npz.zst"]
    talk = Listener()
    assert job(tmp_path, talk=talk).run().exit_code == 0
    assert "2 of 3 places are done." in talk.said
    assert kept.stat().st_mtime_ns == stamp
    assert [storage.read_side(tmp_path, k).values_sha256 for k in (1, 2)] == undisturbed
    assert verify(tmp_path).sound


def test_more_replicates_go_into_the_same_folder(tmp_path, undisturbed):
    job(tmp_path, FakeCase(places=NAMES, replicates=1)).run()
    stamp = archive_path(tmp_path, "ash", 1).stat().st_mtime_ns
    assert job(tmp_path).run().replicates == 2
    assert archive_path(tmp_path, "ash", 1).stat().st_mtime_ns == stamp
    assert [storage.read_side(tmp_path, k).values_sha256 for k in (1, 2)] == undisturbed


def test_no_time_left_stops_in_good_order_and_goes_on(tmp_path, undisturbed):
    case = FakeCase(places=NAMES, replicates=2, pace=0.05)
    outcome = job(tmp_path, case, max_minutes=0.15 / 60).run()
    assert (outcome.exit_code, outcome.replicates) == (75, 0)
    assert verify(tmp_path).sound
    assert job(tmp_path, case).run().exit_code == 0
    assert [storage.read_side(tmp_path, k).values_sha256 for k in (1, 2)] == undisturbed


def test_a_prediction_counts_every_place_and_what_is_done(tmp_path):
    before = job(tmp_path).predict()
    assert before.people == sum(round(100 * len(name) * costs()["people_per_adult"]) for name in NAMES)
    job(tmp_path).run()
    after = job(tmp_path).predict()
    assert (before.replicates, after.replicates) == (2, 0)
    assert after.disk_mb < before.disk_mb


def test_places_that_see_each_other_are_lived_by_replicate_and_resumed(tmp_path, undisturbed):
    case = FakeCase(places=NAMES, replicates=2, together=True)
    assert job(tmp_path / "1", case).run().exit_code == 0
    assert job(tmp_path / "2", case, workers=2).run().exit_code == 0
    assert values(tmp_path / "1") == values(tmp_path / "2")
    assert [storage.read_side(tmp_path / "1", k).values_sha256 for k in (1, 2)] == undisturbed  # fakes never touch
    kept = archive_path(tmp_path / "1", "cedar", 1)
    stamp = kept.stat().st_mtime_ns
    archive_path(tmp_path / "1", "ash", 2).write_bytes(b"damaged")
    talk = Listener()
    assert job(tmp_path / "1", case, talk).run().exit_code == 0
    assert kept.stat().st_mtime_ns == stamp
    assert verify_by_living(tmp_path / "1", engine=ENGINE).sound


def test_a_replicate_lived_together_fails_by_its_own_reason(tmp_path):
    outcome = job(tmp_path / "out", troubled(tmp_path, {"cedar": "raise"}, together=True)).run()
    assert (outcome.exit_code, outcome.replicates) == (1, 0)
    assert "a knob that cannot be" in manifest.read(tmp_path / "out")["failed"]["2"]["reason"]


def test_a_worker_that_holds_every_place_is_predicted_as_large(tmp_path):
    apart, together = (job(tmp_path, FakeCase(places=NAMES, together=touch)).predict() for touch in (False, True))
    assert together.worker_mb > 2 * apart.worker_mb
