"""No number lives in model code: each is a row of the table, or one of the few that say nothing about the world.

Allowed anywhere: 0, 1, 2, 1/2, 12 months, 100, 1000, and the units of time. Allowed by place: array indices and shapes,
steps of a range, shifts and powers of two, ages that are the definition of a group, and the named exceptions below.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import simulation

PACKAGE = Path(simulation.__file__).parent
NEUTRAL = {0, 1, 2, 0.5, 12, 100, 1000}
TIME = {7, 24, 60}
"""Days in a week, hours in a day, minutes in an hour (and months in five years)."""
DEFINED_AGES = {18, 65}
"""Adult and older person, as councils define them."""
WHOLE_FILES = {
    "kernels/passes.py": "the range of a word",
    "kernels/chance.py": "constants of Philox4x32-10 and the numbers of the decisions",
    "kernels/compiling.py": "length of a digest",
    "kernels/curves.py": "orders of a series",
}
NAMED = {
    ("actors/controls.py", "RECENT"): "months of a moving average of what has been seen",
    ("actors/influence.py", "PER_ADULTS"): "unit of a price",
    ("actors/provider.py", "QUARTER"): "months in a quarter",
    ("kernels/discharge.py", "RETURN_MONTHS"): "definition of an outcome (ASCOF 2B)",
    ("kernels/faces.py", "DRAWS_A_CALL"): "draws that one call of the generator holds",
    ("kernels/hospital.py", "CRISIS_MONTHS"): "definition of an outcome (observable O30)",
    ("kernels/hospital.py", "GREAT_AGE_MONTHS"): "definition of an outcome (observable O30)",
    ("kernels/introductions.py", "STEPS"): "values of a byte",
    ("kernels/passes.py", "_WORDS"): "32-bit words there are",
    ("kernels/ties.py", "TRIES"): "length of a search",
    ("kernels/ties.py", "_CALLS"): "length of a search",
    ("kernels/ties.py", "_MEETING"): "tag of a list",
    ("kernels/ties.py", "_ABOVE"): "a word's range, and a little above for rounding: a bound",
    ("kernels/bonds.py", "_MATCH_STEP"): "steps of a match",
    ("population/ages.py", "_SWEEPS"): "iterations of a fit",
    ("population/ages.py", "BANDS"): "names of rows of the table",
    ("population/friends.py", "CLOSE_FRIENDS"): "names of rows of the table",
    ("population/check.py", "_SHOWN"): "lines of a message",
    ("population/future.py", "OLDEST_MOTHER"): "oldest age of the fertility table",
    ("population/households.py", "WITH_PARENTS"): "code",
    ("population/households.py", "OTHERWISE"): "code",
    ("population/households.py", "ELSEWHERE"): "code",
    ("population/links.py", "_LOOKS"): "length of a search",
    ("population/makeup.py", "_WIDEST"): "bounds of a search",
    ("population/support.py", "_SWEEPS"): "iterations of a fit",
    ("population/support.py", "_UNLIKELY"): "floor that keeps a logarithm finite",
    ("population/supply.py", "STEPS"): "values of a byte",
    ("population/tables.py", "FIFTHS"): "names of rows of the table",
}
"""Module-level names that hold a size, a code or a step of an algorithm, with why it is no finding about the world."""
IN_PLACE = {
    ("kernels/front_door.py", 3): "the highest urgency, to sort by",
    ("kernels/unpaid_care.py", 20): "hours of care by which the census counts carers",
    ("kernels/unpaid_care.py", 50): "hours of care by which the census counts carers",
    ("kernels/wellbeing.py", 4): "the highest level of need",
    ("population/future.py", 15): "youngest age of the fertility table",
    ("population/households.py", 0.9): "keeps a division finite",
    ("past.py", 5): "version of a file format",
}
"""Single numbers, by file, that are definitions."""


def model_files() -> list[Path]:
    folders = [path for name in ("kernels", "actors", "population") for path in sorted((PACKAGE / name).glob("*.py"))]
    return [*folders, *(PACKAGE / name for name in ("model.py", "month.py", "past.py", "people.py"))]


class Finder(ast.NodeVisitor):
    """Numbers of a file that are neither neutral nor in a place that excuses them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[tuple[int, float]] = []

    def visit_Assign(self, node: ast.Assign) -> None:
        if not self._named(node.targets):
            self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if not self._named([node.target]):
            self.generic_visit(node)

    def _named(self, targets: list[ast.expr]) -> bool:
        names = [part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)]
        codes = bool(names) and len(names) > 1 and all(name.isupper() for name in names)  # A, B, C = 0, 1, 2
        return codes or any((self.name, name) in NAMED for name in names)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)
        if not isinstance(node.slice, ast.Constant | ast.Slice | ast.Tuple):
            self.visit(node.slice)
        elif isinstance(node.slice, ast.Tuple):
            for part in node.slice.elts:
                if not isinstance(part, ast.Constant):
                    self.visit(part)

    def visit_Call(self, node: ast.Call) -> None:
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called not in {"empty", "zeros", "ones", "full", "range", "Step", "reshape"}:
            self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if not isinstance(node.op, ast.LShift | ast.RShift | ast.BitAnd | ast.BitOr):
            self.generic_visit(node)
            return
        for side in (node.left, node.right):
            if not isinstance(side, ast.Constant):
                self.visit(side)

    def visit_Constant(self, node: ast.Constant) -> None:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            return
        if value in NEUTRAL | TIME | DEFINED_AGES or _power_of_two(value):
            return
        self.found.append((node.lineno, value))


def _power_of_two(value: float) -> bool:
    """256, 65536... or all ones below: widths of fields, never a finding about people (8 and below must be named)."""
    return value >= 2**8 - 1 and float(value).is_integer() and (int(value) & (int(value) - 1) == 0 or _ones(int(value)))


def _ones(value: int) -> bool:
    return value & (value + 1) == 0


def bare(source: str, name: str) -> list[tuple[int, float]]:
    finder = Finder(name)
    finder.visit(ast.parse(source))
    return finder.found


def _all_bare() -> Iterator[str]:
    for path in model_files():
        name = path.relative_to(PACKAGE).as_posix()
        if name not in WHOLE_FILES:
            found = bare(path.read_text(encoding="utf-8"), name)
            yield from (f"{name}:{line}: {value}" for line, value in found if (name, value) not in IN_PLACE)


def test_no_bare_numbers_in_model_code() -> None:
    assert list(_all_bare()) == []


@pytest.mark.parametrize(
    ("line", "caught"),
    [
        ("hazard = 0.03", True),
        ("return x * 1.18", True),
        ("share = min(share, 0.9)", True),
        ("if hours > 35: pass", True),
        ("limit = -3", True),
        ("minutes = hours * 60", False),
        ("months = years * 12", False),
        ("out[3, i] = a[4]", False),
        ("draws = np.empty((4, n))", False),
        ("key = lot << 24", False),
        ("A, B, C, D = 0, 1, 2, 3", False),
        ("older = age >= 65", False),
        ("gain = match / 256", False),
        ("out[3 * 0.7] = 1", True),
    ],
)
def test_the_finder_itself(line: str, caught: bool) -> None:
    assert bool(bare(line, "x.py")) is caught


def test_every_exception_is_still_needed() -> None:
    sources = {name: (PACKAGE / name).read_text(encoding="utf-8") for name, _ in NAMED}
    gone = [(name, constant) for name, constant in NAMED if constant not in sources[name]]
    assert gone == []
