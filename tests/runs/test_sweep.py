"""A sweep with the toy engine: resumable, extendable, its luck shared, its failures named; and its design."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest
from fake_engine import ENGINE, FakeCase, write_case

from simulation.evidence.parameters import load_parameters
from simulation.runs import design, manifest, storage
from simulation.runs.again import replicate_again
from simulation.runs.design import Choice, Design, PointSets
from simulation.runs.errors import FolderError, OptionsError
from simulation.runs.options import RunOptions
from simulation.runs.over import NOTHING, read_over
from simulation.runs.sampling import drawing, sobol
from simulation.runs.sweep import plan_sweep, sweep_job
from simulation.runs.swept import MODEL_SWEEP, SweepEngine, kept
from simulation.runs.verify import verify

READ = frozenset({"meet.age_gap", "strain.load", "need.rise_ratio.fifth_1", "need.rise_ratio.fifth_2"})


def with_values(case, values):
    """The toy's evidence is its seed."""
    return replace(case, seed=case.seed + round(sum(values.values()) * 1000)) if values else case


def load_toy(path, sets):
    return ENGINE.load(path, sets)


TOY = SweepEngine(
    ENGINE, lambda case: load_parameters(), lambda case: READ, with_values, lambda past, case: past, lambda case: True
)
"""Its tables hold months only, which a sweep leaves out: see ``yearly``."""


@pytest.fixture(autouse=True)
def yearly(monkeypatch):
    """Keep the toy's months."""
    monkeypatch.setattr("simulation.runs.swept.KEPT_PERIODS", ("month",))
    monkeypatch.setattr("simulation.measures.uncertainty.write_uncertainty", lambda folder, case: None)
    monkeypatch.setattr("simulation.figures.sweep.draw_sweep", lambda folder: [])


def sweep(folder, draws=2, replicates=2, case=None, over=NOTHING, **options):
    plan = plan_sweep(case or FakeCase(), over, draws, replicates, TOY)
    job = sweep_job(plan, RunOptions(out=folder, workers=1, **options), engine=ENGINE, sweeper=TOY)
    return job.run()


def digests(folder):
    return {number: facts["values_sha256"] for number, facts in manifest.read(folder)["replicates"].items()}


def test_every_draw_has_its_replicates_and_the_folder_is_sound(tmp_path):
    outcome = sweep(tmp_path, draws=3, replicates=2)
    assert (outcome.exit_code, outcome.replicates) == (0, 6)
    assert verify(tmp_path).damaged == {}
    assert len(set(digests(tmp_path).values())) == 6


def test_more_draws_go_on_from_those_there_are_and_change_none(tmp_path):
    sweep(tmp_path, draws=2)
    then = digests(tmp_path)
    stamps = {n: storage.run_path(tmp_path, n).stat().st_mtime_ns for n in range(1, 5)}
    sweep(tmp_path, draws=5)
    now = digests(tmp_path)
    assert len(now) == 10
    assert then.items() <= now.items()
    assert stamps == {n: storage.run_path(tmp_path, n).stat().st_mtime_ns for n in range(1, 5)}


def test_fewer_draws_than_there_are_are_not_thrown_away(tmp_path):
    sweep(tmp_path, draws=4)
    outcome = sweep(tmp_path, draws=2)
    assert outcome.replicates == 8
    assert design.read(tmp_path).draws == 4


def test_only_what_is_missing_or_damaged_is_lived_again(tmp_path):
    sweep(tmp_path, draws=3)
    then = digests(tmp_path)
    path = storage.run_path(tmp_path, 4)
    path.write_bytes(path.read_bytes()[:-9])
    storage.run_path(tmp_path, 5).unlink()
    sweep(tmp_path, draws=3)
    assert digests(tmp_path) == then


def test_a_stored_run_can_be_lived_again(tmp_path):
    sweep(tmp_path, draws=2)
    own, _ = (lambda plan: (plan, plan.row(2)))(design.read(tmp_path))
    from simulation.runs.digests import of_values
    from simulation.runs.swept import run_again

    table = run_again(TOY, tmp_path, 4)
    assert of_values(table) == digests(tmp_path)["4"]
    assert own.runs_of(2)[1] == 4


def test_the_same_luck_meets_every_draw_and_replicates_differ(tmp_path):
    """With a family of no effect, runs of one luck are one."""
    flat = replace(TOY, with_values=lambda case, values: case)
    plan = plan_sweep(FakeCase(), NOTHING, 3, 2, flat)
    sweep_job(plan, RunOptions(out=tmp_path, workers=1), engine=ENGINE, sweeper=flat).run()
    values = [pq.read_table(storage.run_path(tmp_path, n))["value"].to_pylist() for n in range(1, 7)]
    assert values[0] == values[2] == values[4]
    assert values[1] == values[3] == values[5]
    assert values[0] != values[1]


def test_a_folder_of_another_design_is_refused_with_what_differs(tmp_path):
    sweep(tmp_path, replicates=2)
    with pytest.raises(FolderError, match="another scenario or version"):
        sweep(tmp_path, replicates=3)


