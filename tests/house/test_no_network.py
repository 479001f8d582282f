"""A run talks to nobody: everything it needs is in the package."""

import os
import subprocess
import sys

from paths import ROOT

REFUSE = """
import socket

def refuse(*_arguments, **_named):
    raise AssertionError("the program asked for the network")

class LocalOnly(socket.socket):
    def __init__(self, family=-1, *rest, **named):
        if family != socket.AF_UNIX:
            refuse()
        super().__init__(family, *rest, **named)

socket.socket = LocalOnly
socket.create_connection = socket.getaddrinfo = refuse
"""
"""Python reads this when it starts, in worker processes too."""
SMALL = ["--set", "place.scale=0.004", "--set", "time.burn_in_months=12", "--years", "1", "--replicates", "1"]


def run(arguments, folder):
    (folder / "sitecustomize.py").write_text(REFUSE, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False, cwd=folder, env=env
    )


def test_the_network_is_refused(tmp_path):
    ran = run(["-c", "import urllib.request as r; r.urlopen('http://localhost:9')"], tmp_path)
    assert "asked for the network" in ran.stderr


def test_a_run_from_scenario_to_figures_needs_no_network(tmp_path):
    case = str(ROOT / "scenarios" / "crisis_or_prevention.yaml")
    ran = run(["-m", "simulation", "run", case, "-o", "out", *SMALL], tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "out" / "comparison" / "differences.csv").is_file()
    assert list((tmp_path / "out" / "figures").glob("*.svg"))
