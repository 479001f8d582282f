"""Kernels are compiled once before tests are handed to several processes, which would each compile them."""

import pytest


def pytest_sessionstart(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput") or not session.config.getoption("numprocesses", 0):
        return
    from simulation.runs.warming import warm

    warm(print)
