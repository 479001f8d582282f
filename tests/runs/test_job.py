"""A whole run in one process: complete, resumed, repaired, refused."""

import json
import random
import shutil

import fake_engine
import pytest
from fake_engine import ENGINE, FakeCase
from test_atomic import NthCallFails

from simulation.runs import folder as folders
from simulation.runs import manifest, storage
from simulation.runs.errors import FolderError, InvariantError, OptionsError, StorageError
from simulation.runs.job import Job
from simulation.runs.options import RunOptions
from simulation.runs.verify import verify, verify_by_living
from simulation.runs.versions import RESULTS_VERSION


class Listener:
    def __init__(self):
        self.said = []

    def say(self, text):
        self.said.append(text)

    def show(self, done, total, left_seconds, of="replicates"):
        pass

    def close(self):
        pass


def job(out, case=None, talk=None, **options):
    return Job(
        case or FakeCase(), RunOptions(out=out, workers=1, **options), "simulate run", ENGINE, talk or Listener()
    )


def values(out):
    return manifest.read(out)["values_sha256"]


def troubled(tmp_path, **trouble):
    marks = tmp_path / "marks"
    marks.mkdir()
    return FakeCase(trouble=json.dumps({name[1:]: kind for name, kind in trouble.items()}), marks=str(marks))


def test_a_run_leaves_a_sound_and_complete_folder(tmp_path):
    out = tmp_path / "out"
    outcome = job(out).run()
    assert (outcome.exit_code, outcome.replicates) == (0, 4)
    found = manifest.read(out)
    assert found["status"] == "complete"
    names = set(found["files"])
    assert {f"runs/rep-{k:06d}.{kind}" for k in range(1, 5) for kind in ("parquet", "json")} <= names
    assert {"scenario.resolved.yaml", "datapackage.json", "comparison/differences.csv", "figures/fig-01.pdf"} <= names
    assert verify(out).sound
    assert verify(out).notes == []


