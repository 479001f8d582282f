"""``simulate claim``: the list, a run, and its endings."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from claims.tiny import CLAIM, write_claim
from simulation.claims.pair import say_nothing
from simulation.claims.reading import read_claim
from simulation.claims.shelf import claim_paths
from simulation.claims.workers import live_claims
from simulation.cli.claim import command
from simulation.measures.files import read_csv
from simulation.runs.errors import RunError

FILES = ("results.csv", "replicates.csv", "differences.csv", "verdict.json", "verdict.md")


def simulate_claim(*words):
    return CliRunner().invoke(command, [str(word) for word in words])


def try_here(*words):
    """``run`` in this process alone."""
    return simulate_claim("run", *words, "--workers", 1)


def test_the_list_names_every_claim():
    done = simulate_claim("list")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert len(lines) == len(claim_paths()) + 1
    assert all(line.startswith(path.stem) for line, path in zip(lines, claim_paths(), strict=False))
    rows = json.loads(simulate_claim("list", "--json").stdout)
    assert [row["id"] for row in rows] == [path.stem for path in claim_paths()]
    assert {"id", "title", "grade", "covered"} <= set(rows[0])


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A claim that cannot be true: small teams bring more faces."""
    folder = tmp_path_factory.mktemp("claim")
    path = write_claim(folder, CLAIM.replace("expect: down", "expect: up"))
    return folder, try_here(path, "-o", folder / "out")


def test_a_claim_that_fails_stays_and_says_so(ran):
    folder, done = ran
    assert done.exit_code == 0, done.output
    facts = json.loads((folder / "out" / "verdict.json").read_text())
    assert facts["verdict"] == "not supported"
    assert facts["measures"][0]["difference"] < 0
    assert "**Not supported: at least one measure" in done.stdout
    assert done.stdout == (folder / "out" / "verdict.md").read_text()


def test_a_run_leaves_tables_and_a_figure(ran):
    out = ran[0] / "out"
    assert all((out / name).is_file() for name in FILES)
    assert {path.suffix for path in (out / "figures").iterdir()} == {".pdf", ".svg", ".png", ".csv", ".txt"}
    row = read_csv(out / "results.csv").to_pylist()[0]
    assert (row["measure"], row["n"], row["verdict"]) == ("stability.faces", 3, "not supported")
    assert row["low"] < row["difference"] < row["high"] < 0
    assert "Verdict: not supported" in (out / "figures" / "claim.alt.txt").read_text()


def test_the_same_claim_gives_the_same_bytes(ran):
    folder, _ = ran
    path, names = folder / "R056.yaml", ("results.csv", "differences.csv", "verdict.md", "figures/claim.svg")
    assert try_here(path, "-o", folder / "threads", "--threads", 2, "-q").exit_code == 0
    assert simulate_claim("run", path, "-o", folder / "workers", "--workers", 2, "-q").exit_code == 0
    for name in names:
        first = (folder / "out" / name).read_bytes()
        assert (folder / "threads" / name).read_bytes() == (folder / "workers" / name).read_bytes() == first


def test_several_claims_get_a_folder_each_and_one_table(tmp_path):
    other = write_claim(tmp_path, CLAIM.replace("id: R056", "id: R056b"), "R056b")
    done = simulate_claim("run", write_claim(tmp_path), other, "-o", tmp_path / "out", "-q", "--workers", 2)
    assert done.exit_code == 0, done.output
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["R056", "R056b"]
    rows = read_csv(tmp_path / "out" / "verdicts.csv").to_pylist()
    assert [(row["id"], row["verdict"]) for row in rows] == [("R056", "supported"), ("R056b", "supported")]
    assert (tmp_path / "out" / "R056b" / "verdict.md").is_file()


def test_one_replicate_gives_no_interval(tmp_path):
    done = simulate_claim("run", write_claim(tmp_path), "-o", tmp_path / "out", "--replicates", 1)
    assert done.exit_code == 0, done.output
    assert "one replicate gives no interval" in done.stdout
    assert "**Undecided" in done.stdout
    assert "More replicates alone would not decide all of it" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "R057"), "there is no claim 'R057'"),
        (("run", "R058"), "R058 is not covered (institution_or_wording): It is the story"),
        (("run", "R056", "--set", "with.strategy.team_facter=1"), "unknown key"),
        (("run", "R056", "--replicates", "0"), "0 is not in the range"),
    ],
)
def test_2_what_cannot_be_run(words, said, tmp_path):
    done = simulate_claim(*words, *(("-o", tmp_path / "out") if words[0] == "run" else ()))
    assert done.exit_code == 2
    assert said in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_replicate_that_cannot_be_lived_is_told(tmp_path):
    """Here because the file of the claim is gone by the time that a worker reads it."""
    path = write_claim(tmp_path)
    file = read_claim(path)
    path.unlink()
    with pytest.raises(RunError, match=r"R056, replicate [123]: .*cannot be read"):
        live_claims([file], (), 2, 1, lambda *_: pytest.fail("nothing was lived"), say_nothing)
