"""What the README and the other pages promise is there, and their code runs."""

import os
import re
import shutil
import subprocess
import sys
import tomllib

import pytest
from paths import ROOT, blocks
from ruamel.yaml import YAML

from simulation import __version__
from simulation.scenario import load

README = ROOT / "README.md"
PAGES = [README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
SMALL = "--replicates 1 --years 1 --set place.scale=0.02 --set time.burn_in_months=12"
COPIED = ["README.md", "LICENSE", "pyproject.toml", "requirements.lock", "simulation", "scenarios"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if "://" not in link and not (page.parent / link).exists()]


def test_the_readme_opens_with_the_main_job_and_the_check():
    first, second = blocks(README, "bash")[:2]
    assert first.splitlines()[-1] == "simulate run scenarios/crisis_or_prevention.yaml"
    assert second.splitlines()[:-1] == first.splitlines()[:-1]
    assert second.splitlines()[-1].startswith("python -m pytest")


def test_the_integration_run_is_the_readmes_second_block():
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert 'bash -euo pipefail -c "$(block 2)"' in text
    assert "pip install" not in text


@pytest.mark.parametrize("page", [README, ROOT / "docs" / "tutorial.md"], ids=lambda page: page.name)
def test_every_scenario_shown_is_valid(page, tmp_path):
    shown = blocks(page, "yaml")
    assert shown
    for number, text in enumerate(shown):
        shutil.copy(ROOT / "scenarios" / "average_council.yaml", tmp_path)
        case = tmp_path / f"shown_{number}.yaml"
        case.write_text(text, encoding="utf-8")
        assert load(case).strategies


def test_the_python_shown_runs(monkeypatch):
    monkeypatch.chdir(ROOT)
    for text in blocks(README, "python"):
        exec(compile(text, "README.md", "exec"), {})


def test_every_command_shown_exists():
    from simulation.cli.main import COMMANDS

    for page in PAGES:
        shown = set(re.findall(r"`?simulate ([a-z]+)", "\n".join(re.findall(r"`[^`]+`", page.read_text("utf-8")))))
        assert shown <= set(COMMANDS), page


def test_every_parameter_shown_exists():
    from simulation.evidence.parameters import load_parameters

    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert set(re.findall(r"simulate explain ([a-z_]+\.[a-z_.]+)", text)) <= set(load_parameters())
        assert set(re.findall(r"parameters\.([a-z_]+\.[a-z_.]+)=", text)) <= set(load_parameters())


def test_the_version_is_the_same_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = YAML(typ="safe").load(ROOT / "CITATION.cff")
    assert __version__ == project["version"] == citation["version"]
    assert f"## {__version__} ({citation['date-released']})" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert citation["license"] == project["license"]


def test_a_citation_has_what_its_format_asks_for():
    citation = YAML(typ="safe").load(ROOT / "CITATION.cff")
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert all(author.keys() & {"name", "family-names"} for author in citation["authors"])


def test_nothing_claims_an_assurance_that_nobody_gave():
    for page in (README, ROOT / "docs" / "limits.md"):
        assert re.search(r"not\s+(been\s+)?independently\s+assured", page.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_the_main_job_works_from_a_bare_folder(tmp_path):
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    block = blocks(README, "bash")[0].rstrip() + f" -o out {SMALL}"
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "python3").symlink_to(sys.executable)
    env = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    env["PATH"] = f"{tools}{os.pathsep}{env['PATH']}"
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block], cwd=tmp_path, env=env, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "out" / "comparison" / "differences.csv").is_file()
