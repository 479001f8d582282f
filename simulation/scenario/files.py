"""The files of a scenario: the one named, and those it extends, laid one on the other.

``extends`` is relative to the file that says it and must lead to a file in the folder of the named file, or below it.
Nothing else is ever opened: no absolute path, no way out by ``..`` or a symbolic link, no address, no device.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from simulation.scenario.errors import Fault, did_you_mean, shown
from simulation.scenario.guard import MAX_BYTES, read_tree
from simulation.scenario.nodes import Mark, Node, merged, without

EXTENDS: Final = "extends"
MAX_BASES: Final = 5
"""Files in a chain beyond the first."""


@dataclass(frozen=True)
class Chain:
    """What was read: the merged tree without ``extends`` (None if the first file could not be read), the files, first
    the one named, the faults met, and whether every file of the chain could be read."""

    tree: Node | None
    files: tuple[Path, ...]
    faults: tuple[Fault, ...]
    complete: bool = True


class _RefusedError(Exception):
    """A file cannot be read; the message says why."""

    def __init__(self, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion


def read_chain(path: str | os.PathLike[str]) -> Chain:
    """Read a scenario file and all it extends."""
    label = os.fspath(path)
    faults: list[Fault] = []
    try:
        first = Path(label)
        root = first.parent.resolve()
        data = _read(first)
    except _RefusedError as error:
        return Chain(None, (), (Fault(label, 1, 1, "", error.message, suggestion=error.suggestion),), False)
    tree, found = read_tree(data, label)
    faults.extend(found)
    return _extended(tree, [first.resolve()], label, root, faults)


def read_text(text: str, label: str, root: Path | None = None) -> Chain:
    """Read a scenario from text; ``extends`` is refused unless ``root`` says where files may lie."""
    tree, faults = read_tree(text.encode("utf-8", "surrogatepass"), label)
    if root is None and tree is not None and EXTENDS in tree.entries:
        mark = tree.entries[EXTENDS].key
        faults.append(Fault(label, mark.line, mark.column, EXTENDS, "text that is not in a file cannot extend one"))
        return Chain(without(tree, EXTENDS), (), tuple(faults))
    return _extended(tree, [], label, root or Path(), faults)


def _extended(tree: Node | None, files: list[Path], label: str, root: Path, faults: list[Fault]) -> Chain:
    """Lay ``tree`` on its base, that on its own, and so on."""
    layers: list[Node] = []
    while tree is not None and EXTENDS in tree.entries:
        node = tree.entries[EXTENDS].node
        layers.append(without(tree, EXTENDS))
        tree = None
        if node.refused:
            break
        try:
            label, tree = _base(node, files, label, root, faults)
        except _RefusedError as error:
            faults.append(_fault(node.mark, error, shown(node.value)))
    complete = tree is not None
    if tree is not None:
        layers.append(tree)
    result = layers.pop() if layers else None
    while layers and result is not None:
        result = merged(result, layers.pop())
    return Chain(result, tuple(files), tuple(faults), complete)


def _base(node: Node, files: list[Path], label: str, root: Path, faults: list[Fault]) -> tuple[str, Node | None]:
    """Read the file that ``extends`` names; its path joins ``files``, its faults ``faults``."""
    if not isinstance(node.value, str) or not node.value.strip():
        raise _RefusedError("extends names one file, as text")
    if len(files) > MAX_BASES:
        raise _RefusedError(f"more than {MAX_BASES} files extend one another")
    written = _relative(node.value)
    target = _inside(Path(label).parent / written, root)
    if target in files:
        raise _RefusedError("files extend one another in a circle")
    data = _read(target)
    files.append(target)
    name = os.path.normpath(Path(label).parent / written)
    tree, found = read_tree(data, name)
    faults.extend(found)
    return name, tree


def _relative(text: str) -> str:
    if "://" in text:
        raise _RefusedError("extends names a file; an address is never fetched")
    if text.startswith(("/", "~")) or Path(text).is_absolute() or text[1:2] == ":":
        raise _RefusedError("extends names a file relative to this one")
    if "\\" in text:
        raise _RefusedError("a path has / between folders", f"Write {shown(text.replace(chr(92), '/'))}.")
    if "\0" in text:
        raise _RefusedError("a path cannot hold a zero byte")
    return text


def _inside(path: Path, root: Path) -> Path:
    try:
        target = path.resolve()
    except (OSError, RuntimeError) as error:
        raise _RefusedError("the path cannot be followed") from error
    if not target.is_relative_to(root):
        raise _RefusedError("extends must stay in the folder of the scenario, or below it")
    return target


def _read(path: Path) -> bytes:
    """Bytes of an ordinary file, at most one more than are allowed."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise _RefusedError("this is a folder, not a file")
        if not stat.S_ISREG(status.st_mode):
            raise _RefusedError("this is not an ordinary file")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _RefusedError("there is no such file", _near(path)) from None
    except (OSError, ValueError) as error:
        raise _RefusedError(f"the file cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _near(path: Path) -> str:
    try:
        names: Sequence[str] = [other.name for other in path.parent.iterdir()][:1000]
    except OSError:
        return ""
    near = did_you_mean(path.stem, (name.removesuffix(path.suffix) for name in names if name.endswith(path.suffix)))
    return near.replace("'?", f"{path.suffix}'?")


def _fault(mark: Mark, error: _RefusedError, got: str) -> Fault:
    return Fault(mark.file, mark.line, mark.column, EXTENDS, error.message, got, "", error.suggestion)
