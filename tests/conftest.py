"""Kernels are compiled once before tests are handed to several processes, which would each compile them."""

import pytest


def pytest_sessionstart(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput") or not session.config.getoption("numprocesses", 0):
        return
    from simulation import CareEcosystem

    place = CareEcosystem(strategy="prevention_investment", place__scale=0.002, time__burn_in_months=1, time__years=1)
    place.run()
