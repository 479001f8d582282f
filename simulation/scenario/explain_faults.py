"""What pydantic found, as faults with a position, what was got, what is allowed and what may have been meant."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator, Sequence
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from simulation.scenario.errors import Fault, did_you_mean, listed, shown
from simulation.scenario.nodes import Mark, Node, dotted, find, plain, steps

_NUMBER_TYPES: Final = frozenset(("int_type", "float_type", "int_parsing", "float_parsing", "int_from_float"))
_IN_TEXT: Final = re.compile(r"[£$]?\s*([-+]?[0-9][0-9,_]*(?:\.[0-9]+)?)\s*(%|k|m|[a-z ]{0,20})?", re.IGNORECASE)

MISSING: Final = "this key is missing"

_MESSAGES: Final = {
    "extra_forbidden": "unknown key",
    "missing": MISSING,
    "dict_type": "Input should be a mapping",
    "model_type": "Input should be a mapping",
    "model_attributes_type": "Input should be a mapping",
    "tuple_type": "Input should be a list",
    "list_type": "Input should be a list",
    "string_type": "Input should be text",
    "int_type": "Input should be a whole number",
    "float_type": "Input should be a number",
    "bool_type": "Input should be true or false",
    "string_too_short": "Input should not be empty",
    "too_short": "Input should not be empty",
}

_PATTERNS: Final = {
    "start": "a month, YYYY-MM, such as 2025-04",
    "id": "1 to 64 letters, digits, - and _, beginning with a letter or digit",
    "name": "1 to 64 small letters, digits, - and _, beginning with a letter or digit",
}


def faults_of(error: ValidationError, root: Node, model: type[BaseModel]) -> Iterator[Fault]:
    """A fault for each error, at the position of the value (of the key, if the key is at fault).

    Values that reading has already refused are passed over.
    """
    for item in error.errors(include_url=False):
        loc = tuple(part for part in item["loc"] if part != "[key]")
        if not _refused(root, loc):
            yield _fault(item, loc, root, model, key_at_fault="[key]" in item["loc"])


def fault_at(
    root: Node, path: Sequence[str | int], message: str, suggestion: str = "", allowed: str = "", at_key: bool = False
) -> Fault:
    """A fault at the value that ``path`` leads to, or as near to it as the files go; ``at_key`` at its key."""
    found, key, node = find(root, path)
    whole = len(found) == len(path)
    mark = key if at_key or not whole else node.mark
    got = shown(plain(node)) if whole and not at_key else ""
    return _made(mark, dotted(path), message, got, allowed, suggestion)


def _fault(item: Any, loc: tuple[str | int, ...], root: Node, model: type[BaseModel], key_at_fault: bool) -> Fault:
    found, key, node = find(root, loc)
    kind, message = item["type"], _message(item, loc)
    if kind == "extra_forbidden":
        known = allowed_keys(model, found[:-1])
        suggestion = did_you_mean(str(found[-1]), known)
        return _made(key, dotted(found), message, shown(plain(node)), listed(known), suggestion)
    if kind == "missing":
        return _made(key, dotted([*found, loc[-1]]), message, "", "", "")
    if key_at_fault:
        allowed = "small letters, digits and _, beginning with a letter"
        return _made(key, dotted(found), "this key is not a name", shown(str(found[-1])), allowed, "")
    got = plain(node)
    return _made(node.mark, dotted(found), message, shown(got), _allowed(item, loc), _suggestion(kind, item, got))


def _made(mark: Mark, path: str, message: str, got: str, allowed: str, suggestion: str) -> Fault:
    return Fault(mark.file, mark.line, mark.column, path, message, got, allowed, suggestion)


def _refused(root: Node, loc: Sequence[str | int]) -> bool:
    return root.refused or any(node.refused for _, _, node in steps(root, loc))


def _message(item: Any, loc: Sequence[str | int]) -> str:
    if item["type"] == "string_pattern_mismatch":
        return f"Input should be {_PATTERNS.get(str(loc[-1]), 'small letters, digits and _, beginning with a letter')}"
    if item["type"] == "value_error":
        return str(item["ctx"]["error"])
    text: str = _MESSAGES.get(item["type"], item["msg"])
    return text


def _allowed(item: Any, loc: Sequence[str | int]) -> str:
    context = item.get("ctx", {})
    if item["type"] == "string_pattern_mismatch":
        return _PATTERNS.get(str(loc[-1]), "")
    signs = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}
    bounds = [f"{sign} {context[name]:g}" for name, sign in signs.items() if isinstance(context.get(name), int | float)]
    return bounds[0] if bounds else str(context.get("expected", ""))


def _suggestion(kind: str, item: Any, got: Any) -> str:
    if kind in _NUMBER_TYPES and isinstance(got, str):
        return number_advice(got)
    if kind == "int_type" and isinstance(got, float) and got.is_integer():
        return f"Write {got:.0f}."
    if kind == "bool_type" and isinstance(got, str):
        return "Write true or false."
    if kind == "literal_error":
        return nearest_of(item["msg"], got)
    if kind == "string_type" and isinstance(got, int | float) and not isinstance(got, bool):
        return f'Write "{got}", in quotes.'
    return ""


def nearest_of(message: str, got: Any) -> str:
    """A question naming the nearest of the words that ``Input should be 'a' or 'b'`` allows."""
    return did_you_mean(got, re.findall(r"'([^']*)'", message)) if isinstance(got, str) else ""


def number_advice(text: str) -> str:
    """What to write instead of text where a number belongs: ``"5"``, ``299,000``, ``£20`` and ``3%`` are text."""
    found = _IN_TEXT.fullmatch(text.strip())
    if found is None:
        return ""
    number = found[1].replace(",", "").replace("_", "")
    if text.strip() == number:
        return f"Write {number} without quotes."
    if found[2] and found[2].strip():
        return "Write a plain number; its unit is in the name of the key."
    return f"Write {number}."


def allowed_keys(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """Keys of the mapping that ``path`` leads to, if it is a group of named keys."""
    here: Any = model
    for step in path:
        here = _below(here, step)
    inner = _model_in(here)
    return [field.alias or name for name, field in inner.model_fields.items()] if inner else []


def named_keys(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """Keys of the mapping that ``path`` leads to, if they are names from a list, such as domains; else none."""
    here: Any = model
    for step in path:
        here = _below(here, step)
    arguments = typing.get_args(here) if typing.get_origin(here) is dict else ()
    return [str(name) for name in typing.get_args(arguments[0])] if arguments else []


def _below(annotation: Any, step: str | int) -> Any:
    inner = _list_in(annotation) if isinstance(step, int) else None
    if inner is not None:
        return typing.get_args(inner)[0]
    inner = _model_in(annotation)
    if inner is not None:
        names = {field.alias or name: field.annotation for name, field in inner.model_fields.items()}
        return names.get(str(step))
    arguments = typing.get_args(annotation)
    return arguments[-1] if typing.get_origin(annotation) in (dict, list, tuple) and arguments else None


def _list_in(annotation: Any) -> Any:
    """The list that an annotation is, or holds as one of its alternatives."""
    if typing.get_origin(annotation) in (list, tuple):
        return annotation
    found = (_list_in(part) for part in typing.get_args(annotation))
    return next((inner for inner in found if inner is not None), None)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model an annotation is, or holds as one of its alternatives."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if typing.get_origin(annotation) in (dict, list, tuple):
        return None
    found = (_model_in(part) for part in typing.get_args(annotation))
    return next((model for model in found if model is not None), None)
