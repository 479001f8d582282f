"""A run talks to nobody: everything it needs is in the package."""

import subprocess
import sys

from paths import ROOT

WITHOUT_NETWORK = """
import socket, sys

def refuse(*_arguments, **_named):
    raise AssertionError("the program asked for the network")

families = {socket.AF_INET, socket.AF_INET6}
plain = socket.socket.__init__

def local_only(self, family=-1, *rest, **named):
    if family in families or family == -1:
        refuse()
    plain(self, family, *rest, **named)

socket.socket.__init__ = local_only
socket.create_connection = socket.getaddrinfo = refuse
from simulation.cli.main import main
main(sys.argv[1:])
"""


def test_a_run_from_scenario_to_figures_needs_no_network(tmp_path):
    case = str(ROOT / "scenarios" / "crisis_or_prevention.yaml")
    small = ["--set", "place.scale=0.004", "--set", "time.burn_in_months=12", "--years", "1", "--replicates", "1"]
    command = [sys.executable, "-c", WITHOUT_NETWORK, "run", case, "-o", str(tmp_path / "out"), *small, "--workers", "1"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "out" / "comparison" / "differences.csv").is_file()
    assert list((tmp_path / "out").rglob("*.svg"))
