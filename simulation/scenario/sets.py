"""Settings given on the command line, ``a.b=value``, read by the same rules as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from simulation.scenario.errors import Fault
from simulation.scenario.files import EXTENDS
from simulation.scenario.guard import read_tree
from simulation.scenario.nodes import Entry, Mark, Node, merged

LABEL: Final = "--set"
WHOLE_KEYS: Final = ("parameters",)
"""Mappings whose keys hold dots: what follows is one key."""


def laid_over(tree: Node, sets: Sequence[str]) -> tuple[Node, list[Fault]]:
    """The tree with each setting laid over it, later ones over earlier ones, and the faults met.

    The position of a setting is ``--set``, its number and the column in its text.
    """
    faults: list[Fault] = []
    for number, text in enumerate(sets, start=1):
        key, equals, value = text.partition("=")
        names = _split(key.strip())
        if not equals or not all(names) or names == [EXTENDS]:
            faults.append(_malformed(number, text, names))
            continue
        node, found = _value(value, number, len(key) + 2)
        faults.extend(replace(fault, path=".".join([*names, fault.path] if fault.path else names)) for fault in found)
        if node is not None:
            tree = merged(tree, _nested(names, node, Mark(LABEL, number, 1)))
    return tree, faults


def laid(tree: Node, key: str, node: Node) -> Node:
    """The tree with a value laid over it at a dotted key; faults will name where the value itself stands."""
    return merged(tree, _nested(_split(key), node, node.mark))


def _split(key: str) -> list[str]:
    first, dot, rest = key.partition(".")
    if first in WHOLE_KEYS and dot:
        return [first, rest]
    return key.split(".")


def _malformed(number: int, text: str, names: list[str]) -> Fault:
    if names == [EXTENDS]:
        return Fault(LABEL, number, 1, EXTENDS, "a file to extend is named in the scenario file")
    return Fault(LABEL, number, 1, "", "a setting is written a.b=value", text)


def _value(text: str, number: int, column: int) -> tuple[Node | None, list[Fault]]:
    node, faults = read_tree(text.encode("utf-8", "surrogatepass"), LABEL)
    faults = [replace(fault, line=number, column=column + fault.column - 1) for fault in faults]
    if node is None:
        return None, faults
    if node.value == {} and not text.strip().startswith("{"):
        node = Node(node.mark, None)  # an empty document is an empty mapping; an empty value is nothing
    return _moved(node, number, column - 1), faults


def _moved(node: Node, line: int, columns: int) -> Node:
    mark = Mark(node.mark.file, line, node.mark.column + columns)
    if isinstance(node.value, dict):
        entries = {
            name: Entry(Mark(entry.key.file, line, entry.key.column + columns), _moved(entry.node, line, columns))
            for name, entry in node.value.items()
        }
        return Node(mark, entries, node.refused)
    if isinstance(node.value, list):
        return Node(mark, [_moved(item, line, columns) for item in node.value], node.refused)
    return Node(mark, node.value, node.refused)


def _nested(names: Sequence[str], node: Node, mark: Mark) -> Node:
    for name in reversed(names):
        node = Node(mark, {name: Entry(mark, node)})
    return node
