"""A YAML document as a tree in which every key and value remembers the file, line and column it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

Scalar: TypeAlias = str | int | float | bool | None
Plain: TypeAlias = "Scalar | list[Plain] | dict[str, Plain]"
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A position in a file; line and column count from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping: where the key stands, and its value."""

    key: Mark
    node: Node


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it begins. ``refused`` marks a value that reading has already reported as a fault."""

    mark: Mark
    value: Scalar | list[Node] | dict[str, Entry]
    refused: bool = False

    @property
    def entries(self) -> dict[str, Entry]:
        """Keys of a mapping; empty for anything else."""
        return self.value if isinstance(self.value, dict) else {}


REFUSED_TEXT: Final = "(refused)"


def plain(node: Node) -> Plain:
    """The tree without positions: dicts, lists and scalars."""
    if isinstance(node.value, dict):
        return {key: plain(entry.node) for key, entry in node.value.items()}
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    return node.value


def merged(base: Node, over: Node) -> Node:
    """``over`` laid on ``base``: mappings merge key by key at every depth; lists and scalars replace."""
    if not (isinstance(base.value, dict) and isinstance(over.value, dict)):
        return over
    entries = dict(base.value)
    for key, entry in over.value.items():
        below = entries.get(key)
        entries[key] = entry if below is None else Entry(entry.key, merged(below.node, entry.node))
    return Node(over.mark, entries)


def without(node: Node, key: str) -> Node:
    """The mapping without one of its keys."""
    return Node(node.mark, {name: entry for name, entry in node.entries.items() if name != key})


def steps(node: Node, path: Sequence[str | int]) -> Iterator[tuple[str | int, Mark, Node]]:
    """Walk down ``path`` as far as it exists, skipping what the tree does not know (names of union branches).

    Yields each step with the position of its key (of the value, for items of lists) and the value.
    """
    for step in path:
        value = node.value
        if isinstance(value, dict) and isinstance(step, str) and step in value:
            key, node = value[step].key, value[step].node
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            node = value[step]
            key = node.mark
        else:
            continue
        yield step, key, node


def find(root: Node, path: Sequence[str | int]) -> tuple[Path, Mark, Node]:
    """The deepest existing part of ``path``: its steps, the position of its key, and its value."""
    found: list[str | int] = []
    key, node = root.mark, root
    for step, key, node in steps(root, path):  # noqa: B007 (the last one is kept)
        found.append(step)
    return tuple(found), key, node


def dotted(path: Sequence[str | int]) -> str:
    """A path as people write it: ``strategies.0``."""
    return ".".join(str(step) for step in path)
