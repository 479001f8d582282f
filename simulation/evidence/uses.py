"""Where a parameter is used: the lines of code and catalogue that name it or its prefix."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parents[1]
_KINDS: Final = (".py", ".yaml")


def _sources() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*") if path.suffix in _KINDS)


def _places(needle: str, texts: dict[Path, list[str]]) -> list[str]:
    return [
        f"{path.relative_to(PACKAGE.parent).as_posix()}:{number}"
        for path, lines in texts.items()
        for number, line in enumerate(lines, start=1)
        if needle in line
    ]


def where_used(parameter_id: str) -> list[str]:
    """``file:line`` of each place that reads a parameter: by its whole id, or else by the longest prefix named.

    Tables are read by prefix, so most ids of a table have the same places.
    """
    texts = {path: path.read_text(encoding="utf-8").splitlines() for path in _sources()}
    parts = parameter_id.split(".")
    found = _places(f'"{parameter_id}"', texts) + _places(f" {parameter_id}", texts)
    for length in range(len(parts) - 1, 0, -1):
        if found:
            break
        prefix = ".".join(parts[:length])
        found = _places(f'"{prefix}"', texts) + _places(f'f"{prefix}.{{', texts)
    return sorted(set(found))
