from __future__ import annotations

import pytest

from measures.folders import scenario, write_runs
from simulation.measures.comparison import write_comparison


@pytest.fixture(scope="session")
def results_folder(tmp_path_factory):
    """Six replicates of two strategies, compared."""
    folder = write_runs(tmp_path_factory.mktemp("results"), 6)
    write_comparison(folder, scenario())
    return folder
