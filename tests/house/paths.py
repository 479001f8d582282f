"""Where things are, and which files are the project's own."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".csv", ".json", ".cff", ".lock", ".txt", ".sh", ""}
_LEFT_OUT = {".git", ".venv", "build", "dist", "results", "__pycache__"}


@cache
def own_files() -> tuple[Path, ...]:
    """Files under version control; in a copy without history, all but what is built."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if not _LEFT_OUT & set(path.relative_to(ROOT).parts)]
    return tuple(path for path in found if path.is_file() and path.suffix in TEXT)


def own(*folders: str, suffix: str = ".py") -> list[Path]:
    """Own files of a kind under the folders."""
    return [path for path in own_files() if path.suffix == suffix and path.relative_to(ROOT).parts[0] in folders]


def blocks(page: Path, language: str) -> list[str]:
    """Code blocks of a language in a Markdown page, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
