"""Mesa comes without pandas and SciPy until they are asked for, and then does all that it does."""

from __future__ import annotations

import subprocess
import sys

import pytest

LATER = "{'pandas', 'scipy.spatial', 'networkx', 'matplotlib', 'pyarrow'} & set(sys.modules)"
FRAME = """
import mesa
model = mesa.Model()
collector = mesa.DataCollector(model_reporters={"steps": "steps"})
collector.collect(model)
print(collector.get_model_vars_dataframe()["steps"].tolist())
"""
DISTANCE = """
from mesa.experimental.continuous_space import ContinuousSpace, ContinuousSpaceAgent
model = mesa.Model()
space = ContinuousSpace([[0, 10], [0, 10]], torus=False, random=model.random)
for place in ((0, 0), (3, 4)):
    ContinuousSpaceAgent(space, model).position = place
print(space.calculate_distances([0, 0])[0].tolist())
"""


def printed(code: str) -> list[str]:
    """The lines that a fresh Python prints."""
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.splitlines()


def test_a_model_imports_neither_pandas_nor_scipy_beyond_what_numba_does() -> None:
    assert printed(f"import simulation.model, sys; print({LATER})") == ["set()"]


@pytest.mark.parametrize(
    "first", ["import simulation.model", "import mesa, simulation.model", "import pandas, simulation.model"]
)
def test_mesa_makes_data_frames_and_measures_distances(first: str) -> None:
    assert printed(f"{first}\n{FRAME}{DISTANCE}") == ["[0]", "[0.0, 5.0]"]


def test_another_mesa_that_wants_more_of_scipy_is_imported_as_it_is() -> None:
    code = f"""
import importlib.abc, importlib.machinery, sys
class Wants(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == 'mesa':
            spec = importlib.machinery.PathFinder.find_spec(name, path)
            run = spec.loader.exec_module
            def exec_module(module):
                from scipy.spatial.distance import pdist
                run(module)
            spec.loader.exec_module = exec_module
            return spec
sys.meta_path.insert(0, Wants())
import simulation.model
{FRAME}"""
    assert printed(code) == ["[0]"]
