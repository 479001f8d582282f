"""A file is one idea and a function fits on a screen."""

import ast
from statistics import median, quantiles

import pytest
from paths import ROOT, own

LONGEST_FILE, LONGEST_FUNCTION = 400, 60
MEDIAN_FILE, NINTH_TENTH_FUNCTION = 150, 25


def lines_of_files() -> dict[str, int]:
    files = own("simulation", "tests")
    return {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}


def lines_of_functions() -> dict[str, int]:
    found = {}
    for path in own("simulation", "tests"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                where = f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
                found[where] = (node.end_lineno or node.lineno) - node.lineno + 1
    return found


@pytest.mark.parametrize(
    ("what", "sizes", "longest"),
    [("file", lines_of_files(), LONGEST_FILE), ("function", lines_of_functions(), LONGEST_FUNCTION)],
)
def test_none_is_too_long(what, sizes, longest):
    over = {name: size for name, size in sizes.items() if size > longest}
    assert not over, f"over {longest} lines: {over}"


def test_sizes_are_reported(capsys):
    files, functions = lines_of_files(), lines_of_functions()
    usual, tenth = median(files.values()), quantiles(functions.values(), n=10)[-1]
    with capsys.disabled():
        print(f"\n{'':10}{'number':>8}{'median':>8}{'90 %':>8}{'longest':>9}")
        for name, sizes in (("files", files), ("functions", functions)):
            values = list(sizes.values())
            ninth = quantiles(values, n=10)[-1]
            largest = max(sizes, key=sizes.__getitem__)
            print(f"{name:10}{len(values):>8}{median(values):>8.0f}{ninth:>8.0f}{sizes[largest]:>9}  {largest}")
    assert usual < MEDIAN_FILE
    assert tenth < NINTH_TENTH_FUNCTION
