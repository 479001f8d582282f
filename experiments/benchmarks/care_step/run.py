"""Care-step in our kernels' style and in six frameworks, alternating, checked to give the same statistics.

Usage: python experiments/benchmarks/care_step/run.py [--people 10000 100000 1000000] [--months 12] [--rounds 5]
    [--only ours laser ...] [--seconds 2] [--patience 20] [--agree-at 100000] [-o DIR]

Writes results.json, table.md, figure.png and figure.svg. Makes an environment for each peer in the user's cache folder
the first time. Exit code 1 where an implementation's statistics differ from the reference beyond the tolerance.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[2])]

from care_step import figure, table  # noqa: E402
from care_step.bench import Bench, Settings  # noqa: E402
from care_step.contestants import chosen  # noqa: E402


def main() -> int:
    """Measure, check, write."""
    options = _options()
    fields = ("people", "months", "rounds", "seconds", "patience", "agree_at", "contestants")
    results = Bench(Settings(**{field: getattr(options, field) for field in fields})).run()
    results["command"] = _command(options)
    folder = Path(options.output)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    page = table.markdown(results)
    (folder / "table.md").write_text(page, encoding="utf-8")
    if any(size["rows"] for size in results["sizes"]):
        figure.draw(results, folder)
    print(page)
    return 1 if results["agreement"] and results["agreement"]["beyond"] else 0


def _command(options: argparse.Namespace) -> str:
    """What to type to repeat it; where the results go is nobody else's business."""
    sizes = " ".join(str(people) for people in options.people)
    only = f" --only {' '.join(options.only)}" if options.only else ""
    rest = "".join(f" --{name} {getattr(options, name):g}" for name in ("months", "rounds", "seconds"))
    return f"python experiments/benchmarks/care_step/run.py --people {sizes}{rest}{only}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--months", type=int, default=12, help="lived a round at most")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="of these implementations")
    parser.add_argument("--seconds", type=float, default=2, help="a round's length, kept by fewer months")
    parser.add_argument("--patience", type=float, default=20, help="seconds to wait for a quiet machine before a round")
    parser.add_argument("--agree-at", type=int, default=100_000, help="people whose statistics are compared; 0: none")
    parser.add_argument("-o", "--output", default="results/care_step", metavar="DIR")
    options = parser.parse_args()
    if min(*options.people, options.months, options.rounds) < 1:
        parser.error("people, months and rounds are at least 1")
    try:
        options.contestants = chosen(options.only)
    except ValueError as error:
        parser.error(str(error))
    return options


if __name__ == "__main__":
    sys.exit(main())
