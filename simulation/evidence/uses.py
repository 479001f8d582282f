"""Where a parameter is used: the lines of code and catalogue that name it or its prefix."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parents[1]
_KINDS: Final = (".py", ".yaml")


@functools.cache
def _texts() -> dict[str, str]:
    paths = sorted(path for path in PACKAGE.rglob("*") if path.suffix in _KINDS)
    return {path.relative_to(PACKAGE.parent).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def _places(needle: str) -> list[str]:
    return [
        f"{name}:{number}"
        for name, text in _texts().items()
        if needle in text
        for number, line in enumerate(text.splitlines(), start=1)
        if needle in line
    ]


def where_used(parameter_id: str) -> list[str]:
    """``file:line`` of each place that reads a parameter: by its whole id, or else by the longest prefix named.

    Tables are read by prefix, so most ids of a table have the same places.
    """
    parts = parameter_id.split(".")
    found = _places(f'"{parameter_id}"') + _places(f" {parameter_id}")
    for length in range(len(parts) - 1, 0, -1):
        if found:
            break
        prefix = ".".join(parts[:length])
        found = _places(f'f"{prefix}.{{')
        if length > 1:  # a single word in quotes may be anything
            found += _places(f'"{prefix}"')
    return sorted(set(found))
