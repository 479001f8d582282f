"""What is wrong with a scenario: where it says so, what was found, what is allowed, what may have been meant."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

SHOWN_AT_MOST: Final = 60
"""Faults printed of one scenario; the rest are counted."""

ERROR: Final = "error"
WARNING: Final = "warning"
"""Kinds of faults. A warning is about something that is allowed and can do nothing; it stops nothing."""

_CLOSE: Final = 0.6
_GOT_LENGTH: Final = 60


@dataclass(frozen=True)
class Fault:
    """One fault. ``line`` and ``column`` count from 1; ``path`` is the dotted path of the key, or empty."""

    file: str
    line: int
    column: int
    path: str
    message: str
    got: str = ""
    allowed: str = ""
    suggestion: str = ""
    kind: str = ERROR

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}: {self.kind}: "
        path = f"{self.path}: " if self.path else ""
        got = f" (got {self.got})" if self.got else ""
        return f"{where}{path}{self.message}{got}.{self._advice()}"

    def _advice(self) -> str:
        if self.suggestion:
            return f" {self.suggestion}"
        if self.allowed and not self.message.startswith("Input should"):  # the message says what is allowed
            return f" Allowed: {self.allowed}."
        return ""

    def as_dict(self) -> dict[str, str | int]:
        """The fault as a JSON object."""
        return dict(self.__dict__)


class ScenarioError(ValueError):
    """A scenario has faults; ``faults`` holds them all, sorted by file, line and column."""

    exit_code = 2

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(sorted(set(faults), key=_order))
        super().__init__(self.faults)

    def __str__(self) -> str:
        shown = [str(fault) for fault in self.faults[:SHOWN_AT_MOST]]
        if len(self.faults) > SHOWN_AT_MOST:
            shown.append(f"... and {len(self.faults) - SHOWN_AT_MOST} more")
        return "\n".join([*shown, summary(len(self.faults))])


def _order(fault: Fault) -> tuple[str, int, int, str, str]:
    return fault.file, fault.line, fault.column, fault.path, fault.message


def summary(count: int) -> str:
    """The last line of a list of faults."""
    return f"{count} error{'' if count == 1 else 's'}; see `simulate schema`"


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """A question naming the nearest of ``choices``, or nothing if none is near."""
    near = difflib.get_close_matches(word, list(choices), n=1, cutoff=_CLOSE)
    return f"Did you mean '{near[0]}'?" if near else ""


def listed(choices: Sequence[str]) -> str:
    """Choices as a reader lists them: ``a, b or c``."""
    words = list(choices)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}" if words else "nothing"


def shown(value: object) -> str:
    """A value as an error quotes it: text in quotes, so that ``"5"`` and ``5`` differ; long ones cut."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = json.dumps(value, ensure_ascii=False, default=str)
    printable = "".join(letter if letter.isprintable() else "?" for letter in text)
    return printable if len(printable) <= _GOT_LENGTH else f"{printable[: _GOT_LENGTH - 1]}…"
