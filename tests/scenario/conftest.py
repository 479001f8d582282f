from __future__ import annotations

import pytest

from simulation.scenario import memory


@pytest.fixture(autouse=True)
def _a_machine_of_64_gb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "machine_gb", lambda: 64.0)
