"""docs/catalogue.md says what the rows say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_is_the_one_that_the_rows_give(tmp_path: Path) -> None:
    made = tmp_path / "catalogue.md"
    subprocess.run([sys.executable, "experiments/catalogue/table.py", str(made)], cwd=ROOT, check=True)
    page = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    assert made.read_text(encoding="utf-8") == page, "python experiments/catalogue/table.py"