def test_a_row_that_fails_is_named_and_the_rest_is_lived(tmp_path):
    case = FakeCase(trouble=json.dumps({"2": "raise"}))
    outcome = sweep(tmp_path, draws=2, case=case)
    assert outcome.exit_code == 1
    assert outcome.replicates == 2
    assert {side.replicate for side in outcome.failed} == {2, 4}
    assert "simulate sweep" in outcome.failed[0].repeat_with


def test_nothing_to_vary_and_several_places_are_refused():
    with pytest.raises(OptionsError, match="nothing to vary"):
        plan_sweep(FakeCase(), NOTHING, None, 2, TOY)
    with pytest.raises(OptionsError, match="one place"):
        plan_sweep(FakeCase(places=("x", "y")), NOTHING, 2, 2, TOY)


def test_the_design_is_kept_as_a_file_that_gives_the_same_design(tmp_path):
    sweep(tmp_path, draws=2)
    over = read_over(tmp_path / "design" / "over.yaml")
    assert (over.over.draws, over.over.replicates) == (2, 2)
    assert set(over.over.parameters) == READ
    again = plan_sweep(FakeCase(), over, None, None, TOY)
    assert again.case.design.facts() == design.read(tmp_path).facts() | {"ids": list(again.case.design.ids)}
    assert (again.case.design.values == design.read(tmp_path).values).all()


# The design itself


def test_rows_go_draw_by_draw_and_runs_row_by_row():
    points = tuple(PointSets((Choice("a", name, "always", ()),)) for name in "xyz")
    plan = Design(points, 2, 4, ("p",), np.array([[1.0], [2.0]]))
    assert (plan.rows, plan.runs) == (6, 24)
    assert [(plan.row(k).draw, plan.row(k).point) for k in range(1, 7)] == [
        (1, 1),
        (1, 2),
        (1, 3),
        (2, 1),
        (2, 2),
        (2, 3),
    ]
    assert list(plan.runs_of(2)) == [5, 6, 7, 8]
    assert plan.parameter_values(2) == {"p": 2.0}
    assert Design(points, 0, 1).row(3).draw == 0


def test_points_begin_a_longer_sequence_and_fill_every_margin_evenly():
    short, long = sobol(8, 5, seed=3), sobol(64, 5, seed=3)
    assert (long[:8] == short).all()
    for column in long.T:
        assert sorted((column * 64).astype(int)) == list(range(64))
    assert (sobol(8, 5, seed=4) != short).any()
    assert ((long > 0) & (long < 1)).all()


def test_what_is_drawn_is_read_varies_is_wanted_and_not_set_by_hand():
    table = load_parameters()
    found = drawing(table, READ, {"strain.load"}, ("need", "meet.age_gap", "strain"))
    assert found.families == {
        "need.rise_ratio": ["need.rise_ratio.fifth_1", "need.rise_ratio.fifth_2"],
        "meet.age_gap": ["meet.age_gap"],
    } or set(found.families) == {"need.rise_ratio", "meet.age_gap"}
    assert found.left_out["strain.load"] == "set by the scenario or an axis"
    assert found.left_out["tie.floor"] == "not read in this scenario"
    assert drawing(table, READ, (), ("meet",)).left_out["strain.load"] == "not asked for"


def test_values_lie_in_their_ranges_and_refused_points_are_passed_over():
    table = load_parameters()
    found = drawing(table, READ, (), ())
    every = found.values(table, 16, 1, lambda values: True)
    for k, name in enumerate(found.ids):
        assert table[name].low <= every[:, k].min() <= every[:, k].max() <= table[name].high
    at = found.ids.index("strain.load")
    middle = float(np.median(every[:, at]))
    some = found.values(table, 16, 1, lambda values: values["strain.load"] < middle)
    assert (some[:, at] < middle).all()
    assert [row.tolist() for row in every if row[at] < middle] == some[: (every[:, at] < middle).sum()].tolist()
    with pytest.raises(OptionsError, match="make a place"):
        found.values(table, 4, 1, lambda values: False)


def test_pounds_are_drawn_in_the_prices_of_the_scenario():
    then, now = load_parameters(2019), load_parameters(2024)
    name = "home_care.price_gbp_per_hour"
    one, other = (drawing(t, {name}, (), ()).values(t, 8, 1, lambda v: True) for t in (then, now))
    assert one / other == pytest.approx(then[name].factor(2019) / now[name].factor(2024))


def test_a_toy_table_keeps_its_rows_and_takes_the_runs_number(tmp_path):
    table = kept(ENGINE.live(FakeCase(), "a", 1, ENGINE.live_past(FakeCase(), 1), 1, False), 17)
    assert set(table["replicate"].to_pylist()) == {17}
    assert table.num_rows == 12


def test_lived_again_needs_the_real_engine_only_for_the_real_model(tmp_path):
    assert MODEL_SWEEP.live is not ENGINE
    assert callable(replicate_again)
    assert write_case(tmp_path / "toy.json").is_file()
