"""The benchmark's results as Markdown: machine, speed and memory by size, who is absent, and the agreement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from care_step.agreement import TOLERANCE
from care_step.bench import counted
from care_step.contestants import OURS
from care_step.workload import STATISTICS

HEAD = (
    "implementation",
    "threads",
    "million person-months a second, median (lowest to highest)",
    "best for each processor-second",
    "ours on most threads is faster, times",
    "ours on 1 thread is faster by processor time, times",
    "bytes a person at rest",
    "at the peak",
    "months a round",
)

BUSY = 0.2
"""Share of rounds begun beside other work from which the page warns of it."""


def markdown(results: dict[str, Any]) -> str:
    """The whole page."""
    return "\n".join([*_opening(results), *_speeds(results), *_absent(results), *_agreement(results)]) + "\n"


def _opening(results: dict[str, Any]) -> Iterator[str]:
    machine = results["machine"]
    yield "# The reference workload care-step"
    yield ""
    yield (
        f"Measured on {results['date']} with `{results['command']}`: {machine['cores']} cores "
        f"({machine['processor']}), {machine['memory_gib']} GiB, {machine['system']}, Python "
        f"{machine['python']}. Each figure is of {results['rounds']} rounds, in turn over all rows of a table, so that "
        "ratios come from the same minutes; a round waits for other work on the machine to pause, and "
        f"{results['busy_rounds']:.0%} of rounds began beside some."
    )
    yield ""
    if results["busy_rounds"] > BUSY:
        yield (
            "**The machine was busy.** Speeds and ratios by the clock say little then, and those on more than one "
            "thread nothing, as threads wait for each other. What stands is the best for each processor-second on one "
            "thread, and its ratio."
        )
        yield ""
    versions = (f"{title} ({', '.join(pins)})" for title, pins in results["versions"].items())
    yield f"Versions: {'; '.join(versions)}."
    yield ""
    yield "The workload, and what a month is: `workload.py`. Every row lives months of the first year of a fresh start."


def _speeds(results: dict[str, Any]) -> Iterator[str]:
    for size in results["sizes"]:
        yield ""
        yield f"## {size['people']:,} people"
        yield ""
        alone = next((row for row in size["rows"] if (row["name"], row["threads"]) == (OURS, 1)), None)
        yield from _grid(HEAD, (_cells(row, alone) for row in size["rows"]))
        if shares := [one for one in size["floor_share"] if results["busy_rounds"] <= BUSY or one["threads"] == 1]:
            listed = "; ".join(f"{one['share']:.0%} on {counted(one['threads'])}" for one in shares)
            yield ""
            yield f"Ours runs at this share of the memory floor on as many threads: {listed}."


def _cells(row: dict[str, Any], alone: dict[str, Any] | None) -> tuple[str, ...]:
    """A row; ``alone`` is ours on one thread, whose processor time is fair to compare beside other work."""
    speed = f"{_figures(row['median'])} ({_figures(row['lowest'])} to {_figures(row['highest'])})"
    ratio = "" if row["ratio"] is None else _figures(row["ratio"])
    best, months = _figures(row["a_processor_second"]), str(row["months"])
    fair = alone if row["threads"] == 1 else None  # more threads also spend time on waiting for each other
    faster = _figures(fair["a_processor_second"] / row["a_processor_second"]) if fair else ""
    return (row["title"], str(row["threads"]), speed, best, ratio, faster, *_memory(row), months)


def _memory(row: dict[str, Any]) -> tuple[str, str]:
    """At rest and at the peak; nothing where there are too few people to tell."""
    if row["rest"] is None:
        return ("", "")
    return (f"{row['rest']:,.0f}", f"{row['peak']:,.0f}" + ("" if row["peak_reset"] else " or more"))


def _absent(results: dict[str, Any]) -> Iterator[str]:
    if results["absent"]:
        yield ""
        yield "## Not measured"
        yield ""
        for one in results["absent"]:
            yield f"- {one['title']}, {one['when']}: {one['reason']}"


def _agreement(results: dict[str, Any]) -> Iterator[str]:
    agreement = results["agreement"]
    if agreement is None:
        return
    names = list(agreement["found"])
    yield ""
    yield "## The same statistics"
    yield ""
    yield (
        f"{agreement['people']:,} people after {agreement['months']} months, against the mean of "
        f"{agreement['replicates']} runs of NumPy with other seeds. In brackets: standard errors of the difference; "
        f"{TOLERANCE:g} are tolerated. "
        + ("All agree." if not agreement["beyond"] else f"**{len(agreement['beyond'])} do not agree.**")
    )
    yield ""
    rows = (
        (
            name,
            f"{agreement['mean'][name]:.5g} ± {agreement['error'][name]:.2g}",
            *(f"{agreement['found'][one][name]:.5g} ({agreement['differences'][one][name]:+.1f})" for one in names),
        )
        for name in STATISTICS
    )
    yield from _grid(("statistic", "NumPy, mean", *(agreement["titles"][one] for one in names)), rows)


def _grid(head: tuple[str, ...], rows: Any) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _figures(value: float) -> str:
    """Two or three figures that carry."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}" if value >= 10 else f"{value:.2g}"
