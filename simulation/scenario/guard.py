"""YAML text as a tree of nodes, read event by event so that nothing is built before it has been counted.

Refused, each with its position: more than 1 MB, 100,000 values or 20 levels; anchors, aliases and merge keys; tags;
directives; a second document; keys that are not plain text; a key given twice; numbers written in a way that is easily
misread (``scalars.py``); text that is not UTF-8.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from simulation.scenario.errors import Fault, shown
from simulation.scenario.nodes import REFUSED_TEXT, Entry, Mark, Node, dotted
from simulation.scenario.scalars import ScalarError, resolve

MAX_BYTES: Final = 1_000_000
MAX_NODES: Final = 100_000
MAX_DEPTH: Final = 20
MAX_FAULTS: Final = 200
"""Faults of one file after which reading stops."""

_REPEATED: Final = "anchors, aliases and merge keys are not read"
_REPEAT_ADVICE: Final = "Write the values out, or put them in a file that this one extends."


class _StopError(Exception):
    """Reading cannot go on; the fault is in the list."""


def read_tree(data: bytes, file: str) -> tuple[Node | None, list[Fault]]:
    """The tree of one YAML document, and the faults met; None if nothing could be read.

    ``file`` is the name that faults carry. An empty file is an empty mapping.
    """
    if len(data) > MAX_BYTES:
        return None, [_whole(file, f"the file is larger than {MAX_BYTES:,} bytes", f"{len(data):,} bytes")]
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(data, file, error)]
    builder = _Builder(file)
    try:
        return builder.build(_events(text)), builder.faults
    except _StopError:
        return None, builder.faults
    except ReaderError as error:
        return None, [*builder.faults, _unprintable(text, file, error)]
    except YAMLError as error:
        return None, [*builder.faults, _syntax(file, error)]


def _events(text: str) -> Iterator[Any]:
    yield from YAML(typ="safe", pure=True).parse(text)


class _Builder:
    """Builds the tree of one file from events, keeping count."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.path: list[str | int] = []
        self.nodes = 0
        self.documents = 0

    def build(self, events: Iterator[Any]) -> Node:
        root = Node(Mark(self.file, 1, 1), {})
        for event in events:
            if isinstance(event, DocumentStartEvent):
                self._document(event)
            elif isinstance(event, ScalarEvent | AliasEvent | MappingStartEvent | SequenceStartEvent):
                node = self._node(event, events, 1)
                empty = node.value is None and not node.refused and isinstance(event, ScalarEvent)
                root = root if empty else node
        return root

    def _document(self, event: Any) -> None:
        self.documents += 1
        mark = self._mark(event)
        if self.documents > 1:
            self._stop(mark, "a scenario is one document", suggestion="Remove the line '---' and what follows it.")
        if event.tags or event.version not in (None, (1, 2)):
            self._fault(mark, "directives are not read", suggestion="Remove the lines that begin with '%'.")

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        mark = self._mark(event)
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._stop(mark, f"more than {MAX_NODES:,} values in one file")
        if depth > MAX_DEPTH:
            self._stop(mark, f"more than {MAX_DEPTH} levels, one inside the other")
        if isinstance(event, AliasEvent):
            return self._refuse(mark, _REPEATED, f"*{event.anchor}", _REPEAT_ADVICE)
        refused = self._decorated(event, mark)
        if isinstance(event, ScalarEvent):
            return self._scalar(event, mark, refused)
        if isinstance(event, MappingStartEvent):
            return Node(mark, self._entries(events, depth), refused)
        return Node(mark, self._items(events, depth), refused)

    def _decorated(self, event: Any, mark: Mark) -> bool:
        if event.anchor is not None:
            self._fault(mark, _REPEATED, f"&{event.anchor}", _REPEAT_ADVICE)
        if event.tag is not None:
            self._fault(mark, "tags are not read", shown(str(event.tag)), "Remove the word that begins with '!'.")
        return event.tag is not None

    def _scalar(self, event: Any, mark: Mark, refused: bool) -> Node:
        if any("\ud800" <= letter <= "\udfff" for letter in event.value):
            return self._refuse(mark, "text holds half of a surrogate pair", "", "")
        if event.style or refused:
            return Node(mark, event.value, refused)
        try:
            return Node(mark, resolve(event.value))
        except ScalarError as error:
            return self._refuse(mark, error.message, event.value, error.suggestion)

    def _items(self, events: Iterator[Any], depth: int) -> list[Node]:
        items: list[Node] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            self.path.append(len(items))
            items.append(self._node(event, events, depth + 1))
            self.path.pop()
        return items

    def _entries(self, events: Iterator[Any], depth: int) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            mark = self._mark(event)
            name = self._key(event, events, depth)
            self.path.append("" if name is None else name)
            inner = next(events)
            value = self._node(inner, events, depth + 1)
            if isinstance(inner, ScalarEvent) and not (inner.value or inner.style):
                value = Node(mark, value.value, value.refused)  # nothing is written: point at the key
            self.path.pop()
            if name is None:
                continue
            if name in entries:
                first = entries[name].key.line
                self._fault(mark, f"the key {shown(name)} stands here twice, first in line {first}")
                continue
            entries[name] = Entry(mark, value)
        return entries

    def _key(self, event: Any, events: Iterator[Any], depth: int) -> str | None:
        """The text of a key, or None if the key was refused."""
        node = self._node(event, events, depth + 1) if not isinstance(event, ScalarEvent) else None
        if node is not None:
            if not node.refused:
                self._fault(node.mark, "a key must be plain text", shown(node.value))
            return None
        mark = self._mark(event)
        self.nodes += 1
        name = str(event.value)
        if self._decorated(event, mark):
            return None
        if name == "<<" and not event.style:
            self._fault(mark, _REPEATED, "<<", _REPEAT_ADVICE)
            return None
        if any("\ud800" <= letter <= "\udfff" for letter in name):
            self._fault(mark, "text holds half of a surrogate pair")
            return None
        return name

    def _refuse(self, mark: Mark, message: str, got: str, suggestion: str) -> Node:
        self._fault(mark, message, got, suggestion)
        return Node(mark, REFUSED_TEXT, refused=True)

    def _fault(self, mark: Mark, message: str, got: str = "", suggestion: str = "") -> None:
        where = dotted(self.path)
        self.faults.append(Fault(mark.file, mark.line, mark.column, where, message, got, "", suggestion))
        if len(self.faults) >= MAX_FAULTS:
            raise _StopError

    def _stop(self, mark: Mark, message: str, suggestion: str = "") -> None:
        self._fault(mark, message, suggestion=suggestion)
        raise _StopError

    def _mark(self, event: Any) -> Mark:
        return Mark(self.file, event.start_mark.line + 1, event.start_mark.column + 1)


def _whole(file: str, message: str, got: str = "") -> Fault:
    return Fault(file, 1, 1, "", message, got)


def _not_utf8(data: bytes, file: str, error: UnicodeDecodeError) -> Fault:
    before = data[: error.start]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    found = f"byte 0x{data[error.start]:02x}"
    return Fault(file, line, column, "", "the text is not UTF-8", found, "", "Save the file as UTF-8.")


def _unprintable(text: str, file: str, error: ReaderError) -> Fault:
    before = text[: error.position]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Fault(file, line, column, "", "a control character", f"U+{ord(text[error.position]):04X}")


def _syntax(file: str, error: YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    parts = (error.context, error.problem) if isinstance(error, MarkedYAMLError) else (None, "not YAML")
    message = "; ".join(part for part in parts if part)
    tab = "\\t" in message or "\t" in message
    return Fault(file, line, column, "", f"not YAML: {message}", "", "", "Indent with spaces, not tabs." if tab else "")
