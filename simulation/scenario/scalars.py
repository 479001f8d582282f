"""Plain scalars by the YAML 1.2 core schema, less the spellings that are read one way and meant another."""

from __future__ import annotations

import math
import re
from typing import Final

from simulation.scenario.nodes import Scalar

LONGEST_NUMBER: Final = 40

_NULL: Final = frozenset(("", "~", "null", "Null", "NULL"))
_TRUTH: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER: Final = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL: Final = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_LEADING_ZERO: Final = re.compile(r"[-+]?0[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?")
_UNDERSCORE: Final = re.compile(r"[-+]?[0-9][0-9_]*_[0-9_]*(\.[0-9_]*)?")
_OTHER_BASE: Final = re.compile(r"[-+]?0[xob][0-9a-fA-F]+")
_NOT_FINITE: Final = re.compile(r"([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))")


class ScalarError(ValueError):
    """A scalar is written in a way that is refused; ``suggestion`` says what to write."""

    def __init__(self, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion


def resolve(text: str) -> Scalar:
    """The value of an unquoted scalar. Raises ScalarError for ``017``, ``1_000``, ``0x1F``, ``.nan`` and ``.inf``."""
    if text in _NULL:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    if text[0] not in "+-.0123456789":
        return text
    _refuse_traps(text)
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return _finite(text)
    return text


def _refuse_traps(text: str) -> None:
    if _LEADING_ZERO.fullmatch(text):
        stripped = re.sub(r"^([-+]?)0+(?=[0-9])", r"\1", text)
        raise ScalarError("a number must not begin with 0", f"Write {stripped}, or quote it if it is text.")
    if _UNDERSCORE.fullmatch(text):
        raise ScalarError("a number must not hold underscores", f"Write {text.replace('_', '')}.")
    if _OTHER_BASE.fullmatch(text):
        raise ScalarError("a number must be decimal", "Write it in decimal, or quote it if it is text.")
    if _NOT_FINITE.fullmatch(text):
        raise ScalarError("a number must be finite")
    if len(text) > LONGEST_NUMBER and _DECIMAL.fullmatch(text):
        raise ScalarError(f"a number must have at most {LONGEST_NUMBER} characters")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ScalarError("a number must be finite")
    return value
