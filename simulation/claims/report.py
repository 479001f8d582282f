"""A claim that was tried, on disk: tables, the verdict for programs and in plain words, and what was run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from simulation.claims.findings import Row, Tried
from simulation.claims.reading import ClaimFile
from simulation.claims.schema import BOTH, SIDES, WITHOUT, Claim, Expectation
from simulation.claims.verdict import ERROR, NOT_SUPPORTED, SUPPORTED, UNDECIDED
from simulation.claims.words import claimed, finding_words
from simulation.measures.differences import compared_rows, differences
from simulation.measures.files import write_bytes, write_csv, write_json
from simulation.measures.results import Results
from simulation.runs.versions import identity
from simulation.scenario.places import adults_lived
from simulation.scenario.schema import Scenario

RESULTS: Final = "results.csv"
RULE: Final = (
    "Rule: each measure's interval is that of the mean paired difference (switch on less switch off) at a level that "
    "lets all intervals of the claim hold at once in 95 of 100 repetitions (Bonferroni). Supported: the whole interval "
    "lies where the claim puts it. Not supported: no part of it does. Otherwise undecided at this precision. For no "
    "effect, the whole interval must lie within the smallest difference that matters."
)
LUCK: Final = (
    "Intervals are luck after the first month only, for one simulated place and one set of parameters. How unsure the "
    "evidence is (parameter uncertainty) is not in them. A verdict is about this model under these numbers."
)


def write_report(folder: Path, file: ClaimFile, tried: Tried, results: Results) -> None:
    """Write ``results.csv``, ``replicates.csv``, ``differences.csv``, ``verdict.json``, ``verdict.md`` and inputs."""
    write_csv(folder / RESULTS, results_table(tried))
    write_csv(folder / "replicates.csv", replicates_table(tried, results.replicates))
    write_csv(folder / "differences.csv", differences(results, WITHOUT, compared_rows(results), resample=False))
    write_json(folder / "verdict.json", facts(file, tried))
    write_bytes(folder / "verdict.md", verdict_page(file, tried).encode())
    write_bytes(folder / "inputs" / file.path.name, file.path.read_bytes())
    for side in (BOTH, *SIDES):
        write_bytes(folder / "inputs" / f"{side}.resolved.yaml", file.scenarios[side].resolved_yaml().encode())


def results_table(tried: Tried) -> pa.Table:
    """One row a measure: what was claimed, what was found, and the verdict. Money in pounds of the price year."""
    return pa.Table.from_pylist([_result(row) for row in tried.rows])


def _result(row: Row) -> dict[str, Any]:
    asked, found = row.expectation, row.finding
    return {
        "measure": asked.measure,
        "per": asked.per or "",
        "label": row.label,
        "group": asked.group,
        "period": asked.period,
        "unit": row.unit,
        "payer": row.payer,
        "expect": asked.expect,
        "matters": asked.matters,
        "matters_share": asked.matters_share,
        "claimed_low": _finite(row.region.low),
        "claimed_high": _finite(row.region.high),
        "without_mean": _mean(row.without),
        "with_mean": _mean(row.with_),
        "difference": _finite(found.mean),
        "mcse": _finite(found.error),
        "low": _finite(found.low),
        "high": _finite(found.high),
        "level": found.level,
        "n": found.n,
        "verdict": found.verdict,
        "replicates_to_decide": found.to_decide,
        "remark": row.remark,
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _mean(values: Any) -> float | None:
    known = values[~(values != values)]
    return float(known.mean()) if len(known) else None


def verdicts_table(claims: Sequence[Tried]) -> pa.Table:
    """One row a measure of several claims, with the claim's verdict and the measure's own."""
    kept = ("measure", "per", "group", "period", "unit", "payer", "expect", "difference", "low", "high", "level", "n")
    lines = []
    for tried in claims:
        for row in map(_result, tried.rows):
            named = {"id": tried.claim.id, "title": tried.claim.title, "claim_verdict": tried.verdict}
            lines.append({**named, **{name: row[name] for name in kept}, "verdict": row["verdict"]})
    return pa.Table.from_pylist(lines)


def replicates_table(tried: Tried, replicates: tuple[int, ...]) -> pa.Table:
    """One row a measure and replicate: both sides and what is judged, for whoever checks the intervals."""
    lines = []
    for row in tried.rows:
        for k, replicate in enumerate(replicates):
            values = {"without": row.without[k], "with": row.with_[k], "judged": row.differences[k]}
            asked = row.expectation
            named = {"measure": asked.measure, "per": asked.per or "", "group": asked.group, "period": asked.period}
            numbers = {name: _finite(float(value)) for name, value in values.items()}
            lines.append({**named, "replicate": replicate, **numbers})
    return pa.Table.from_pylist(lines)


def facts(file: ClaimFile, tried: Tried) -> dict[str, Any]:
    """The verdict for programs, with what was run and with what."""
    claim, scenario = tried.claim, file.scenarios[WITHOUT]
    return {
        "id": claim.id,
        "register": claim.register,
        "title": claim.title,
        "claim": claim.claim,
        "evidence": list(claim.evidence),
        "grade": claim.grade,
        "verdict": tried.verdict,
        "error": ERROR,
        "switch_changed_anything": tried.changed,
        "measures": [_result(row) for row in tried.rows],
        "adults": _adults(scenario),
        "places": [place.id for place in claim.places],
        "judged": claim.at or "all",
        "years": scenario.time.years,
        "burn_in_months": scenario.time.burn_in_months,
        "replicates": claim.run.replicates,
        "seed": claim.run.seed,
        "price_year": scenario.price_year,
        "identity": {side: identity(file.scenarios[side]) for side in (BOTH, *SIDES)},
    }


VERDICT_WORDS: Final[Mapping[str, str]] = {
    SUPPORTED: "Supported: every measure does what the claim says, in this model.",
    NOT_SUPPORTED: "Not supported: at least one measure does not do what the claim says, in this model.",
    UNDECIDED: "Undecided at this precision: nothing speaks against the claim, and not every measure is settled.",
}


def verdict_page(file: ClaimFile, tried: Tried) -> str:
    """The verdict in plain words, as Markdown."""
    return "\n".join(_page(file, tried)) + "\n"


def _page(file: ClaimFile, tried: Tried) -> Iterator[str]:
    claim, scenario = tried.claim, file.scenarios[WITHOUT]
    yield from (f"# {claim.id}: {claim.title}", "", claim.claim, "", f"**{VERDICT_WORDS[tried.verdict]}**", "")
    if not tried.changed:
        yield from ("The switch changed nothing at all in this run: both sides are the same in every measure.", "")
    if tried.verdict == UNDECIDED:
        yield from (to_decide(tried), "")
    for row in tried.rows:
        yield f"- **{row.label}** ({where(row.expectation, scenario.time.years)}). {claimed(row)} {finding_words(row)}"
    yield from ("", "What it rests on:", "", *(f"- {line}" for line in claim.rests_on), "")
    evidence = ", ".join(claim.evidence) or "none"
    yield f"Evidence: {evidence} (`simulation/evidence/sources.csv`); grade: {claim.grade}."
    yield (
        f"Lived: {_adults(scenario):,} adults{_in_places(claim)}, {scenario.time.years} years after "
        f"{scenario.time.burn_in_months} months of common past, {claim.run.replicates} replicates, seed "
        f"{claim.run.seed}; pounds of {scenario.price_year}-{(scenario.price_year + 1) % 100:02d}. The switch is "
        "thrown at month 0: the same people, the same luck."
    )
    yield from ("", RULE, "", LUCK)


def _adults(scenario: Scenario) -> int:
    """Adults of the place, or of all places."""
    return sum(map(adults_lived, [scenario.of_place(place.id) for place in scenario.every_place] or [scenario]))


def _in_places(claim: Claim) -> str:
    if not claim.places:
        return ""
    judged = f"only {claim.at} is judged" if claim.at else "judged as one"
    return f" in {len(claim.places)} places side by side ({judged})"


def to_decide(tried: Tried) -> str:
    """About how many replicates would decide a claim that is undecided, if means and spreads stay as they are."""
    needed = [row.finding.to_decide for row in tried.rows if row.finding.verdict == UNDECIDED]
    if not all(needed):
        return "More replicates alone would not decide all of it, as far as can be told from these."
    return f"About {max(filter(None, needed)):,} replicates would decide it, if means and spreads stay as they are."


def where(asked: Expectation, years: int) -> str:
    """Group and period in words."""
    groups = {"all": "whole place", "age_18_64": "people aged 18 to 64", "age_65_over": "people aged 65 and over"}
    group = groups.get(asked.group, asked.group.replace("fifth_", "deprivation fifth "))
    period = f"all {years} years" if asked.period == "run" else asked.period.replace("_", " ")
    return f"{group}, {period}"