def test_the_folder_is_named_by_scenario_and_digest(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    case = FakeCase()
    Job(case, RunOptions(workers=1), engine=ENGINE).run()
    assert [path.name for path in (tmp_path / "results").iterdir()] == [f"toy-{case.digest()[:8]}"]


def test_the_resolved_scenario_alone_gives_the_same_values(tmp_path):
    job(tmp_path / "a").run()
    again = ENGINE.load(tmp_path / "a" / "scenario.resolved.yaml", ())
    job(tmp_path / "b", again).run()
    assert values(tmp_path / "a") == values(tmp_path / "b")


def test_a_replicate_lived_again_has_the_same_values(tmp_path):
    job(tmp_path).run()
    assert verify_by_living(tmp_path, engine=ENGINE).sound
    assert verify_by_living(tmp_path, 3, engine=ENGINE).sound


def test_a_replicate_whose_values_are_not_the_models_is_found(tmp_path):
    job(tmp_path).run()
    other = fake_engine.live(FakeCase(), "a", 2, fake_engine.FakePast(99), 1, False)
    side = storage.read_side(tmp_path, 1)
    storage.save_replicate(tmp_path, other, side)
    assert not verify_by_living(tmp_path, 1, engine=ENGINE).sound


def test_the_common_past_is_kept_until_every_replicate_is_done(tmp_path):
    out = tmp_path / "out"
    job(out, troubled(tmp_path, r2="raise")).run()
    assert (out / "place" / "past.npz").is_file()
    (out / "place" / "past.npz").write_bytes(b"damaged")
    assert list(verify(out).damaged) == ["place/past.npz"]
    assert job(out, FakeCase(), fresh=True, force=True).run().exit_code == 0
    assert not (out / "place").exists()


def test_only_what_is_missing_is_lived(tmp_path):
    job(tmp_path).run()
    before = values(tmp_path)
    kept = storage.run_path(tmp_path, 1).stat().st_mtime_ns
    storage.run_path(tmp_path, 2).unlink()
    talk = Listener()
    assert job(tmp_path, talk=talk).run().exit_code == 0
    assert values(tmp_path) == before
    assert storage.run_path(tmp_path, 1).stat().st_mtime_ns == kept
    assert any("3 of 4 replicates are done" in text for text in talk.said)


def test_more_replicates_go_into_the_same_folder(tmp_path):
    job(tmp_path, FakeCase(replicates=2)).run()
    kept = storage.run_path(tmp_path, 1).stat().st_mtime_ns
    assert job(tmp_path, FakeCase(replicates=5)).run().replicates == 5
    assert storage.run_path(tmp_path, 1).stat().st_mtime_ns == kept
    assert manifest.read(tmp_path)["scenario"]["replicates"] == 5
    assert verify(tmp_path).sound


def test_fewer_replicates_than_the_folder_holds_are_all_counted(tmp_path):
    job(tmp_path, FakeCase(replicates=3)).run()
    talk = Listener()
    assert job(tmp_path, FakeCase(replicates=2), talk=talk).run().replicates == 3
    assert any("holds 3 replicates" in text for text in talk.said)
    assert ENGINE.load(tmp_path / "scenario.resolved.yaml", ()).replicates == 3
    assert verify(tmp_path).sound


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_file_is_named_and_only_it_is_repeated(tmp_path, seed):
    job(tmp_path).run()
    before = values(tmp_path)
    path = storage.run_path(tmp_path, 3)
    data = bytearray(path.read_bytes())
    data[random.Random(seed).randrange(len(data))] ^= 16
    path.write_bytes(data)
    assert list(verify(tmp_path).damaged) == ["runs/rep-000003.parquet"]
    stamps = {k: storage.run_path(tmp_path, k).stat().st_mtime_ns for k in (1, 2, 4)}
    job(tmp_path).run()
    assert verify(tmp_path).sound
    assert values(tmp_path) == before
    assert {k: storage.run_path(tmp_path, k).stat().st_mtime_ns for k in (1, 2, 4)} == stamps


@pytest.mark.parametrize(
    "name",
    ["runs/rep-000001.json", "scenario.resolved.yaml", "comparison/differences.csv", "manifest.json"],
)
def test_damage_to_any_other_file_is_found_and_mended(tmp_path, name):
    job(tmp_path).run()
    before = values(tmp_path)
    data = bytearray((tmp_path / name).read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / name).write_bytes(data)
    assert list(verify(tmp_path).damaged) == [name]
    job(tmp_path).run()
    assert verify(tmp_path).sound
    assert values(tmp_path) == before


def test_a_failing_replicate_is_marked_and_the_rest_completes(tmp_path):
    case = troubled(tmp_path, r2="raise")
    out = tmp_path / "out"
    outcome = job(out, case).run()
    assert (outcome.exit_code, outcome.replicates) == (1, 3)
    failed = manifest.read(out)["failed"]["2"]
    assert failed["seed"] == 1
    assert "a knob that cannot be" in failed["reason"]
    assert failed["repeat_with"] == f"simulate run {out}/scenario.resolved.yaml -o {out} --workers 1"
    assert "Traceback" in storage.read_side(out, 2).trace
    assert manifest.read(out)["status"] == "partial"
    assert verify(out).sound


def test_a_broken_law_of_the_model_stops_the_run(tmp_path):
    with pytest.raises(InvariantError, match=r"Replicate 2: .*month 7, seed 1") as caught:
        job(tmp_path / "out", troubled(tmp_path, r2="law")).run()
    assert caught.value.exit_code == 70


def test_a_full_disk_stops_the_run_and_spares_what_is_done(tmp_path):
    case = troubled(tmp_path, r3="disk")
    with pytest.raises(StorageError, match="No space left"):
        job(tmp_path / "out", case).run()
    made_by = storage.read_side(tmp_path / "out", 1).identity_sha256
    states = [storage.state(tmp_path / "out", k, made_by).value for k in (1, 2, 3)]
    assert states == ["done", "done", "missing"]


def test_too_little_room_is_said_before_the_start(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))
    with pytest.raises(StorageError, match=r"needs [\d,]+ MB, 0 MB free"):
        job(tmp_path).run()


def test_failing_any_system_call_leaves_a_folder_that_resumes_to_the_same_values(tmp_path):
    case = FakeCase(replicates=1, strategies=("a",))
    job(tmp_path / "whole", case).run()
    expected = values(tmp_path / "whole")
    for n in range(1, 1000):
        out = tmp_path / str(n)
        with pytest.MonkeyPatch.context() as patch:
            guard = NthCallFails(patch, n, OSError(28, "No space left on device"))
            try:
                outcome = job(out, case).run()
            except (OSError, StorageError):
                outcome = None
        if outcome is None or outcome.exit_code:
            assert job(out, case).run().exit_code == 0, n
        assert values(out) == expected, n
        assert not list(out.rglob(".tmp-*")), n
        assert verify(out).sound, n
        if not guard.struck:
            break
    assert 40 < n < 999


