"""Plain data as YAML that reads back the same: block style, text quoted unless it is a plain word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

SCHEMA_LINE: Final = "# yaml-language-server: $schema=scenario.schema.json"
"""First line of a scenario, read by editors; ``simulate schema`` prints the schema."""

_WORD: Final = re.compile(r"[A-Za-z][A-Za-z_-]*[A-Za-z0-9_.-]*")
_MEANT_OTHERWISE: Final = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
_UNPRINTABLE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def scenario_yaml(data: dict[str, Any]) -> str:
    """A scenario as a YAML document, with the line for editors on top."""
    return "\n".join([SCHEMA_LINE, *_mapping(data, "")]) + "\n"


def _mapping(data: dict[str, Any], indent: str) -> Iterator[str]:
    for key, value in data.items():
        yield from _entry(f"{indent}{_scalar(key)}:", value, indent + "  ")


def _entry(head: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, dict) and value:
        yield head
        yield from _mapping(value, indent)
    elif isinstance(value, list | tuple) and value:
        yield head
        for item in value:
            yield from _item(item, indent)
    else:
        yield f"{head} {_scalar(value)}"


def _item(item: Any, indent: str) -> Iterator[str]:
    if isinstance(item, dict) and item:
        lines = _mapping(item, indent + "  ")
        yield f"{indent}- {next(lines).lstrip()}"
        yield from lines
    else:
        yield from _entry(f"{indent}-", item, indent + "  ")


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return value if _WORD.fullmatch(value) and value.lower() not in _MEANT_OTHERWISE else _quoted(value)
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list | tuple):
        return "[]"
    return json.dumps(value, allow_nan=False)


def _quoted(text: str) -> str:
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
