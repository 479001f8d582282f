"""Kernels are compiled once before tests are handed to several processes, which would each compile them."""

import pytest


def pytest_sessionstart(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput") or not session.config.getoption("numprocesses", 0):
        return
    from simulation.runs.warming import warm
    from simulation.scenario import load_text

    warm(load_text("schema: 1\nname: tests\ncomparator: crisis_driven\nstrategies: [crisis_driven]\n"), print)