def test_another_scenario_in_the_same_folder_is_refused_with_what_differs(tmp_path):
    job(tmp_path).run()
    with pytest.raises(FolderError, match=r"seed: 1 there, 2 now"):
        job(tmp_path, FakeCase(seed=2)).run()
    assert verify(tmp_path).sound


def test_another_version_in_the_same_folder_is_refused_with_what_differs(tmp_path, monkeypatch):
    job(tmp_path).run()
    monkeypatch.setattr("simulation.runs.versions.RESULTS_VERSION", 99)
    with pytest.raises(FolderError, match=rf"results_version: {RESULTS_VERSION} there, 99 now"):
        job(tmp_path).run()


def test_results_of_another_state_of_the_model_are_refused(tmp_path, monkeypatch):
    job(tmp_path).run()
    monkeypatch.setattr("simulation.runs.digests.of_model_sources", lambda: "f" * 64)
    with pytest.raises(FolderError, match=r"model_sha256: [0-9a-f]{12}… there, f{12}… now"):
        job(tmp_path).run()


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    for options in ({}, {"fresh": True}, {"fresh": True, "force": True}):
        with pytest.raises(FolderError):
            job(tmp_path, **options).run()
    assert [path.name for path in tmp_path.iterdir() if path.name != ".lock"] == ["thesis.txt"]


def test_fresh_needs_an_empty_folder_and_force_empties_it(tmp_path):
    job(tmp_path).run()
    with pytest.raises(FolderError, match="--force"):
        job(tmp_path, fresh=True).run()
    assert job(tmp_path, FakeCase(seed=2), fresh=True, force=True).run().exit_code == 0
    assert manifest.read(tmp_path)["scenario"]["seed"] == 2
    assert verify(tmp_path).sound


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError) as caught:
        job(tmp_path / "file" / "out").run()
    assert caught.value.exit_code == 73


def test_leftovers_of_interrupted_writes_are_ignored_and_removed(tmp_path):
    (tmp_path / ".tmp-1-manifest.json").write_text("{")
    job(tmp_path).run()
    (tmp_path / "runs" / ".tmp-1-rep-000001.parquet").write_text("half")
    job(tmp_path).run()
    assert not list(tmp_path.rglob(".tmp-*"))


def test_no_time_left_stops_in_good_order(tmp_path):
    case = FakeCase(pace=0.05)
    outcome = job(tmp_path, case, max_minutes=0.15 / 60).run()
    assert outcome.exit_code == 75
    assert 0 < outcome.replicates < 4
    assert manifest.read(tmp_path)["status"] == "stopped"
    assert verify(tmp_path).sound
    assert job(tmp_path, case).run().exit_code == 0


def test_nothing_but_the_scenario_determines_the_values(tmp_path, monkeypatch):
    job(tmp_path / "a").run()
    (tmp_path / "b").mkdir()
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    monkeypatch.setenv("LANG", "tr_TR.UTF-8")
    monkeypatch.chdir(tmp_path / "b")
    job(tmp_path / "Ø £ 人" / "b", threads=2).run()
    assert values(tmp_path / "a") == values(tmp_path / "Ø £ 人" / "b")


def test_a_prediction_writes_nothing(tmp_path):
    out = tmp_path / "out"
    predicted = job(out).predict()
    assert (predicted.replicates, predicted.strategies, predicted.months) == (4, 2, 12)
    assert not out.exists()


def test_a_prediction_counts_only_what_is_left(tmp_path):
    job(tmp_path).run()
    storage.run_path(tmp_path, 1).unlink()
    assert job(tmp_path).predict().replicates == 1


@pytest.mark.parametrize(
    "options", [{"workers": 0}, {"threads": 0}, {"max_minutes": 0.0}, {"force": True}, {"max_minutes": -1.0}]
)
def test_options_that_cannot_be_are_refused(options):
    with pytest.raises(OptionsError):
        RunOptions(**options)


def test_flags_go_over_settings():
    options = RunOptions(sets=["run.seed=1"], seed=2, years=3, strategies=["a", "b"])
    assert options.settings() == ["run.seed=1", "run.seed=2", "time.years=3", 'strategies=["a", "b"]']


def test_clearing_stops_at_a_folder_without_a_manifest(tmp_path):
    (tmp_path / "x").write_text("1")
    with pytest.raises(FolderError):
        folders.clear(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
